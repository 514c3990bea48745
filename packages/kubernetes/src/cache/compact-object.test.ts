import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createObjectMaker } from './compact-object.ts';

test.each([5, 40])('makes what a plain object would hold, of %i possible keys', (count) => {
  const keys = Array.from({ length: count }, (_, index) => `key "${index}"`);
  const make = createObjectMaker(keys);
  const values = fc.array(fc.option(fc.jsonValue(), { nil: undefined }), {
    minLength: count,
    maxLength: count,
  });
  fc.assert(
    fc.property(values, (given) => {
      const expected = keys.map((key, index) => [key, given[index]] as const);
      expect(make(given)).toStrictEqual(
        Object.fromEntries(expected.filter(([, value]) => value !== undefined)),
      );
    }),
  );
});
