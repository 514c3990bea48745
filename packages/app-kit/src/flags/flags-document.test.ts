import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { flagsDocument } from './flags-document.ts';

test('docs/flags.md is what the definitions give; run `node --conditions=@org/source docs/write-flags.ts` when it is not', () => {
  const page = readFileSync(new URL('../../../../docs/flags.md', import.meta.url), 'utf8');
  expect(page).toBe(flagsDocument());
});
