import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { deepEqual } from './deep-equal.ts';

test('agrees with node:util on JSON values', () => {
  const small = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(deepEqual(a, structuredClone(a))).toBe(true);
      // JSON knows no negative zero.
      const [left, right] = [a, b].map((value) => JSON.parse(JSON.stringify(value)) as unknown);
      expect(deepEqual(left, right)).toBe(isDeepStrictEqual(left, right));
    }),
  );
});

test('a key that is undefined is as good as none', () => {
  expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(deepEqual({ a: 1 }, { a: 1, b: null })).toBe(false);
});
