// Writes docs/providers/ from the packages' capabilities, READMEs and flags, and the table of capabilities into each README;
// with --check, fails where a page is not up to date.
//   node --conditions=@org/source docs/write-providers.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { capabilitiesBlock, withCapabilities } from './provider-pages/capabilities-block.ts';
import { matrixPage } from './provider-pages/matrix-page.ts';
import { providerPage } from './provider-pages/provider-page.ts';
import { providerSheets } from './provider-pages/provider-sheets.ts';

const isCheck = process.argv.includes('--check');
const stale: string[] = [];

function settle(path: string, text: string): void {
  const page = new URL(path, import.meta.url);
  if (present(page) === text) return;
  if (isCheck) stale.push(`docs/${path}`);
  else writeFileSync(page, text);
}

function present(page: URL): string | undefined {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return undefined;
  }
}

for (const sheet of providerSheets) {
  const path = `../packages/${sheet.folder}/README.md`;
  const readme = present(new URL(path, import.meta.url)) ?? '';
  settle(path, withCapabilities(readme, capabilitiesBlock(sheet.services)));
  settle(`providers/${sheet.page}.md`, providerPage(sheet, readme));
}
settle('providers/README.md', matrixPage(providerSheets));

if (stale.length > 0) {
  console.error(
    `not up to date: ${stale.join(', ')}; run node --conditions=@org/source docs/write-providers.ts`,
  );
  process.exitCode = 1;
}
