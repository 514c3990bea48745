// Writes docs/flags.md from the flag definitions; with --check, fails where the page is not up to date.
//   node --conditions=@org/source docs/write-flags.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { flagsDocument } from '../packages/app-kit/src/flags/flags-document.ts';

const page = new URL('flags.md', import.meta.url);
const text = flagsDocument();
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  console.error(
    'docs/flags.md is not up to date; run node --conditions=@org/source docs/write-flags.ts',
  );
  process.exitCode = 1;
}
