import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches } from '../cache/object-table.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { createDependencyIndex, type Look } from './dependency-index.ts';

const namespaces = ['x', 'y'];
const labels = fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2'));
const look: fc.Arbitrary<Look> = fc.oneof(
  fc.record({
    kind: fc.constant('get' as const),
    view: fc.constantFrom(0, 1),
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom('a', 'b'),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    view: fc.constantFrom(0, 1),
    namespace: fc.constantFrom('', ...namespaces),
    labels: labels.map((set) => Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1))),
  }),
);
const object: fc.Arbitrary<KubeObject> = fc
  .record({ name: fc.constantFrom('a', 'b'), namespace: fc.constantFrom(...namespaces), labels })
  .map((metadata) => ({ metadata }));

function concerns(at: Look, view: number, changed: KubeObject): boolean {
  if (at.kind === 'host' || at.view !== view) return false;
  const { namespace = '', name } = changed.metadata;
  return at.kind === 'get'
    ? at.namespace === namespace && at.name === name
    : matches(changed, at.namespace, at.labels);
}

test('finds exactly the readers whose last looks concern a change', () => {
  const step = fc.record({
    reader: fc.constantFrom('r1', 'r2', 'r3'),
    looks: fc.array(look, { maxLength: 4 }),
    view: fc.constantFrom(0, 1),
    before: fc.option(object, { nil: undefined }),
    after: object,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const index = createDependencyIndex({ hostNeeded: () => {}, hostForgotten: () => {} });
      const last = new Map<string, readonly Look[]>();
      for (const { reader, looks, view, before, after } of steps) {
        index.set(reader, looks);
        last.set(reader, looks);
        const earlier = before && {
          metadata: { ...before.metadata, ...pick(after), labels: before.metadata.labels ?? {} },
        };
        const changed = [earlier, after].filter((one) => one !== undefined);
        const expected = [...last]
          .filter(([, own]) => own.some((at) => changed.some((one) => concerns(at, view, one))))
          .map(([name]) => name);
        expect([...index.readersOf(view, earlier, after)].sort()).toEqual(expected.sort());
      }
    }),
  );
});

/** A change never moves an object. */
function pick({ metadata }: KubeObject): Pick<KubeObject['metadata'], 'name' | 'namespace'> {
  return { name: metadata.name, namespace: metadata.namespace ?? '' };
}

test('a host is followed from its first reader to its last', () => {
  const heard: string[] = [];
  const index = createDependencyIndex({
    hostNeeded: (hostname) => heard.push(`+${hostname}`),
    hostForgotten: (hostname) => heard.push(`-${hostname}`),
  });
  const host: Look = { kind: 'host', hostname: 'lb.example.org' };
  index.set('r1', [host]);
  index.set('r2', [host, host]);
  index.set('r1', [host]);
  expect([...index.readersOfHost('lb.example.org')]).toEqual(['r1', 'r2']);
  index.set('r1', []);
  expect(heard).toEqual(['+lb.example.org']);
  index.set('r2', []);
  index.set('r1', [host]);
  index.clear();
  expect(heard).toEqual([
    '+lb.example.org',
    '-lb.example.org',
    '+lb.example.org',
    '-lb.example.org',
  ]);
  expect([...index.readersOfHost('lb.example.org')]).toEqual([]);
});
