import { capabilityRows } from './capability-rows.ts';
import type { ProviderSheet } from './provider-sheets.ts';

/** The index of all providers, with what each can hold. */
export function matrixPage(sheets: readonly ProviderSheet[]): string {
  const columns = sheets.flatMap(({ page, services }) =>
    services.map(({ title, capabilities }) => ({ title, page, capabilities })),
  );
  const rows = capabilityRows(columns.map(({ capabilities }) => capabilities));
  return [
    '# Providers',
    '',
    'Generated from the capabilities in the packages; run `node --conditions=@org/source docs/write-providers.ts`.',
    '',
    '| provider | `--provider` | package |',
    '|---|---|---|',
    ...sheets.map(
      ({ page, title, values, folder }) =>
        `| [${title}](${page}.md) | ${values.map((value) => `\`${value}\``).join(', ')} | [\`@org/dns-${folder}\`](../../packages/${folder}/README.md) |`,
    ),
    '',
    'The packages are parts of one binary; the code of a provider is loaded when it is chosen.',
    '',
    '## What each can hold',
    '',
    'The planner reads this before it plans: what a provider cannot hold becomes a problem of the object that wants it, with the reason',
    'on the page of the provider. "–": the service is not known to have it. A provider that holds any type passes on what its server takes.',
    '',
    `| | ${columns.map(({ title, page }) => `[${title}](${page}.md)`).join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...rows.map(
      ({ title, cells, reasons }) =>
        `| ${title} | ${cells.map((text, index) => (text === 'no' && reasons[index] === '' && title === title.toUpperCase() ? '–' : text)).join(' | ')} |`,
    ),
    '',
  ].join('\n');
}
