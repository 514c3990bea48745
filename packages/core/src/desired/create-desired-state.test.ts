import { expect, test } from 'vitest';
import type { ObjectState } from '../contract/source.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import { objectKey, type ObjectRef } from '../model/object-ref.ts';
import { createDesiredState, type DesiredStateOptions } from './create-desired-state.ts';
import type { DesiredState, HolderOf } from './desired-state.ts';
import { testWrappers } from './testing/test-wrappers.ts';

const nobody: HolderOf = () => undefined;

function object(source: string, namespace: string, name: string): ObjectRef {
  return { source, apiVersion: 'v1', kind: source, namespace, name };
}

function endpoint(
  ref: ObjectRef,
  name: string,
  type: RecordType,
  targets: readonly string[],
  more: Partial<Parameters<typeof createEndpoint>[0]> = {},
): Endpoint {
  const resource = `${ref.kind}/${ref.namespace}/${ref.name}`;
  return createEndpoint({ name, type, targets, labels: { resource }, objects: [ref], ...more });
}

function stateOf(options: Partial<DesiredStateOptions> = {}): DesiredState {
  return createDesiredState({
    sources: [{ name: 'service' }, { name: 'ingress' }],
    wrappers: testWrappers(),
    ...options,
  });
}

/** `name type targets resource`, sorted, the targets with `+` between them. */
function lines(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints
    .map(({ spelling, type, targets, labels }) =>
      [spelling, type, targets.join('+'), labels['resource'] ?? '-'].join(' '),
    )
    .sort();
}

const shop = object('service', 'shop', 'web');
const blog = object('service', 'blog', 'web');
const www = toDnsName('www.example.org');

test('a report makes only the names dirty that it changes', () => {
  const state = stateOf();
  const report = (...targets: string[]): ObjectState => ({
    endpoints: [
      endpoint(shop, 'www.example.org', 'A', targets),
      endpoint(shop, 'api.example.org', 'A', ['192.0.2.9']),
    ],
  });
  state.report(shop, report('192.0.2.1'));
  expect([...state.takeDirty()].sort()).toEqual(['api.example.org', 'www.example.org']);
  state.report(shop, report('192.0.2.1'));
  expect(state.hasDirty).toBe(false);
  state.report(shop, report('192.0.2.2'));
  expect([...state.takeDirty()]).toEqual(['www.example.org']);
  state.report(shop, undefined);
  expect([...state.takeDirty()].sort()).toEqual(['api.example.org', 'www.example.org']);
  expect(state.size).toBe(0);
});

test('endpoints of one source are merged, those of several stand side by side without duplicates', () => {
  const state = stateOf({ wrappers: testWrappers({ behavior: 'compat' }) });
  const other = object('service', 'shop', 'web-2');
  const door = object('ingress', 'shop', 'door');
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.2'])] });
  state.report(other, { endpoints: [endpoint(other, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.report(door, {
    endpoints: [
      endpoint(door, 'www.example.org', 'A', ['192.0.2.2', '192.0.2.1'], { ttlSeconds: 60 }),
      endpoint(door, 'WWW.example.org', 'A', ['192.0.2.1']),
    ],
  });
  const wanted = state.everything(nobody);
  expect(lines(wanted.endpoints)).toEqual([
    'WWW.example.org A 192.0.2.1 ingress/shop/door',
    'www.example.org A 192.0.2.1+192.0.2.2 service/shop/web',
  ]);
  expect(wanted.endpoints[0]?.objects.map(objectKey)).toEqual([
    'service/service/shop/web',
    'service/service/shop/web-2',
    'ingress/ingress/shop/door',
  ]);
  expect(wanted.dropped).toEqual([{ why: 'duplicate', type: 'A', source: 'ingress', count: 1 }]);
});

test('a source that is named twice gives duplicates', () => {
  const sources = [{ name: 'service' }, { name: 'service' }];
  const state = stateOf({ sources });
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.2'])] });
  const wanted = state.everything(nobody);
  expect(lines(wanted.endpoints)).toEqual(['www.example.org A 192.0.2.2 service/shop/web']);
  expect(wanted.dropped).toEqual([{ why: 'duplicate', type: 'A', source: 'service', count: 1 }]);
});

test('the merge of a source is used', () => {
  const last = (endpoints: readonly Endpoint[]) => endpoints.slice(-1);
  const state = stateOf({ sources: [{ name: 'service', merge: last }] });
  const other = object('service', 'shop', 'web-2');
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.report(other, { endpoints: [endpoint(other, 'www.example.org', 'A', ['192.0.2.2'])] });
  expect(lines(state.everything(nobody).endpoints)).toEqual([
    'www.example.org A 192.0.2.2 service/shop/web-2',
  ]);
});

test('the order in which objects report does not matter', () => {
  const reports: [ObjectRef, string][] = [
    [object('service', 'shop', 'c'), '192.0.2.3'],
    [object('service', 'shop', 'a'), '192.0.2.1'],
    [object('service', 'shop', 'b'), '192.0.2.2'],
  ];
  const labelAfter = (order: typeof reports) => {
    const state = stateOf();
    for (const [ref, target] of order) {
      state.report(ref, { endpoints: [endpoint(ref, 'www.example.org', 'A', [target])] });
    }
    return lines(state.everything(nobody).endpoints);
  };
  expect(labelAfter(reports)).toEqual([
    'www.example.org A 192.0.2.1+192.0.2.2+192.0.2.3 service/shop/a',
  ]);
  expect(labelAfter(reports.toReversed())).toEqual(labelAfter(reports));
});

test('a name with addresses lost is waiting in safe and gone in compat', () => {
  for (const behavior of ['safe', 'compat'] as const) {
    const state = stateOf({ wrappers: testWrappers({ behavior }) });
    state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
    state.takeDirty();
    state.report(shop, { endpoints: [], waiting: [www] });
    expect([...state.takeDirty()]).toEqual([www]);
    const wanted = state.wanted([www], nobody);
    expect(wanted.endpoints).toEqual([]);
    expect([...wanted.waiting]).toEqual(behavior === 'safe' ? [www] : []);
  }
});

test('an invalid endpoint is a problem on its object and its name keeps what it has', () => {
  const state = stateOf();
  const other = object('service', 'shop', 'web-2');
  const good = { endpoints: [endpoint(other, 'www.example.org', 'A', ['192.0.2.2'])] };
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['web.internal'])] });
  state.report(other, good);
  const wanted = state.wanted([www], nobody);
  expect(lines(wanted.endpoints)).toEqual(['www.example.org A 192.0.2.2 service/shop/web-2']);
  expect([...wanted.invalid]).toEqual([www]);
  expect(wanted.problems).toEqual([
    {
      code: 'invalid-endpoint',
      message: 'www.example.org: A target "web.internal" is not an IPv4 address',
      name: www,
      object: shop,
    },
  ]);
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  expect([...state.wanted([www], nobody).invalid]).toEqual([]);
});

test.each([
  ['', 'A', ['192.0.2.1']],
  ['a\nb.example.org', 'A', ['192.0.2.1']],
  ['<no value>.example.org', 'A', ['192.0.2.1']],
  [`${'a'.repeat(64)}.example.org`, 'A', ['192.0.2.1']],
  ['www.example.org', 'CNAME', []],
  ['www.example.org', 'CNAME', ['']],
  ['www.example.org', 'CNAME', ['<no value>.example.net']],
  ['www.example.org', 'CNAME', ['a.example.net', 'b.example.net']],
  ['www.example.org', 'A', []],
  ['www.example.org', 'A', ['192.0.2.1', '']],
])('safe makes no record of %j %s %j', (name, type, targets) => {
  const state = stateOf();
  state.report(shop, { endpoints: [endpoint(shop, name, type, targets)] });
  const wanted = state.everything(nobody);
  expect(wanted.endpoints).toEqual([]);
  expect(wanted.problems.map((problem) => problem.object)).toEqual([shop]);
  expect([...wanted.invalid]).toEqual([toDnsName(name)]);
});

test('an object with an unusable name keeps its records until it is clear, and then they are looked at again', () => {
  const state = stateOf();
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.takeDirty();
  state.report(shop, { endpoints: [endpoint(shop, '<no value>.example.org', 'A', ['192.0.2.1'])] });
  expect([...state.takeDirty()].sort()).toEqual(['<no value>.example.org', www]);
  expect(state.wanted([www], nobody).unclear.has('service/shop/web')).toBe(true);
  state.report(shop, { endpoints: [endpoint(shop, 'new.example.org', 'A', ['192.0.2.1'])] });
  expect([...state.takeDirty()].sort()).toEqual(['<no value>.example.org', 'new.example.org', www]);
  expect([...state.wanted([www], nobody).unclear]).toEqual([]);
});

test('an object that upstream would stop for keeps its records', () => {
  const state = stateOf();
  const problem = { code: 'template-failed', message: 'no such field', object: shop };
  state.report(shop, { endpoints: [], problems: [{ ...problem, stopsRun: true }] });
  expect(state.everything(nobody).unclear.has('service/shop/web')).toBe(true);
  expect(state.problems()).toEqual([{ ...problem, stopsRun: true }]);
  state.report(shop, undefined);
  expect(state.everything(nobody).unclear.size).toBe(0);
  expect(state.problems()).toEqual([]);
});

test('default targets, NAT64, target nets, PTR, TTL and properties come in upstream’s order', () => {
  const wrappers = testWrappers({
    behavior: 'compat',
    defaultTargets: ['203.0.113.1', '2001:db8:64::c000:207'],
    nat64Networks: ['2001:db8:64::/96'],
    excludeTargetNets: ['203.0.113.0/24', 'nonsense'],
    ptr: true,
    createPtr: true,
    minTtlSeconds: 300,
    provider: 'aws',
  });
  const state = stateOf({ wrappers });
  const properties = [
    { name: 'record-type', value: 'ptr' },
    { name: 'google/x', value: '1' },
    { name: 'aws/weight', value: '5' },
  ];
  state.report(shop, {
    endpoints: [endpoint(shop, 'www.example.org', 'A', [], { properties })],
  });
  expect(lines(state.everything(nobody).endpoints)).toEqual(
    [
      `${'7.2.0.192.in-addr.arpa'} PTR www.example.org -`,
      `${'7.0.2.0.0.0.0.c.0.0.0.0.0.0.0.0.0.0.0.0.4.6.0.0.8.b.d.0.1.0.0.2.ip6.arpa'} PTR www.example.org -`,
      'www.example.org A 192.0.2.7 service/shop/web',
      'www.example.org AAAA 2001:db8:64::c000:207 service/shop/web',
    ].sort(),
  );
  const [first] = state.wanted([www], nobody).endpoints;
  expect([first?.ttlSeconds, first?.properties]).toEqual([
    300,
    [{ name: 'aws/weight', value: '5' }],
  ]);
  expect(state.problems().map((problem) => problem.code)).toEqual(['invalid-network']);
});

test('a change of a forward name makes its old and new reverse names dirty', () => {
  const state = stateOf({ wrappers: testWrappers({ ptr: true, createPtr: true }) });
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.report(blog, { endpoints: [endpoint(blog, 'blog.example.org', 'A', ['192.0.2.1'])] });
  state.takeDirty();
  const reverse = toDnsName('1.2.0.192.in-addr.arpa');
  expect(lines(state.wanted([reverse], nobody).endpoints)).toEqual([
    '1.2.0.192.in-addr.arpa PTR blog.example.org+www.example.org -',
  ]);
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.2'])] });
  expect([...state.takeDirty()].sort()).toEqual([
    '1.2.0.192.in-addr.arpa',
    '2.2.0.192.in-addr.arpa',
    'www.example.org',
  ]);
  expect(lines(state.wanted([reverse], nobody).endpoints)).toEqual([
    '1.2.0.192.in-addr.arpa PTR blog.example.org -',
  ]);
  expect(state.contributions(reverse, nobody).map(({ object: ref }) => ref)).toEqual([blog]);
});

test('when the holder goes the next takes over, in one look', () => {
  const state = stateOf();
  const wish = (ref: ObjectRef, target: string, createdMs: number) =>
    state.report(ref, { endpoints: [endpoint(ref, 'www.example.org', 'A', [target])], createdMs });
  wish(shop, '192.0.2.1', 2);
  wish(blog, '192.0.2.2', 1);
  state.takeDirty();
  const held: HolderOf = () => 'service/shop/web';
  expect(lines(state.wanted([www], nobody).endpoints)).toEqual([
    'www.example.org A 192.0.2.2 service/blog/web',
  ]);
  const wanted = state.wanted([www], held);
  expect(lines(wanted.endpoints)).toEqual(['www.example.org A 192.0.2.1 service/shop/web']);
  expect(wanted.problems).toEqual([
    {
      code: 'name-taken',
      message:
        'www.example.org: the name is held by service/shop/web in another namespace; this A record differs from what the holder wants and is left out',
      name: www,
      object: blog,
    },
  ]);
  expect(state.contributions(www, held).map(({ fate }) => fate)).toEqual([
    { dropped: wanted.problems[0]?.message },
    'wanted',
  ]);
  state.report(shop, undefined);
  expect([...state.takeDirty()]).toEqual([www]);
  expect(lines(state.wanted([www], held).endpoints)).toEqual([
    'www.example.org A 192.0.2.2 service/blog/web',
  ]);
});

test('another age makes the names of an object dirty', () => {
  const state = stateOf();
  const endpoints = [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])];
  state.report(shop, { endpoints, createdMs: 1 });
  state.takeDirty();
  state.report(shop, { endpoints, createdMs: 2 });
  expect([...state.takeDirty()]).toEqual([www]);
});

test('equal endpoints of several namespaces keep the label of the object that holds the name', () => {
  const state = stateOf();
  const door = object('ingress', 'blog', 'door');
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.report(door, { endpoints: [endpoint(door, 'www.example.org', 'A', ['192.0.2.1'])] });
  for (const resource of ['ingress/blog/door', 'service/shop/web']) {
    expect(lines(state.everything(() => resource).endpoints)).toEqual([
      `www.example.org A 192.0.2.1 ${resource}`,
    ]);
  }
});

test('a holder that waits keeps its records beside the other types of another namespace', () => {
  const state = stateOf();
  state.report(shop, { endpoints: [], waiting: [www] });
  state.report(blog, { endpoints: [endpoint(blog, 'www.example.org', 'TXT', ['"x"'])] });
  const waits = (holderOf: HolderOf) => {
    const { endpoints, waiting } = state.everything(holderOf);
    return [lines(endpoints), [...waiting]];
  };
  const text = ['www.example.org TXT "x" service/blog/web'];
  expect(waits(() => 'service/shop/web')).toEqual([text, [www]]);
  expect(waits(nobody)).toEqual([text, []]);
});

test.each<[string, ObjectState, 'waiting' | 'invalid' | undefined]>([
  ['waits', { endpoints: [], waiting: [www] }, 'waiting'],
  ['is invalid', { endpoints: [endpoint(shop, 'www.example.org', 'A', ['oops'])] }, 'invalid'],
  [
    'has no address by choice',
    { endpoints: [endpoint(shop, 'www.example.org', 'TXT', ['"x"'])] },
    undefined,
  ],
  ['is gone', { endpoints: [] }, undefined],
])('the reverse name of a name that %s shares its lot', (_, said, lot) => {
  const state = stateOf({ wrappers: testWrappers({ ptr: true, createPtr: true }) });
  const reverse = toDnsName('1.2.0.192.in-addr.arpa');
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.1'])] });
  state.takeDirty();
  state.report(shop, said);
  expect(state.takeDirty().has(reverse)).toBe(true);
  const { endpoints, waiting, invalid } = state.wanted([reverse], nobody);
  expect({ endpoints, waiting: [...waiting], invalid: [...invalid] }).toEqual({
    endpoints: [],
    waiting: lot === 'waiting' ? [reverse] : [],
    invalid: lot === 'invalid' ? [reverse] : [],
  });
  state.report(shop, { endpoints: [endpoint(shop, 'www.example.org', 'A', ['192.0.2.2'])] });
  const after = state.everything(nobody);
  expect([...after.waiting, ...after.invalid]).toEqual([]);
});

test('a NAT64 network that is none is refused', () => {
  const wrappers = testWrappers({ nat64Networks: ['64:ff9b::/64'] });
  expect(() => stateOf({ wrappers })).toThrow(
    '--nat64-networks: "64:ff9b::/64" is not an IPv6 prefix of length 96, such as 64:ff9b::/96',
  );
});
