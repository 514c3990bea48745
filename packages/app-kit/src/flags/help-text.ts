import type { FlagDefinition } from './flag-definition.ts';
import { choiceTexts } from './parse-value.ts';
import { flagGroups, type TitledFlags } from './flag-groups.ts';

const width = 100;
const indent = 6;

export interface HelpSubject {
  /** The call with what it must be given. */
  readonly usage: string;
  /** One sentence. */
  readonly purpose: string;
  readonly groups: readonly TitledFlags[];
}

const controllerHelp: HelpSubject = {
  usage: 'external-dns --source=SOURCE --provider=PROVIDER [flags]',
  purpose: 'Keeps DNS records in step with the objects of a Kubernetes cluster.',
  groups: flagGroups,
};

/** What `--help` prints: every flag with its form, default and meaning, by group. */
export function helpText({ usage, purpose, groups }: HelpSubject = controllerHelp): string {
  const lines = [
    `usage: ${usage}`,
    '',
    purpose,
    '',
    'Every flag can be set by an environment variable: EXTERNAL_DNS_ and the flag in upper case with _ for -;',
    'repeatable flags take one value a line there. An argument @FILE stands for the lines of the file.',
  ];
  for (const { title, flags } of groups) {
    lines.push('', `${title}:`);
    for (const [name, definition] of Object.entries(flags)) {
      lines.push(`  ${flagForm(name, definition)}`);
      lines.push(...wrap(flagSentence(definition)));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** How a flag is written, such as `--interval=1m0s` or `--[no-]once`. */
export function flagForm(name: string, definition: FlagDefinition): string {
  switch (definition.type) {
    case 'boolean':
      return `--[no-]${name}`;
    case 'strings':
    case 'enums':
      return `--${name}=VALUE …`;
    case 'map':
      return `--${name}=KEY=VALUE …`;
    default:
      return `--${name}=${flagDefault(definition) || 'VALUE'}`;
  }
}

/** The default as it would be written; `''`: none. */
function flagDefault(definition: FlagDefinition): string {
  if (!('default' in definition)) return '';
  return Array.isArray(definition.default)
    ? definition.default.join(', ')
    : String(definition.default);
}

/** The meaning with what is allowed, required or deprecated about it. */
export function flagSentence(definition: FlagDefinition): string {
  const parts = [definition.help];
  if ('choices' in definition)
    parts.push(
      `One of: ${choiceTexts(definition)
        .filter((choice) => choice !== '""')
        .join(', ')}.`,
    );
  if ('required' in definition) parts.push('Required.');
  const preset = flagDefault(definition);
  if (preset !== '' && preset !== 'false') parts.push(`Default: ${preset}.`);
  if (definition.deprecated !== undefined) parts.push(`Deprecated: ${definition.deprecated}.`);
  return parts.join(' ');
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each);
}
