import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ObjectState } from '../contract/source.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName, type DnsName } from '../model/dns-name.ts';
import { objectKey, type ObjectRef } from '../model/object-ref.ts';
import { createDesiredState } from './create-desired-state.ts';
import type { DesiredState, HolderOf, Wanted } from './desired-state.ts';
import { testWrappers } from './testing/test-wrappers.ts';

const sources = [{ name: 'service' }, { name: 'ingress' }, { name: 'crd' }];
const spellings = ['a.example.org', 'b.example.org', 'B.example.org', '*.c.example.org', ''];
const reverseSpelling = '1.2.0.192.in-addr.arpa';
const targets: Record<string, readonly string[]> = {
  A: ['192.0.2.1', '192.0.2.2', '198.51.100.1', 'oops'],
  AAAA: ['2001:db8:64::c000:201', '2001:db8::1', '2001:DB8::1'],
  CNAME: ['lb.example.net', 'lb2.example.net', ''],
  TXT: ['"hello"', '"hi"'],
  PTR: ['host.example.org'],
};

const objects: fc.Arbitrary<ObjectRef> = fc
  .tuple(
    fc.constantFrom(...sources),
    fc.constantFrom('', 'blog', 'shop'),
    fc.constantFrom('one', 'two'),
  )
  .map(([{ name: source }, namespace, name]) => {
    return { source, apiVersion: 'v1', kind: source, namespace, name };
  });

const endpoints = fc
  .tuple(
    fc.constantFrom(...Object.keys(targets)),
    fc.constantFrom(...spellings),
    fc.constantFrom(0, 0, 60, 300),
    fc.constantFrom('', '', 'blue'),
    fc.constantFrom([], [{ name: 'record-type', value: 'ptr' }], [{ name: 'x', value: '1' }]),
  )
  .chain(([type, spelling, ttlSeconds, setIdentifier, properties]) =>
    fc.array(fc.constantFrom(...(targets[type] ?? [])), { maxLength: 3 }).map((list) => ({
      name: type === 'PTR' ? reverseSpelling : spelling,
      type,
      targets: list,
      ttlSeconds,
      setIdentifier,
      properties,
    })),
  );

const states = fc.option(
  fc.record({
    endpoints: fc.array(endpoints, { maxLength: 4 }),
    waiting: fc.array(fc.constantFrom(...spellings.slice(0, 2)), { maxLength: 1 }),
    createdMs: fc.constantFrom(undefined, 1, 2),
    stopsRun: fc.boolean(),
  }),
  { nil: undefined },
);

const steps = fc.array(fc.tuple(objects, states), { minLength: 1, maxLength: 25 });

const options = fc.record({
  behavior: fc.constantFrom('safe' as const, 'compat' as const),
  defaultTargets: fc.constantFrom([], ['192.0.2.1'], ['192.0.2.9', 'lb.example.net']),
  forceDefaultTargets: fc.boolean(),
  nat64Networks: fc.constantFrom([], ['2001:db8:64::/96']),
  excludeTargetNets: fc.constantFrom([], ['198.51.100.0/24']),
  ptr: fc.boolean(),
  createPtr: fc.boolean(),
});

const holders = fc.dictionary(
  fc.constantFrom(...spellings.slice(0, 2)),
  fc.constantFrom('service/shop/one', 'ingress/blog/two', 'crd/one'),
);

type Said = typeof states extends fc.Arbitrary<infer T> ? T : never;

function toState(object: ObjectRef, said: Said): ObjectState | undefined {
  if (said === undefined) return undefined;
  const resource = [object.kind, object.namespace, object.name].filter(Boolean).join('/');
  return {
    endpoints: said.endpoints.map((init) =>
      createEndpoint({ ...init, labels: { resource }, objects: [object] }),
    ),
    waiting: said.waiting.map(toDnsName),
    problems: said.stopsRun ? [{ code: 'template-failed', message: 'it did', stopsRun: true }] : [],
    ...(said.createdMs === undefined ? {} : { createdMs: said.createdMs }),
  };
}

/** What somebody knows who only ever asks for the dirty names. */
function follow(state: DesiredState, reports: Iterable<() => void>, holderOf: HolderOf) {
  const known = new Map<DnsName, string[]>();
  let unclear: ReadonlySet<string> = new Set();
  for (const report of reports) {
    report();
    const names = state.takeDirty();
    const wanted = state.wanted(names, holderOf);
    for (const name of names) known.delete(name);
    for (const [name, line] of describe(wanted)) {
      known.set(name, [...(known.get(name) ?? []), line]);
    }
    unclear = wanted.unclear;
  }
  return { lines: [...known.values()].flat().sort(), unclear: [...unclear].sort() };
}

/** That the reverse names of lost addresses wait is remembered, so a new state cannot know it. */
function describe(wanted: Wanted): (readonly [DnsName, string])[] {
  const forward = (names: Iterable<DnsName>) =>
    [...names].filter((name) => !name.endsWith('.arpa'));
  return [
    ...wanted.endpoints.map((one) => [one.name, JSON.stringify(one)] as const),
    ...forward(wanted.waiting).map((name) => [name, `${name} waits`] as const),
    ...forward(wanted.invalid).map((name) => [name, `${name} is invalid`] as const),
  ];
}

test('asking for dirty names only comes to the same as a new state that is asked for everything', () => {
  fc.assert(
    fc.property(steps, options, holders, (reports, wrappers, held) => {
      const holderOf: HolderOf = (name) => held[name];
      const create = () => createDesiredState({ sources, wrappers: testWrappers(wrappers) });
      const state = create();
      const followed = follow(
        state,
        reports.map(
          ([object, said]) =>
            () =>
              state.report(object, toState(object, said)),
        ),
        holderOf,
      );
      const last = new Map(reports.map(([object, said]) => [objectKey(object), [object, said]]));
      const fresh = create();
      for (const [object, said] of [...last.values()].reverse() as typeof reports) {
        fresh.report(object, toState(object, said));
      }
      const everything = fresh.everything(holderOf);
      expect(followed).toEqual({
        lines: describe(everything)
          .map(([, line]) => line)
          .sort(),
        unclear: [...everything.unclear].sort(),
      });
      expect(state.size).toBe(fresh.size);
    }),
    { numRuns: 500 },
  );
});

test('a report that says the same again makes nothing dirty', () => {
  fc.assert(
    fc.property(steps, options, (reports, wrappers) => {
      const state = createDesiredState({ sources, wrappers: testWrappers(wrappers) });
      const last = new Map(reports.map(([object, said]) => [objectKey(object), { object, said }]));
      for (const { object, said } of last.values()) state.report(object, toState(object, said));
      state.takeDirty();
      for (const { object, said } of last.values()) state.report(object, toState(object, said));
      expect([...state.takeDirty()]).toEqual([]);
    }),
  );
});

test('safe makes no record without targets, no alias to several names, and nothing without a name', () => {
  fc.assert(
    fc.property(steps, (reports) => {
      const state = createDesiredState({ sources, wrappers: testWrappers() });
      for (const [object, said] of reports) state.report(object, toState(object, said));
      const { endpoints: wanted } = state.everything(() => undefined);
      expect(
        wanted.filter(
          ({ name, type, targets: list }) =>
            name === '' || list.length === 0 || (type === 'CNAME' && list.length > 1),
        ),
      ).toEqual([]);
    }),
  );
});
