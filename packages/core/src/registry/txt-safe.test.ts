import { describe, expect, test } from 'vitest';
import type { Change } from '../model/change.ts';
import { createEndpoint, type EndpointInit } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { createOf, deleteOf, updateOf } from '../plan/settlement.ts';
import { createTxtRegistry, type TxtRegistryOptions } from './txt-registry.ts';
import type { Decoded, Registry } from './registry.ts';

const managedTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT'];

function registryWith(options: Partial<TxtRegistryOptions> = {}): Registry {
  return createTxtRegistry({
    owner: 'me',
    behavior: 'safe',
    managedTypes,
    excludedTypes: [],
    ...options,
  });
}

/** `record('www.example.org A 192.0.2.1')` */
function record(text: string, more: Partial<EndpointInit> = {}): Endpoint {
  const [name = '', type = '', ...targets] = text.split(' ');
  return createEndpoint({ name, type, targets, ...more });
}

function marker(name: string, owner = 'me', more: Partial<EndpointInit> = {}): Endpoint {
  const targets = [`"heritage=external-dns,external-dns/owner=${owner}"`];
  return createEndpoint({ name, type: 'TXT', targets, ...more });
}

function ownersOf({ endpoints }: Decoded): readonly string[] {
  return endpoints.map(({ name, type, labels }) => `${name} ${type} ${labels['owner'] ?? '-'}`);
}

/** One line a change: what is done to which record, in the order of writing. */
function written(registry: Registry, changes: readonly Change[], decoded: Decoded): string[] {
  return registry.encode(changes, decoded).flatMap((group) =>
    group.changes.map((change) => {
      const { name, type } = change.kind === 'delete' ? change.before : change.after;
      return `${change.kind} ${change.role} ${name} ${type}`;
    }),
  );
}

const www = record('www.example.org A 192.0.2.1');

describe('reading', () => {
  test.each<[string, readonly Endpoint[], readonly string[], Partial<TxtRegistryOptions>?]>([
    ['a typed marker', [www, marker('a-www.example.org')], ['www.example.org A me']],
    ['a marker of another type', [www, marker('cname-www.example.org')], ['www.example.org A -']],
    ['the form without a type', [www, marker('www.example.org')], ['www.example.org A me']],
    [
      'the form without a type, for AAAA',
      [record('www.example.org AAAA ::1'), marker('www.example.org')],
      ['www.example.org AAAA -'],
    ],
    [
      'the typed form before the other',
      [www, marker('www.example.org', 'other'), marker('a-www.example.org')],
      ['www.example.org A me'],
    ],
    [
      'the marker of an alias before v0.22',
      [
        record('www.example.org A lb.example.net', {
          properties: [{ name: 'alias', value: 'true' }],
        }),
        marker('cname-www.example.org'),
      ],
      ['www.example.org A me'],
    ],
    [
      'other case',
      [record('WWW.example.org A 192.0.2.1'), marker('A-Www.Example.org')],
      ['www.example.org A me'],
    ],
    [
      'a marker written in Unicode',
      [record('bücher.example A 192.0.2.1'), marker('a-bücher.example')],
      ['xn--bcher-kva.example A me'],
    ],
    [
      'the same by a provider that answers in A-labels',
      [record('xn--bcher-kva.example A 192.0.2.1'), marker(toDnsName('a-bücher.example'))],
      ['xn--bcher-kva.example A me'],
    ],
    [
      'a marker beside the A-label',
      [record('bücher.example A 192.0.2.1'), marker('a-xn--bcher-kva.example')],
      ['xn--bcher-kva.example A me'],
    ],
    [
      'a host whose name begins like a type',
      [record('a-team.example.org A 192.0.2.1'), marker('a-team.example.org')],
      ['a-team.example.org A me'],
    ],
    [
      'a typed marker where both hosts exist',
      [
        record('a-team.example.org A 192.0.2.1'),
        record('team.example.org A 192.0.2.1'),
        marker('a-team.example.org'),
      ],
      ['a-team.example.org A -', 'team.example.org A me'],
    ],
    [
      'a wildcard',
      [record('*.example.org A 192.0.2.1'), marker('a-any.example.org')],
      ['*.example.org A me'],
      { wildcardReplacement: 'Any' },
    ],
    [
      'a host called like the replacement',
      [record('any.example.org A 192.0.2.1'), marker('a-any.example.org')],
      ['any.example.org A me'],
      { wildcardReplacement: 'any' },
    ],
    [
      'a marker that could be of both is of neither',
      [
        record('*.example.org A 192.0.2.1'),
        record('any.example.org A 192.0.2.1'),
        marker('a-any.example.org'),
      ],
      ['*.example.org A -', 'any.example.org A -'],
      { wildcardReplacement: 'any' },
    ],
    [
      'a text in several strings',
      [
        www,
        record('a-www.example.org TXT x', {
          targets: ['"heritage=external-dns,external" "-dns/owner=me"'],
        }),
      ],
      ['www.example.org A me'],
    ],
    ['an ordinary TXT', [record('www.example.org TXT hello')], ['www.example.org TXT -']],
    [
      'a former owner',
      [www, marker('a-www.example.org', 'old')],
      ['www.example.org A me'],
      { oldOwner: 'old' },
    ],
    [
      'another set identifier',
      [www, marker('a-www.example.org', 'me', { setIdentifier: 'eu' })],
      ['www.example.org A -'],
    ],
  ])('%s', (_name, records, owners, options) => {
    expect(ownersOf(registryWith(options).decode(records))).toEqual(owners);
  });

  test.each<[string, readonly Endpoint[], readonly string[], Partial<TxtRegistryOptions>?]>([
    ['the present form', [www, marker('a-www.example.org')], []],
    ['the form without a type', [www, marker('www.example.org')], ['www.example.org']],
    [
      'a former owner',
      [www, marker('a-www.example.org', 'old')],
      ['www.example.org'],
      { oldOwner: 'old' },
    ],
    [
      'a type that is not managed',
      [www, marker('www.example.org')],
      [],
      { managedTypes: ['CNAME'] },
    ],
    ['another owner', [www, marker('www.example.org', 'other')], []],
  ])('repairs: %s', (_name, records, repairs, options) => {
    const decoded = registryWith(options).decode(records);
    expect(Array.from(decoded.repairs, ({ name }) => name)).toEqual(repairs);
  });

  test.each<[string, readonly Endpoint[], readonly string[]]>([
    ['a marker without its record', [marker('a-www.example.org')], ['www.example.org A']],
    ['a marker with its record', [www, marker('a-www.example.org')], []],
    ["another owner's", [marker('a-www.example.org', 'other')], []],
    ['of a type that is not managed', [marker('srv-www.example.org')], []],
    [
      'the form without a type beside AAAA alone',
      [record('www.example.org AAAA ::1'), marker('www.example.org')],
      ['www.example.org '],
    ],
  ])('orphans: %s', (_name, records, orphans) => {
    const decoded = registryWith().decode(records);
    expect(decoded.orphans.map(({ name, type }) => `${name} ${type}`)).toEqual(orphans);
  });
});

describe('writing', () => {
  const registry = registryWith();
  const read = (...records: Endpoint[]): Decoded => registry.decode(records);
  const first = (decoded: Decoded): Endpoint => decoded.endpoints[0] ?? www;

  test('a new record comes after its marker', () => {
    const groups = registry.encode(
      [createOf({ ...www, labels: { resource: 'service/default/web' } })],
      read(),
    );
    expect(groups).toEqual([
      {
        name: 'www.example.org',
        changes: [
          {
            kind: 'create',
            role: 'marker',
            after: createEndpoint({
              name: 'a-www.example.org',
              type: 'TXT',
              targets: [
                '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/web"',
              ],
              labels: { ownedRecord: 'www.example.org' },
            }),
          },
          {
            kind: 'create',
            role: 'record',
            after: { ...www, labels: { owner: 'me', resource: 'service/default/web' } },
          },
        ],
      },
    ]);
  });

  test('a marker that says the same is left alone', () => {
    const decoded = read(www, marker('a-www.example.org'));
    const after = { ...first(decoded), targets: ['192.0.2.2'] };
    expect(written(registry, [updateOf(first(decoded), after)], decoded)).toEqual([
      'update record www.example.org A',
    ]);
  });

  test('a marker that says something else is changed from what was read', () => {
    const text = 'external-dns/owner=me,heritage=external-dns';
    const stored = record('a-www.example.org TXT', { targets: [text], ttlSeconds: 300 });
    const decoded = read(www, stored);
    const after = {
      ...first(decoded),
      targets: ['192.0.2.2'],
      labels: { owner: 'me', resource: 'x' },
    };
    const [group] = registry.encode([updateOf(first(decoded), after)], decoded);
    const [change] = group?.changes ?? [];
    expect(change?.kind === 'update' && change.before).toBe(stored);
  });

  test('the marker that was read goes after its record, whatever its text', () => {
    const stored = record('a-www.example.org TXT', {
      targets: ['external-dns/owner=me,heritage=external-dns'],
    });
    const decoded = read(www, stored);
    expect(registry.encode([deleteOf(first(decoded))], decoded)[0]?.changes).toEqual([
      { kind: 'delete', role: 'record', before: first(decoded) },
      { kind: 'delete', role: 'marker', before: stored },
    ]);
  });

  test.each<[string, readonly Endpoint[], readonly string[]]>([
    [
      'with all forms',
      [www, marker('www.example.org'), marker('a-www.example.org')],
      ['www.example.org', 'a-www.example.org', 'www.example.org'],
    ],
    [
      'but not the form without a type while another record needs it',
      [
        www,
        record('www.example.org MX 10'),
        marker('www.example.org'),
        marker('a-www.example.org'),
      ],
      ['www.example.org', 'a-www.example.org'],
    ],
    [
      "but no one else's",
      [www, marker('a-www.example.org'), marker('www.example.org', 'other')],
      ['www.example.org', 'a-www.example.org'],
    ],
  ])('a record goes %s', (_name, records, names) => {
    const decoded = read(...records);
    const [group] = registry.encode([deleteOf(first(decoded))], decoded);
    const deleted = group?.changes.map((change) => change.kind === 'delete' && change.before.name);
    expect(new Set(deleted)).toEqual(new Set(names));
  });

  test.each(['CAA', 'DS', 'HTTPS', 'SVCB', 'TLSA'])(
    'the marker of a %s record is recognised again',
    (type) => {
      const typed = record(`www.example.org ${type} data`);
      const decoded = read(typed, marker(`${type.toLowerCase()}-www.example.org`));
      expect(written(registry, [deleteOf(first(decoded))], decoded)).toEqual([
        `delete record www.example.org ${type}`,
        `delete marker ${type.toLowerCase()}-www.example.org TXT`,
      ]);
    },
  );

  test('a repair writes the marker and leaves the record', () => {
    const decoded = read(www, marker('www.example.org'));
    expect(written(registry, [updateOf(first(decoded), first(decoded))], decoded)).toEqual([
      'create marker a-www.example.org TXT',
    ]);
  });

  test('a type change is one group in an order that works one by one', () => {
    const decoded = read(www, marker('a-www.example.org'));
    const cname = record('www.example.org CNAME lb.example.net');
    expect(written(registry, [createOf(cname), deleteOf(first(decoded))], decoded)).toEqual([
      'create marker cname-www.example.org TXT',
      'delete record www.example.org A',
      'create record www.example.org CNAME',
      'delete marker a-www.example.org TXT',
    ]);
  });

  test('a CNAME takes the place of a marker of the form without a type', () => {
    const decoded = read(www, marker('www.example.org'));
    const cname = record('www.example.org CNAME lb.example.net');
    expect(written(registry, [createOf(cname), deleteOf(first(decoded))], decoded)).toEqual([
      'create marker cname-www.example.org TXT',
      'delete record www.example.org A',
      'delete marker www.example.org TXT',
      'create record www.example.org CNAME',
    ]);
  });

  test('an orphan is completed', () => {
    const decoded = read(marker('a-www.example.org'));
    expect(written(registry, [createOf(www)], decoded)).toEqual([
      'create record www.example.org A',
    ]);
  });

  test('a wildcard and the host of its replacement do not share a marker', () => {
    const replacing = registryWith({ wildcardReplacement: 'any' });
    const changes = ['*.example.org A 192.0.2.1', 'any.example.org A 192.0.2.1'].map((text) =>
      createOf(record(text)),
    );
    expect(written(replacing, changes, replacing.decode([]))).toEqual([
      'create marker a-any.example.org TXT',
      'create record *.example.org A',
    ]);
  });

  test('a new TXT record does not take the place of a marker', () => {
    const changes = ['api.example.org TXT hello', 'txt-api.example.org TXT hello'].map((text) =>
      createOf(record(text)),
    );
    expect(written(registry, changes, read())).toEqual([
      'create marker txt-api.example.org TXT',
      'create record api.example.org TXT',
    ]);
  });

  test('the form of v0.14 is written beside, but not where DNS has no room for it', () => {
    const both = registryWith({ writeOldFormat: true });
    const changes = [www, record('www.example.org AAAA ::1'), record('lb.example.org CNAME x')].map(
      createOf,
    );
    expect(
      written(both, changes, both.decode([])).filter((line) => line.includes('marker')),
    ).toEqual([
      'create marker a-www.example.org TXT',
      'create marker www.example.org TXT',
      'create marker aaaa-www.example.org TXT',
      'create marker cname-lb.example.org TXT',
    ]);
  });
});

describe('refusing', () => {
  const long = `${'a'.repeat(60)}.example.org`;

  test.each<
    [string, Endpoint, readonly Endpoint[], string | undefined, Partial<TxtRegistryOptions>?]
  >([
    ['what can be marked', www, [], undefined],
    ['a marker that fits', record(`${long} A 192.0.2.1`), [], undefined],
    ['a marker that does not fit', record(`${long} CNAME x`), [], 'invalid'],
    [
      'the same under a prefix that leaves room',
      record(`${long} CNAME x`),
      [],
      undefined,
      { prefix: '%{record_type}.' },
    ],
    [
      'a name that leaves no room for a marker',
      record(`${'abcdefg.'.repeat(31)}abcde A 192.0.2.1`),
      [],
      'invalid',
    ],
    ["another owner's marker in place", www, [marker('a-www.example.org', 'other')], 'not-owned'],
    ['our marker in place', www, [marker('a-www.example.org')], undefined],
    [
      "a former owner's marker in place",
      www,
      [marker('a-www.example.org', 'old')],
      undefined,
      { oldOwner: 'old' },
    ],
    [
      'an ordinary TXT in place',
      www,
      [record('a-www.example.org TXT hello')],
      'blocked-by-foreign',
    ],
    ['a CNAME in place', www, [record('a-www.example.org CNAME x')], 'blocked-by-foreign'],
    [
      'the marker of a wildcard in place',
      record('any.example.org A 192.0.2.1'),
      [record('*.example.org A 192.0.2.1'), marker('a-any.example.org')],
      'invalid',
      { wildcardReplacement: 'any' },
    ],
    [
      'a TXT over a marker',
      record('a-www.example.org TXT hello'),
      [www, marker('a-www.example.org')],
      'invalid',
    ],
    [
      'a CNAME beside the marker of another name',
      record('a-www.example.org CNAME x'),
      [www, marker('a-www.example.org')],
      'invalid',
    ],
    [
      "a CNAME beside another owner's marker",
      record('www.example.org CNAME x'),
      [marker('www.example.org', 'other')],
      'not-owned',
    ],
    ['a TXT with the text of a marker', marker('www.example.org'), [], 'invalid'],
  ])('%s', (_name, endpoint, records, code, options) => {
    const registry = registryWith(options);
    const decoded = registry.decode(records);
    expect(registry.refuse?.(endpoint, decoded)?.code).toBe(code);
    expect(registry.encode([createOf(endpoint)], decoded)).toHaveLength(code === undefined ? 1 : 0);
  });
});

test.each<[string, Partial<TxtRegistryOptions>, readonly string[]]>([
  ['www.example.org', {}, ['a-www.example.org', 'cname-www.example.org']],
  [
    'a-team.example.org',
    {},
    ['a-a-team.example.org', 'cname-a-team.example.org', 'team.example.org'],
  ],
  [
    '*.example.org',
    { wildcardReplacement: 'any' },
    ['*.example.org', 'a-any.example.org', 'any.example.org', 'cname-any.example.org'],
  ],
  [
    'bücher.example',
    {},
    [
      'a-bücher.example',
      'a-xn--bcher-kva.example',
      'cname-bücher.example',
      'cname-xn--bcher-kva.example',
    ],
  ],
  [
    'www.example.org',
    { prefix: 'own.' },
    ['own.a-www.example.org', 'own.cname-www.example.org', 'own.www.example.org'],
  ],
])('to know who owns %s with %j these are read as well: %j', (name, options, names) => {
  const given = toDnsName(name);
  const expected = names.map(toDnsName).filter((other) => other !== given);
  expect(registryWith(options).markerNames(given, ['A']).toSorted()).toEqual(
    expect.arrayContaining(expected.toSorted()),
  );
});

test.each<[Partial<TxtRegistryOptions>, string]>([
  [{ owner: '' }, 'txt-owner-id is empty; the TXT registry needs an owner'],
  [{ prefix: 'a', suffix: 'b' }, 'txt-prefix and txt-suffix are both set; use one of them'],
  [{ encrypt: true }, 'txt-encrypt-enabled needs a key; set txt-encrypt-aes-key'],
  [
    { owner: 'me"' },
    'txt-owner-id "me\\"" cannot be read back from an ownership record; leave out quotes and "=" after a comma',
  ],
])('%j is refused', (options, message) => {
  expect(() => registryWith(options)).toThrow(message);
});
