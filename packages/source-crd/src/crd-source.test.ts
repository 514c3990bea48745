import type { Endpoint, ObjectState } from '@org/dns-core';
import { createMemoryReader, type StatusWriter } from '@org/dns-kubernetes';
import { describe, expect, test } from 'vitest';
import { createCrdSource } from './crd-source.ts';
import { parseCrdSourceSettings, type CrdSourceSettings } from './options.ts';
import type { DnsEndpoint, DnsEndpointEntry } from './resources.ts';

function recordsOf(
  endpoints: readonly (DnsEndpointEntry | null)[] | null,
  metadata: Partial<DnsEndpoint['metadata']> = {},
): DnsEndpoint {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name: 'recs', namespace: 'shop', generation: 3, ...metadata },
    spec: { endpoints },
  };
}

function sourceOf(settings: CrdSourceSettings = {}) {
  const options = parseCrdSourceSettings(settings);
  if (!options.ok) throw new Error(JSON.stringify(options.problems));
  return createCrdSource(options.value);
}

function stateOf(
  entries: readonly (DnsEndpointEntry | null)[] | null,
  settings?: CrdSourceSettings,
): ObjectState {
  const object = recordsOf(entries);
  return sourceOf(settings).endpoints(object, createMemoryReader([object]));
}

function lines(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints.map(({ type, spelling, targets }) => `${type} ${spelling} ${targets.join(' ')}`);
}

test('an entry is taken as it is written, with the label of its object', () => {
  const state = stateOf([
    {
      dnsName: 'A.example.org.',
      recordType: 'A',
      targets: ['192.0.2.1'],
      recordTTL: 180,
      setIdentifier: 'eu',
      labels: { resource: 'somebody/else', team: 'a' },
      providerSpecific: [{ name: 'aws/weight', value: '10' }, { name: 'alias' }],
    },
  ]);
  expect(state).toEqual({
    endpoints: [
      {
        name: 'a.example.org',
        spelling: 'A.example.org.',
        type: 'A',
        targets: ['192.0.2.1'],
        setIdentifier: 'eu',
        ttlSeconds: 180,
        labels: { resource: 'crd/shop/recs', team: 'a' },
        properties: [
          { name: 'aws/weight', value: '10' },
          { name: 'alias', value: '' },
        ],
        objects: [
          {
            source: 'crd',
            apiVersion: 'externaldns.k8s.io/v1alpha1',
            kind: 'DNSEndpoint',
            namespace: 'shop',
            name: 'recs',
          },
        ],
      },
    ],
    waiting: [],
    problems: [],
  });
});

test.each<{ name: string; entry: DnsEndpointEntry; kept: boolean }>([
  {
    name: 'a CNAME target with a final dot',
    entry: { recordType: 'CNAME', targets: ['t.test.'] },
    kept: true,
  },
  {
    name: 'a TXT target with a final dot',
    entry: { recordType: 'TXT', targets: ['v=spf1 ~all.'] },
    kept: true,
  },
  {
    name: 'an SRV target with a final dot',
    entry: { recordType: 'SRV', targets: ['10 5 5060 sip.test.'] },
    kept: true,
  },
  {
    name: 'an NS target with a final dot',
    entry: { recordType: 'NS', targets: ['ns1.test.'] },
    kept: false,
  },
  {
    name: 'an NS target without one',
    entry: { recordType: 'NS', targets: ['ns1.test'] },
    kept: true,
  },
  {
    name: 'a NAPTR target with a final dot',
    entry: { recordType: 'NAPTR', targets: ['100 10 "u" "x" "" .'] },
    kept: true,
  },
  {
    name: 'a NAPTR target without one',
    entry: { recordType: 'NAPTR', targets: ['100 10 "u" "x" "" a'] },
    kept: false,
  },
  {
    name: 'a PTR target with a final dot beside one without',
    entry: { recordType: 'PTR', targets: ['a.test', 'b.test.'] },
    kept: false,
  },
  { name: 'an unknown type', entry: { recordType: 'XYZ', targets: ['x.'] }, kept: false },
  { name: 'no type', entry: { targets: ['x'] }, kept: true },
])('$name is kept: $kept', ({ entry, kept }) => {
  const state = stateOf([{ dnsName: 'a.example.org', ...entry }]);
  expect(state.endpoints).toHaveLength(kept ? 1 : 0);
  expect(state.waiting).toEqual(kept ? [] : ['a.example.org']);
  expect(state.problems?.map(({ code }) => code)).toEqual(kept ? [] : ['invalid-target']);
});

test('a rejected entry leaves the others alone; compat says nothing more of it', () => {
  const state = stateOf(
    [
      { dnsName: 'sub.example.org', recordType: 'NS', targets: ['ns1.test.'] },
      { dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1'] },
    ],
    { behavior: 'compat' },
  );
  expect(lines(state.endpoints)).toEqual(['A a.example.org 192.0.2.1']);
  expect(state.waiting).toEqual([]);
  expect(state.problems?.map(({ message }) => message)).toEqual([
    'sub.example.org: the NS target "ns1.test." must not end in a dot; the whole entry is left out',
  ]);
});

test('in safe an address with a final dot is passed on, so that it is refused and what was there is kept', () => {
  const entry = { dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1', '192.0.2.2.'] };
  expect(lines(stateOf([entry]).endpoints)).toEqual(['A a.example.org 192.0.2.1 192.0.2.2.']);
  expect(lines(stateOf([entry], { behavior: 'compat' }).endpoints)).toEqual([]);
});

test.each([{ entries: null }, { entries: [] }, { entries: [null] }])(
  'spec.endpoints $entries wants nothing',
  ({ entries }) => {
    expect(stateOf(entries)).toEqual({ endpoints: [], waiting: [], problems: [] });
  },
);

test.each([
  { endpoints: 'x', says: 'spec.endpoints is not a list' },
  { endpoints: ['x'], says: 'spec.endpoints[0] is not an object' },
  {
    endpoints: [null, { dnsName: 5 }],
    says: 'spec.endpoints[1].dnsName is not text; put it in quotes',
  },
  {
    endpoints: [{ recordType: [] }],
    says: 'spec.endpoints[0].recordType is not text; put it in quotes',
  },
  {
    endpoints: [{ targets: 'x' }],
    says: 'spec.endpoints[0].targets is not a list of texts; put each in quotes',
  },
  {
    endpoints: [{ targets: [null] }],
    says: 'spec.endpoints[0].targets is not a list of texts; put each in quotes',
  },
  { endpoints: [{ recordTTL: '60' }], says: 'spec.endpoints[0].recordTTL is not an integer' },
  {
    endpoints: [{ labels: { a: 1 } }],
    says: 'spec.endpoints[0].labels is not an object of texts; put each in quotes',
  },
  {
    endpoints: [{ providerSpecific: [{ name: 'weight', value: 10 }] }],
    says: 'spec.endpoints[0].providerSpecific is not a list of name and value; put values in quotes',
  },
])(
  'a manifest with $endpoints is a problem of it, and its other entries count',
  ({ endpoints, says }) => {
    const good = { dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1'] };
    const entries = Array.isArray(endpoints) ? [...endpoints, good] : endpoints;
    const state = stateOf(entries as unknown as DnsEndpointEntry[]);
    expect(lines(state.endpoints)).toEqual(
      Array.isArray(endpoints) ? ['A a.example.org 192.0.2.1'] : [],
    );
    expect(state.problems).toEqual([
      { code: 'malformed-entry', message: says, object: expect.anything(), stopsRun: true },
    ]);
  },
);

test('a TTL that no record can have is a problem in safe', () => {
  const entry = {
    dnsName: 'a.example.org',
    recordType: 'A',
    targets: ['192.0.2.1'],
    recordTTL: 2 ** 40,
  };
  const state = stateOf([entry]);
  expect(state.endpoints[0]?.ttlSeconds).toBe(0);
  expect(state.problems?.map(({ message }) => message)).toEqual([
    'a.example.org: recordTTL 1099511627776 is not between 1 and 2147483647 seconds; no TTL is set',
  ]);
  expect(stateOf([entry], { behavior: 'compat' }).endpoints[0]?.ttlSeconds).toBe(2 ** 40);
});

test('null anywhere in an entry is as if it were absent', () => {
  const empty = {
    dnsName: null,
    recordType: null,
    targets: null,
    setIdentifier: null,
    recordTTL: null,
    labels: null,
  };
  const [ofNulls] = stateOf([{ ...empty, providerSpecific: null }]).endpoints;
  expect(ofNulls).toEqual(stateOf([{}]).endpoints[0]);
  const [withProperties] = stateOf([
    { providerSpecific: [null, { name: null, value: null }] },
  ]).endpoints;
  expect(withProperties?.properties).toEqual([
    { name: '', value: '' },
    { name: '', value: '' },
  ]);
});

test("Cloudflare's properties are understood under the former prefix in safe", () => {
  const name = 'external-dns.alpha.kubernetes.io/cloudflare-proxied';
  const entry = { dnsName: 'a.example.org', providerSpecific: [{ name, value: 'true' }] };
  const named = (settings: CrdSourceSettings) =>
    stateOf([entry], settings).endpoints[0]?.properties.map((property) => property.name);
  expect(named({ behavior: 'safe' })).toEqual(['external-dns.kubernetes.io/cloudflare-proxied']);
  expect(named({ behavior: 'compat' })).toEqual([name]);
  expect(named({ annotationPrefix: 'dns.example.com/' })).toEqual([name]);
});

test('filters decide, the controller annotation does not', () => {
  const keep = sourceOf({ annotationFilter: 'publish=yes', labelFilter: 'tier!=core' }).primary
    .keep;
  const annotations = { publish: 'yes', 'external-dns.kubernetes.io/controller': 'other' };
  expect(keep?.(recordsOf([], { annotations }))).toBe(true);
  expect(keep?.(recordsOf([], { annotations, labels: { tier: 'core' } }))).toBe(false);
  expect(keep?.(recordsOf([]))).toBe(false);
});

describe('one object that the annotation filter does not let through', () => {
  const annotations = { publish: 'yes' };
  const endpoints = [{ dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1'] }];
  const matching = recordsOf(endpoints, { annotations });
  const other = recordsOf(endpoints, { name: 'other', labels: { tier: 'core' } });

  function decided(settings: CrdSourceSettings, objects: readonly DnsEndpoint[]) {
    const source = sourceOf({ annotationFilter: 'publish=yes', ...settings });
    const reader = createMemoryReader(objects);
    return objects
      .filter((object) => source.primary.keep?.(object) !== false)
      .map((object) => {
        const { endpoints: made, problems = [] } = source.endpoints(object, reader);
        return [object.metadata.name, made.length, problems.map(({ code }) => code)];
      });
  }

  test('is left out in safe', () => {
    expect(decided({}, [matching, other])).toEqual([['recs', 1, []]]);
  });

  test('closes the source in compat, and says so', () => {
    expect(decided({ behavior: 'compat' }, [matching, other])).toEqual([
      ['recs', 0, []],
      ['other', 0, ['filtered-by-annotation']],
    ]);
  });

  test('does not matter in compat where the label filter keeps it out', () => {
    const settings = { behavior: 'compat', labelFilter: 'tier!=core' } as const;
    expect(decided(settings, [matching, other])[0]).toEqual(['recs', 1, []]);
  });

  test('and none of them: compat reads all', () => {
    expect(decided({ behavior: 'compat' }, [matching])).toEqual([['recs', 1, []]]);
  });
});

test('the label filter is sent to the API server too', () => {
  const { primary } = sourceOf({ labelFilter: 'tier in (a, b)', namespace: 'shop' });
  expect(primary).toMatchObject({ labelSelector: 'tier in (a, b)', namespace: 'shop' });
});

test.each([
  { name: 'another generation was observed', observed: 2, generation: 3, written: [3] },
  { name: 'none was observed', observed: undefined, generation: 3, written: [3] },
  { name: 'this generation was observed', observed: 3, generation: 3, written: [] },
  {
    name: 'the object has no generation',
    observed: undefined,
    generation: undefined,
    written: [],
  },
])('status when $name: $written', ({ observed, generation, written }) => {
  const { metadata, ...rest } = recordsOf([]);
  const { generation: _, ...withoutGeneration } = metadata;
  const object: DnsEndpoint = {
    ...rest,
    metadata: generation === undefined ? withoutGeneration : { ...metadata, generation },
    status: observed === undefined ? {} : { observedGeneration: observed },
  };
  const calls: unknown[] = [];
  const writer: StatusWriter = {
    writeStatus: (type, { metadata: { name } }, status) => {
      calls.push([type.plural, name, status]);
    },
  };
  sourceOf().computed?.(object, { endpoints: [] }, writer);
  expect(calls).toEqual(
    written.map((observedGeneration) => ['dnsendpoints', 'recs', { observedGeneration }]),
  );
});

test('settings that are not known are problems', () => {
  const parsed = parseCrdSourceSettings({ kind: 'DNSEndpoint' } as CrdSourceSettings);
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(['kind']);
});
