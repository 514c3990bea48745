import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMultiIndex } from './multi-index.ts';

test('holds what a map of sets would hold', () => {
  const values = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const step = fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const),
    key: fc.constantFrom('a', 'b'),
    value: fc.constantFrom(...values),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const index = createMultiIndex<string, { id: number }>();
      const model = new Map<string, Set<{ id: number }>>();
      for (const { kind, key, value } of steps) {
        index[kind](key, value);
        const set = model.get(key) ?? new Set();
        if (kind === 'add') set.add(value);
        else set.delete(value);
        if (set.size > 0) model.set(key, set);
        else model.delete(key);
      }
      expect(index.size).toBe(model.size);
      expect([...index.keys()].sort()).toEqual([...model.keys()].sort());
      for (const key of ['a', 'b']) {
        expect(index.has(key)).toBe(model.has(key));
        expect(index.get(key)).toEqual([...(model.get(key) ?? [])]);
      }
    }),
  );
});
