import type { Endpoint } from '@org/dns-core';
import { createMemoryReader } from '@org/dns-kubernetes';
import { describe, expect, test } from 'vitest';
import { createIngressSource } from './ingress-source.ts';
import { parseIngressSourceSettings, type IngressSourceSettings } from './options.ts';
import type { Ingress } from './resources.ts';

const prefix = 'external-dns.kubernetes.io/';

interface Parts {
  readonly rules?: readonly string[];
  readonly tls?: readonly string[];
  readonly className?: string;
  readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
  readonly annotations?: Readonly<Record<string, string>>;
}

function ingressOf(parts: Parts): Ingress {
  const { rules = [], tls = [], ingress = [{ ip: '192.0.2.20' }], annotations = {} } = parts;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'front',
      namespace: 'shop',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          key.includes('/') ? key : prefix + key,
          value,
        ]),
      ),
    },
    spec: {
      ...(parts.className === undefined ? {} : { ingressClassName: parts.className }),
      rules: rules.map((host) => (host === '' ? {} : { host })),
      tls: tls.length === 0 ? [] : [{ hosts: tls }],
    },
    status: { loadBalancer: { ingress } },
  };
}

/** `undefined`: the source does not keep the Ingress. */
function stateOf(parts: Parts, settings: IngressSourceSettings = {}) {
  const options = parseIngressSourceSettings(settings);
  if (!options.ok) throw new Error(JSON.stringify(options.problems));
  const source = createIngressSource(options.value);
  const object = ingressOf(parts);
  if (source.primary.keep?.(object) === false) return undefined;
  return source.endpoints(object, createMemoryReader([object]));
}

function lines(endpoints: readonly Endpoint[] = []): readonly string[] {
  return endpoints.map(({ type, spelling, targets }) => `${type} ${spelling} ${targets.join(' ')}`);
}

interface Case {
  readonly name: string;
  readonly given: Parts;
  readonly settings?: IngressSourceSettings;
  readonly expected: readonly string[];
  readonly waiting?: readonly string[];
}

const fromEverywhere: Parts = {
  rules: ['a.example.org'],
  tls: ['a.example.org', 'b.example.org'],
  annotations: { hostname: 'c.example.org' },
};
const [a, b, c] = ['a', 'b', 'c'].map((host) => `A ${host}.example.org 192.0.2.20`) as [
  string,
  string,
  string,
];

test.each<Case>([
  {
    name: 'hosts of rules, of TLS entries and of the annotation, in this order',
    given: fromEverywhere,
    expected: [a, a, b, c],
  },
  {
    name: 'TLS entries can be ignored',
    given: fromEverywhere,
    settings: { ignoreTls: true },
    expected: [a, c],
  },
  {
    name: 'rules can be ignored',
    given: fromEverywhere,
    settings: { ignoreRules: true },
    expected: [a, b, c],
  },
  {
    name: 'annotations can be ignored',
    given: fromEverywhere,
    settings: {
      ignoreHostnameAnnotation: true,
      templates: { fqdn: ['{{with .Labels.dns}}{{.}}{{end}}'] },
    },
    expected: [a, a, b],
  },
  {
    name: 'the annotation alone, in any case',
    given: {
      ...fromEverywhere,
      annotations: { hostname: 'c.example.org', 'ingress-hostname-source': 'Annotation-Only' },
    },
    expected: [c],
  },
  {
    name: 'the hosts in the spec alone',
    given: {
      ...fromEverywhere,
      annotations: { hostname: 'c.example.org', 'ingress-hostname-source': 'defined-hosts-only' },
    },
    expected: [a, a, b],
  },
  {
    name: 'another word gives no names',
    given: {
      ...fromEverywhere,
      annotations: { hostname: 'c.example.org', 'ingress-hostname-source': 'both' },
    },
    expected: [],
  },
  { name: 'a rule without a host is none', given: { rules: [''] }, expected: [] },
  {
    name: 'a wildcard is published as it is',
    given: { tls: ['*.example.org'] },
    expected: ['A *.example.org 192.0.2.20'],
  },
  {
    name: 'address and host name of one entry are both published',
    given: { rules: ['a.example.org'], ingress: [{ ip: '192.0.2.20', hostname: 'lb.test' }] },
    expected: [a, 'CNAME a.example.org lb.test'],
  },
  {
    name: 'without an address the names wait',
    given: { ...fromEverywhere, ingress: [] },
    expected: [],
    waiting: ['a.example.org', 'b.example.org', 'c.example.org'],
  },
  {
    name: 'in compat nothing waits',
    given: { ...fromEverywhere, ingress: [{}] },
    settings: { behavior: 'compat' },
    expected: [],
  },
  {
    name: 'a target annotation replaces the status',
    given: {
      rules: ['a.example.org'],
      annotations: { target: '198.51.100.2,2001:db8::2,alt.test' },
    },
    expected: [
      'A a.example.org 198.51.100.2',
      'AAAA a.example.org 2001:db8::2',
      'CNAME a.example.org alt.test',
    ],
  },
])('$name', ({ given, settings, expected, waiting = [] }) => {
  const state = stateOf(given, settings);
  expect(lines(state?.endpoints)).toEqual(expected);
  expect(state?.waiting).toEqual(waiting);
});

describe('with a template', () => {
  const templates = { fqdn: ['{{.Name}}.t.example.org'] };
  const fromTemplate = 'A front.t.example.org 192.0.2.20';

  test.each<Case>([
    {
      name: 'it stands in where the Ingress names nothing',
      given: { rules: [''] },
      settings: { templates },
      expected: [fromTemplate],
    },
    {
      name: 'it stays behind the names of the Ingress',
      given: { rules: ['a.example.org'] },
      settings: { templates },
      expected: [a],
    },
    {
      name: 'it adds to them where that is said',
      given: { rules: ['a.example.org'] },
      settings: { templates: { ...templates, combine: true } },
      expected: [a, fromTemplate],
    },
    {
      name: 'pairs have no effect',
      given: { rules: [''] },
      settings: { templates: { fqdnTarget: ['{{.Name}}.t.example.org:192.0.2.1'] } },
      expected: [],
    },
    {
      name: 'without an address its names wait where the Ingress has none of its own',
      given: { ingress: [] },
      settings: { templates },
      expected: [],
      waiting: ['front.t.example.org'],
    },
    {
      name: 'without an address only the names of the Ingress wait where it has any',
      given: { rules: ['a.example.org'], ingress: [] },
      settings: { templates },
      expected: [],
      waiting: ['a.example.org'],
    },
  ])('$name', ({ given, settings, expected, waiting = [] }) => {
    const state = stateOf(given, settings);
    expect(lines(state?.endpoints)).toEqual(expected);
    expect(state?.waiting).toEqual(waiting);
  });

  test('one that fails is a problem of the Ingress, over which upstream ends its run', () => {
    const state = stateOf({}, { templates: { fqdn: ['{{.Nope}}.example.org'] } });
    expect(state).toMatchObject({
      endpoints: [],
      problems: [
        {
          code: 'template-failed',
          message: expect.stringMatching(/^failed to apply template on Ingress shop\/front: /),
          object: { kind: 'Ingress', name: 'front' },
          stopsRun: true,
        },
      ],
    });
  });

  test('the fields that it reads are read', () => {
    const options = parseIngressSourceSettings({
      templates: { fqdn: ['{{.Spec.DefaultBackend.Service.Name}}'] },
    });
    if (!options.ok) throw new Error('the settings are right');
    expect(createIngressSource(options.value).primary.fields).toEqual(
      expect.arrayContaining(['spec.rules.host', 'spec.defaultBackend.service.name']),
    );
  });
});

const classAnnotation = 'kubernetes.io/ingress.class';

describe('with the class pub', () => {
  test.each([
    { name: 'the class in the spec', given: { className: 'pub' }, kept: true },
    {
      name: 'another class in the spec, whatever the annotation says',
      given: { className: 'priv', annotations: { [classAnnotation]: 'pub' } },
      kept: false,
    },
    {
      name: 'an empty class in the spec and the annotation',
      given: { className: '', annotations: { [classAnnotation]: 'pub' } },
      kept: true,
    },
    {
      name: 'the annotation alone',
      given: { annotations: { [classAnnotation]: 'pub' } },
      kept: true,
    },
    { name: 'no class at all', given: {}, kept: false },
    {
      name: 'the class, but another controller',
      given: { className: 'pub', annotations: { controller: 'other' } },
      kept: false,
    },
  ] satisfies { name: string; given: Parts; kept: boolean }[])(
    '$name: $kept',
    ({ given, kept }) => {
      expect(stateOf(given, { ingressClasses: ['pub'] }) !== undefined).toBe(kept);
    },
  );
});

test('an endpoint carries label, TTL, set identifier, properties and its object', () => {
  const annotations = { ttl: '1m', 'set-identifier': 'eu', 'aws-weight': '10' };
  expect(stateOf({ rules: ['a.example.org'], annotations })).toEqual({
    endpoints: [
      {
        name: 'a.example.org',
        spelling: 'a.example.org',
        type: 'A',
        targets: ['192.0.2.20'],
        setIdentifier: 'eu',
        ttlSeconds: 60,
        labels: { resource: 'ingress/shop/front' },
        properties: [{ name: 'aws/weight', value: '10' }],
        objects: [
          {
            source: 'ingress',
            apiVersion: 'networking.k8s.io/v1',
            kind: 'Ingress',
            namespace: 'shop',
            name: 'front',
          },
        ],
      },
    ],
    waiting: [],
    problems: [],
  });
});

const overlong = `${'a'.repeat(64)}.example.org`;

test('a TTL that cannot be understood and a label of 64 bytes are problems of the Ingress', () => {
  const given = { rules: [overlong, 'a.example.org'], annotations: { ttl: 'foo' } };
  const state = stateOf(given, { behavior: 'compat' });
  expect(state?.problems?.map(({ code }) => code)).toEqual(['invalid-ttl', 'invalid-name']);
  expect(lines(state?.endpoints)).toEqual([a]);
});

test('in safe a label of 64 bytes is passed on, so that what the Ingress had is kept', () => {
  expect(lines(stateOf({ rules: [overlong] })?.endpoints)).toEqual([`A ${overlong} `]);
});

test('settings: a class cannot be filtered twice', () => {
  const parsed = parseIngressSourceSettings({
    ingressClasses: ['pub'],
    annotationFilter: 'kubernetes.io/ingress.class in (pub)',
  });
  expect(parsed).toEqual({
    ok: false,
    problems: [
      {
        path: 'ingressClasses',
        message: 'cannot be combined with an annotation filter on kubernetes.io/ingress.class',
        hint: 'keep one of the two',
      },
    ],
  });
});

test.each([
  { behavior: 'compat', paths: ['ingressClasses[1]'] },
  { behavior: 'safe', paths: [] },
] as const)('settings: a class that no label can hold, in $behavior', ({ behavior, paths }) => {
  const parsed = parseIngressSourceSettings({ behavior, ingressClasses: ['pub', 'a b'] });
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(paths);
});
