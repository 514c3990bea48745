import { expect, test } from 'vitest';
import { createInterner } from './interner.ts';

test('gives back what it is given, also after more strings than it remembers', () => {
  const intern = createInterner();
  const values = Array.from({ length: 10_000 }, (_, index) => `value-${index}`);
  expect(values.map(intern)).toEqual(values);
  expect(intern('x'.repeat(100))).toBe('x'.repeat(100));
});
