import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import { services } from '../testing/types.ts';
import { createObjectTable } from './object-table.ts';
import { compileProjection, type RawObject } from './projection.ts';

function newTable() {
  return createObjectTable(compileProjection(services, [['spec.type']]));
}

const raw = (
  name: string,
  namespace = 'shop',
  labels: Record<string, string> = {},
  rest: Record<string, unknown> = {},
): RawObject => ({ metadata: { name, namespace, labels }, ...rest });

const nameOf = (object: KubeObject | undefined) =>
  object && `${object.metadata.namespace}/${object.metadata.name}`;

test('tells each view what it sees of a change, and nothing of what changes no kept field', () => {
  const table = newTable();
  const heard: unknown[] = [];
  const keepA = (object: KubeObject) => object.metadata.labels?.['keep'] === 'a';
  for (const [view, keep] of [undefined, keepA].entries())
    table
      .addView(keep)
      .listen((before, after) => heard.push([view, nameOf(before), nameOf(after)]));
  const take = () => heard.splice(0);

  table.upsert(raw('x', 'shop', { keep: 'a' }));
  expect(take()).toEqual([
    [0, undefined, 'shop/x'],
    [1, undefined, 'shop/x'],
  ]);
  table.upsert(raw('x', 'shop', { keep: 'a' }, { status: { new: true } }));
  expect(take()).toEqual([]);
  table.upsert(raw('x', 'shop', { keep: 'b' }));
  expect(take()).toEqual([
    [0, 'shop/x', 'shop/x'],
    [1, 'shop/x', undefined],
  ]);
  table.upsert(raw('x', 'shop', { keep: 'c' }));
  expect(take()).toEqual([[0, 'shop/x', 'shop/x']]);
  table.upsert(raw('x', 'shop', { keep: 'a' }));
  table.remove('shop', 'x');
  table.remove('shop', 'x');
  expect(take()).toEqual([
    [0, 'shop/x', 'shop/x'],
    [1, undefined, 'shop/x'],
    [0, 'shop/x', undefined],
    [1, 'shop/x', undefined],
  ]);
  expect(table.size).toBe(0);
});

test('an object that no view keeps takes no room, and a filter that fails keeps it', () => {
  const table = newTable();
  const view = table.addView((object) => {
    if (object.metadata.name === 'odd') throw new Error('bug');
    return false;
  });
  table.upsert(raw('odd'));
  table.upsert(raw('even'));
  expect([...view.all()].map(nameOf)).toEqual(['shop/odd']);
  expect(table.size).toBe(1);
});

test('the filter sees the whole object, also what is not kept', () => {
  const table = newTable();
  const view = table.addView((object) => (object as { other?: number }).other === 1);
  table.upsert(raw('x', 'shop', {}, { other: 1, spec: { type: 'ClusterIP' } }));
  expect(view.get('shop', 'x')).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x', namespace: 'shop', labels: {} },
    spec: { type: 'ClusterIP' },
  });
});

test('after a replacement exactly what came is there, and only differences were told', () => {
  const table = newTable();
  const heard: unknown[] = [];
  const view = table.addView(undefined);
  for (const name of ['a', 'b', 'c']) table.upsert(raw(name));
  view.listen((before, after) => heard.push([nameOf(before), nameOf(after)]));
  table.beginReplace();
  table.upsert(raw('a'));
  table.upsert(raw('c', 'shop', { new: 'label' }));
  table.upsert(raw('d'));
  table.endReplace();
  expect(view.list('', []).map(nameOf)).toEqual(['shop/a', 'shop/c', 'shop/d']);
  expect(heard).toEqual([
    ['shop/c', 'shop/c'],
    [undefined, 'shop/d'],
    ['shop/b', undefined],
  ]);
});

test('what changes and goes while a replacement runs does not hide what did not come', () => {
  const table = newTable();
  const view = table.addView(undefined);
  for (const name of ['a', 'stale']) table.upsert(raw(name));
  table.beginReplace();
  table.upsert(raw('a'));
  table.upsert(raw('a', 'shop', { new: 'label' }));
  table.upsert(raw('short-lived'));
  table.remove('shop', 'short-lived');
  table.endReplace();
  expect([...view.all()].map(nameOf)).toEqual(['shop/a']);
});

test('a list is what a search through everything finds, whatever happened before', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    namespace: fc.constantFrom('x', 'y'),
    labels: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2')),
    remove: fc.boolean(),
    listNamespace: fc.constantFrom('', 'x', 'y', 'z'),
    listLabels: fc.dictionary(fc.constantFrom('k', 'l', 'm'), fc.constantFrom('1', '2')),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const table = newTable();
      const keep = (object: KubeObject) => object.metadata.labels?.['k'] !== '2';
      const views = [table.addView(undefined), table.addView(keep)];
      const model = new Map<string, RawObject>();
      for (const { name, namespace, labels, remove, listNamespace, listLabels } of steps) {
        const key = `${namespace}/${name}`;
        if (remove) {
          table.remove(namespace, name);
          model.delete(key);
        } else {
          table.upsert(raw(name, namespace, { ...labels }));
          model.set(key, raw(name, namespace, labels));
        }
        const wanted = Object.entries(listLabels);
        for (const [index, view] of views.entries()) {
          const found = [...model.entries()].filter(
            ([, { metadata }]) =>
              (listNamespace === '' || metadata.namespace === listNamespace) &&
              wanted.every(([k, v]) => (metadata['labels'] as Record<string, string>)[k] === v) &&
              (index === 0 || (metadata['labels'] as Record<string, string>)['k'] !== '2'),
          );
          expect(view.list(listNamespace, wanted).map(nameOf)).toEqual(
            found.map(([id]) => id).sort(),
          );
        }
      }
    }),
  );
});

test('indexes no more label keys than it can afford, and answers all the same', () => {
  const table = newTable();
  const view = table.addView(undefined);
  const labels = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 'v']));
  table.upsert(raw('x', 'shop', labels));
  for (const key of Object.keys(labels))
    expect(view.list('shop', [[key, 'v']]).map(nameOf)).toEqual(['shop/x']);
});
