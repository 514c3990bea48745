import { expect, test } from 'vitest';
import { compileRe2 } from './re2.ts';

test('finds anywhere, with the meaning of RE2', async () => {
  const pattern = await compileRe2('(?i)\\.Example\\.org$');
  expect([pattern.test('www.example.org'), pattern.test('example.org.uk')]).toEqual([true, false]);
  expect(pattern.source).toBe('(?i)\\.Example\\.org$');
});

test.each(['(', '(?=a)', 'a**'])('%s is refused by name', async (source) => {
  await expect(compileRe2(source)).rejects.toThrow(`invalid regular expression "${source}"`);
});
