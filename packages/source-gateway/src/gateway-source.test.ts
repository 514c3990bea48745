import { createMemoryReader, type KubeObject } from '@org/dns-kubernetes';
import { describe, expect, test } from 'vitest';
import { createGatewaySource } from './gateway-source.ts';
import { parseGatewaySourceSettings, type GatewaySourceSettings } from './options.ts';
import type { Gateway, Listener, ListenerSet, ParentReference, Route } from './resources.ts';
import { routeKinds, type GatewaySourceName } from './route-kinds.ts';

const prefix = 'external-dns.kubernetes.io/';
const accepted = [{ type: 'Accepted', status: 'True' }];
const refused = [{ type: 'Accepted', status: 'False' }];

interface Meta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function metadataOf(meta: Meta, name: string, namespace: string) {
  const annotations = Object.entries(meta.annotations ?? {}).map(
    ([key, value]) => [prefix + key, value] as const,
  );
  return {
    name: meta.name ?? name,
    namespace: meta.namespace ?? namespace,
    labels: meta.labels ?? {},
    annotations: Object.fromEntries(annotations),
  };
}

const openListener: Listener = {
  name: 'web',
  port: 80,
  protocol: 'HTTP',
  allowedRoutes: { namespaces: { from: 'All' } },
};

function gateway(
  parts: Meta & {
    readonly listeners?: readonly Listener[];
    readonly addresses?: readonly string[];
    readonly allowedListeners?: string;
  } = {},
): Gateway {
  const { listeners = [openListener], addresses = ['192.0.2.30'], allowedListeners } = parts;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: metadataOf(parts, 'edge', 'infra'),
    spec: {
      listeners,
      ...(allowedListeners === undefined
        ? {}
        : { allowedListeners: { namespaces: { from: allowedListeners } } }),
    },
    status: { addresses: addresses.map((value) => ({ value })) },
  };
}

const edge: ParentReference = { name: 'edge', namespace: 'infra' };

interface RouteParts extends Meta {
  readonly hostnames?: readonly string[];
  readonly parents?: readonly ParentReference[];
  /** Absent: every parent accepts. */
  readonly status?: NonNullable<Route['status']>['parents'];
}

function route(parts: RouteParts = {}, source: GatewaySourceName = 'gateway-httproute'): Route {
  const { type } = routeKinds[source];
  const { hostnames = ['a.example.org'], parents = [edge] } = parts;
  const status = parts.status ?? parents.map((parentRef) => ({ parentRef, conditions: accepted }));
  return {
    apiVersion: `${type.group}/${type.version}`,
    kind: type.kind,
    metadata: metadataOf(parts, 'r', 'shop'),
    spec: { hostnames, parentRefs: parents },
    status: { parents: status },
  };
}

function listenerSet(
  parts: Meta & { readonly attached?: boolean; readonly entryAccepted?: boolean } = {},
): ListenerSet {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    metadata: metadataOf(parts, 'team', 'shop'),
    spec: {
      parentRef: edge as { readonly namespace: string; readonly name: string },
      listeners: [{ name: 'app', port: 8080, protocol: 'HTTP' }],
    },
    status: {
      conditions: (parts.attached ?? true) ? accepted : refused,
      listeners: [{ name: 'app', conditions: (parts.entryAccepted ?? true) ? accepted : refused }],
    },
  };
}

function namespace(labels: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', namespace: '', labels } };
}

interface World {
  readonly source?: GatewaySourceName;
  readonly settings?: GatewaySourceSettings;
  readonly route?: Route;
  readonly others?: readonly KubeObject[];
}

function stateOf(world: World) {
  const options = parseGatewaySourceSettings(world.settings ?? {});
  if (!options.ok) throw new Error(JSON.stringify(options.problems));
  const name = world.source ?? 'gateway-httproute';
  const source = createGatewaySource(name, options.value);
  const object = world.route ?? route({}, name);
  if (source.primary.keep?.(object) === false) return undefined;
  return source.endpoints(object, createMemoryReader([object, ...(world.others ?? [gateway()])]));
}

function lines(world: World): readonly string[] {
  return (stateOf(world)?.endpoints ?? []).map(
    ({ type, spelling, targets }) => `${type} ${spelling} ${targets.join(' ')}`,
  );
}

const fqdn = (
  text: string,
  more: GatewaySourceSettings['templates'] = {},
): GatewaySourceSettings => ({
  templates: { fqdn: [text], ...more },
});
const annotated = (annotations: Readonly<Record<string, string>>, more: RouteParts = {}) =>
  route({ ...more, annotations });
const withListener = (listener: Partial<Listener>) => [
  gateway({ listeners: [{ ...openListener, ...listener }] }),
];
const same = { namespaces: { from: 'Same' } };
const selector = {
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { env: 'prod' } } } },
};
const withSet = (
  set: ListenerSet,
  parts: Parameters<typeof gateway>[0] = { allowedListeners: 'All' },
): World => ({
  settings: { listenerSets: true },
  route: route({ parents: [{ kind: 'ListenerSet', name: 'team' }] }),
  others: [set, gateway(parts)],
});

test.each<World & { readonly name: string; readonly expected: readonly string[] }>([
  { name: 'a hostname of the spec', expected: ['A a.example.org 192.0.2.30'] },
  {
    name: 'no hostname of the route: that of the listener',
    route: route({ hostnames: [] }),
    others: withListener({ hostname: 'l.example.org' }),
    expected: ['A l.example.org 192.0.2.30'],
  },
  { name: 'no hostname anywhere', route: route({ hostnames: [] }), expected: [] },
  {
    name: 'an annotation adds',
    route: annotated({ hostname: 'h.example.org' }),
    expected: ['A a.example.org 192.0.2.30', 'A h.example.org 192.0.2.30'],
  },
  {
    name: 'an annotation that is not read',
    settings: { ...fqdn('{{.Name}}.t.example.org'), ignoreHostnameAnnotation: true },
    route: annotated({ hostname: 'h.example.org' }),
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: 'annotation-only',
    route: annotated({ hostname: 'h.example.org', 'gateway-hostname-source': 'Annotation-Only' }),
    expected: ['A h.example.org 192.0.2.30'],
  },
  {
    name: 'defined-hosts-only',
    route: annotated({
      hostname: 'h.example.org',
      'gateway-hostname-source': 'defined-hosts-only',
    }),
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: 'a wildcard listener and an annotation',
    route: annotated({ hostname: 'h.example.org' }, { hostnames: [] }),
    others: withListener({ hostname: '*.example.org' }),
    expected: ['A *.example.org 192.0.2.30', 'A h.example.org 192.0.2.30'],
  },
  {
    name: 'a template beside the hostname of the listener',
    settings: fqdn('{{.Name}}.example.org'),
    route: route({ hostnames: [] }),
    others: withListener({ hostname: '*.example.org' }),
    expected: ['A r.example.org 192.0.2.30', 'A *.example.org 192.0.2.30'],
  },
  {
    name: 'a template gives way to hostnames',
    settings: fqdn('{{.Name}}.t.example.org'),
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: 'a template that is combined',
    settings: fqdn('{{.Name}}.t.example.org', { combine: true }),
    expected: ['A a.example.org 192.0.2.30', 'A r.t.example.org 192.0.2.30'],
  },
  {
    name: 'a parent that refuses',
    route: route({ status: [{ parentRef: edge, conditions: refused }] }),
    expected: [],
  },
  { name: 'no status', route: route({ status: [] }), expected: [] },
  {
    name: 'a stale answer of a parent that the spec does not name',
    route: route({
      parents: [{ name: 'other' }],
      status: [{ parentRef: edge, conditions: accepted }],
    }),
    expected: [],
  },
  {
    name: 'a section',
    route: route({ hostnames: [], parents: [{ ...edge, sectionName: 'tls' }] }),
    others: [
      gateway({
        listeners: [
          { ...openListener, hostname: 'web.example.org' },
          { ...openListener, name: 'tls', protocol: 'HTTPS', hostname: 'tls.example.org' },
        ],
      }),
    ],
    expected: ['A tls.example.org 192.0.2.30'],
  },
  {
    name: 'a port of no listener',
    route: route({ parents: [{ ...edge, port: 8080 }] }),
    expected: [],
  },
  { name: 'Same from elsewhere', others: withListener({ allowedRoutes: same }), expected: [] },
  {
    name: 'a labelled namespace',
    others: [...withListener(selector), namespace({ env: 'prod' })],
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: 'a namespace with another label',
    others: [...withListener(selector), namespace({ env: 'test' })],
    expected: [],
  },
  {
    name: 'a listener for another kind',
    others: withListener({
      allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] },
    }),
    expected: [],
  },
  {
    name: 'two Gateways, the first with a target of its own',
    route: route({ parents: [edge, { name: 'second', namespace: 'infra' }] }),
    others: [
      gateway({ annotations: { target: '198.51.100.9' } }),
      gateway({ name: 'second', addresses: ['192.0.2.31', '192.0.2.30'] }),
    ],
    expected: ['A a.example.org 192.0.2.30 192.0.2.31 198.51.100.9'],
  },
  {
    name: 'addresses of all types',
    others: [gateway({ addresses: ['lb.example.net', '192.0.2.1', '2001:db8::1'] })],
    expected: [
      'A a.example.org 192.0.2.1',
      'AAAA a.example.org 2001:db8::1',
      'CNAME a.example.org lb.example.net',
    ],
  },
  {
    name: 'a target of the route',
    route: annotated({ target: '198.51.100.1' }),
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: "somebody else's Gateway",
    others: [gateway({ annotations: { controller: 'x' } })],
    expected: [],
  },
  { name: "somebody else's route", route: annotated({ controller: 'x' }), expected: [] },
  { name: 'another Gateway name', settings: { gatewayName: 'x' }, expected: [] },
  { name: 'another Gateway namespace', settings: { gatewayNamespace: 'x' }, expected: [] },
  {
    name: 'Gateway labels',
    settings: { gatewayLabelFilter: 'tier in (a)' },
    others: [gateway({ labels: { tier: 'b' } })],
    expected: [],
  },
  { name: 'route labels', settings: { labelFilter: 'dns=on' }, expected: [] },
  {
    name: 'a TLSRoute on a TLS listener',
    source: 'gateway-tlsroute',
    others: withListener({ protocol: 'TLS' }),
    expected: ['A a.example.org 192.0.2.30'],
  },
  {
    name: 'a TLSRoute on an HTTPS listener',
    source: 'gateway-tlsroute',
    others: withListener({ protocol: 'HTTPS' }),
    expected: [],
  },
  {
    name: 'a TCPRoute has no hostnames of its own',
    source: 'gateway-tcproute',
    others: withListener({ protocol: 'TLS', hostname: 'l.example.org' }),
    expected: ['A l.example.org 192.0.2.30'],
  },
  {
    name: 'a UDPRoute with an annotation',
    source: 'gateway-udproute',
    route: route({ annotations: { hostname: 'h.example.org' } }, 'gateway-udproute'),
    others: withListener({ protocol: 'UDP' }),
    expected: ['A h.example.org 192.0.2.30'],
  },
  { name: 'a ListenerSet', ...withSet(listenerSet()), expected: ['A a.example.org 192.0.2.30'] },
  { name: 'a ListenerSet without the flag', ...withSet(listenerSet()), settings: {}, expected: [] },
  {
    name: 'a ListenerSet that the Gateway does not allow',
    ...withSet(listenerSet(), {}),
    expected: [],
  },
  {
    name: 'a ListenerSet that is not attached',
    ...withSet(listenerSet({ attached: false })),
    expected: [],
  },
  {
    name: 'a ListenerSet entry that is refused',
    ...withSet(listenerSet({ entryAccepted: false })),
    expected: [],
  },
  {
    name: 'a ListenerSet with a target of its own',
    ...withSet(listenerSet({ annotations: { target: '198.51.100.3' } }), {
      allowedListeners: 'All',
      annotations: { target: 'alias.example.net' },
    }),
    expected: ['A a.example.org 198.51.100.3'],
  },
])('$name', ({ expected, ...world }) => {
  expect(lines(world)).toEqual(expected);
});

test('TTL, set identifier and properties are those of the route', () => {
  const world = {
    route: annotated({ ttl: '1m', 'set-identifier': 'blue', 'aws-weight': '10' }),
    others: [gateway({ annotations: { ttl: '2m', 'set-identifier': 'green' } })],
  };
  expect(stateOf(world)?.endpoints).toMatchObject([
    {
      ttlSeconds: 60,
      setIdentifier: 'blue',
      properties: [{ name: 'aws/weight', value: '10' }],
      labels: { resource: 'httproute/shop/r' },
      objects: [
        {
          source: 'gateway-httproute',
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          namespace: 'shop',
          name: 'r',
        },
      ],
    },
  ]);
});

describe('safe: names without a target wait', () => {
  test.each<World & { readonly name: string; readonly waiting: readonly string[] }>([
    {
      name: 'a Gateway without addresses',
      others: [gateway({ addresses: [] })],
      waiting: ['a.example.org'],
    },
    {
      name: 'a route that is not accepted any more',
      route: route({ status: [{ parentRef: edge, conditions: refused }] }),
      waiting: ['a.example.org'],
    },
    { name: 'a route without a status', route: route({ status: [] }), waiting: ['a.example.org'] },
    { name: 'a Gateway that is gone', others: [], waiting: ['a.example.org'] },
    {
      name: 'the name that the listener gives',
      route: route({ hostnames: [], status: [] }),
      others: withListener({ hostname: 'L.example.org' }),
      waiting: ['l.example.org'],
    },
    {
      name: 'a ListenerSet that is detached',
      ...withSet(listenerSet({ attached: false })),
      waiting: ['a.example.org'],
    },
    {
      name: 'a ListenerSet that is gone',
      ...withSet(listenerSet()),
      others: [gateway()],
      waiting: ['a.example.org'],
    },
    { name: 'nothing that has an address', waiting: [] },
    {
      name: 'nothing that another Gateway has an address for',
      route: route({ parents: [edge, { name: 'gone', namespace: 'infra' }] }),
      waiting: [],
    },
    {
      name: 'nothing that a listener does not take',
      others: withListener({ allowedRoutes: same }),
      waiting: [],
    },
    {
      name: "nothing of somebody else's Gateway",
      others: [gateway({ annotations: { controller: 'x' } })],
      waiting: [],
    },
    {
      name: 'nothing of Gateways that do not count',
      settings: { gatewayName: 'x' },
      others: [],
      waiting: [],
    },
    {
      name: 'nothing of Gateways that may not count',
      settings: { gatewayLabelFilter: 'tier=a' },
      others: [],
      waiting: [],
    },
    {
      name: 'nothing in compat',
      settings: { behavior: 'compat' },
      others: [gateway({ addresses: [] })],
      waiting: [],
    },
  ])('$name', ({ waiting, ...world }) => {
    expect(stateOf(world)?.waiting).toEqual(waiting);
  });
});

test('what is wrong with a route is said', () => {
  const world = {
    settings: fqdn('{{.Nope}}', { combine: true }),
    route: annotated({
      hostname: 'a_b.example.org',
      ttl: 'soon',
      'gateway-hostname-source': 'junk',
    }),
  };
  const state = stateOf(world);
  expect(state?.problems?.map(({ code, stopsRun }) => [code, stopsRun ?? false])).toEqual([
    ['template-failed', true],
    ['unknown-hostname-source', false],
    ['invalid-hostname', false],
    ['invalid-ttl', false],
  ]);
  expect(state?.endpoints.map(({ spelling }) => spelling)).toEqual(['a.example.org']);
});

test('it reads what it needs and no more', () => {
  const options = parseGatewaySourceSettings({
    namespace: 'shop',
    labelFilter: 'dns=on',
    gatewayNamespace: 'infra',
    gatewayLabelFilter: 'tier=a',
    listenerSets: true,
    ...fqdn('{{.Name}}-{{(index .Spec.Rules 0).Name}}'),
  });
  if (!options.ok) throw new Error(JSON.stringify(options.problems));
  const source = createGatewaySource('gateway-httproute', options.value);
  const { keep: _, ...primary } = source.primary;
  expect(primary).toEqual({
    type: routeKinds['gateway-httproute'].type,
    namespace: 'shop',
    labelSelector: 'dns=on',
    fields: [
      'spec.hostnames',
      'spec.parentRefs',
      'status.parents.parentRef',
      'status.parents.conditions.type',
      'status.parents.conditions.status',
      'spec.rules',
    ],
  });
  expect(
    source.reads.map(({ type, namespace: scope, labelSelector }) => [
      type.plural,
      scope,
      labelSelector,
    ]),
  ).toEqual([
    ['gateways', 'infra', 'tier=a'],
    ['listenersets', undefined, undefined],
    ['namespaces', undefined, undefined],
  ]);
});

test('settings without a meaning are problems', () => {
  expect(
    parseGatewaySourceSettings({
      gatewayLabelFilter: 'tier!=internal',
      gateway: 'x',
    } as GatewaySourceSettings),
  ).toEqual({
    ok: false,
    problems: [
      {
        path: 'gateway',
        message: 'is not a setting of this source',
        hint: expect.stringContaining('gatewayName') as string,
      },
      {
        path: 'gatewayLabelFilter',
        message: 'the operator "!=" is not allowed here; write "tier notin (…)"',
      },
    ],
  });
});
