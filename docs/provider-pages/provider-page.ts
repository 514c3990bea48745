import {
  environmentName,
  flagDefinitions,
  flagGroups,
} from '../../packages/app-kit/src/flags/flag-groups.ts';
import type { FlagDefinition } from '../../packages/app-kit/src/flags/flag-definition.ts';
import { flagForm, flagSentence } from '../../packages/app-kit/src/flags/help-text.ts';
import { capabilitiesBlock, withCapabilities } from './capabilities-block.ts';
import type { ProviderSheet } from './provider-sheets.ts';

/** The page of one provider: its flags, and what its README says but for the installation as a library. */
export function providerPage(sheet: ProviderSheet, readme: string): string {
  const [head = '', ...sections] = withCapabilities(readme, capabilitiesBlock(sheet.services))
    .replaceAll(/<!--.*-->\n\n?/g, '')
    .split('\n## ');
  const introduction = head.replace(/^# .*\n/, '').trim();
  const kept = sections.filter((section) => !section.startsWith('Install\n'));
  return [
    `# ${sheet.title}`,
    '',
    `Generated from \`packages/${sheet.folder}\` and its flags; change them there and run \`node --conditions=@org/source docs/write-providers.ts\`.`,
    '',
    introduction,
    '',
    `\`${sheet.values.map((value) => `--provider=${value}`).join('`, `')}\``,
    '',
    '## Flags',
    '',
    ...flagTable(sheet),
    '',
    'All others, and how they are written: [flags](../flags.md).',
    ...kept.map((section) => `\n## ${section.trim()}`),
    '',
  ].join('\n');
}

function flagTable({ flags, otherFlags = [] }: ProviderSheet): readonly string[] {
  const group = flagGroups.find(({ title }) => title === flags);
  if (group === undefined) throw new Error(`there is no group of flags "${flags}"`);
  const known: Readonly<Record<string, FlagDefinition>> = flagDefinitions;
  const others = otherFlags.map((name): [string, FlagDefinition] => {
    const definition = known[name];
    if (definition === undefined) throw new Error(`there is no flag --${name}`);
    return [name, definition];
  });
  return [
    '| flag | variable | meaning |',
    '|---|---|---|',
    ...[...Object.entries(group.flags), ...others].map(
      ([name, definition]) =>
        `| \`${cell(flagForm(name, definition))}\` | \`${environmentName(name)}\` | ${cell(flagSentence(definition))} |`,
    ),
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
