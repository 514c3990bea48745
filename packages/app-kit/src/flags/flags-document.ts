import { environmentName, flagGroups } from './flag-groups.ts';
import { flagForm, flagSentence } from './help-text.ts';
import { removedFlags } from './removed-flags.ts';

const introduction = `# Flags

Generated from \`packages/app-kit/src/flags\`; change it there and run \`node --conditions=@org/source docs/write-flags.ts\`.

- Forms: \`--name=value\` or \`--name value\`; a flag that is on or off is \`--name\` or \`--no-name\` and takes no value. A value that begins with \`-\` needs the form with \`=\`. \`--\` ends the flags. An argument \`@FILE\` stands for the lines of the file; blank lines and lines that begin with \`#\` are skipped.
- Every flag can be set by an environment variable instead: \`EXTERNAL_DNS_\` and the name in upper case with \`_\` for \`-\`. A flag that is repeatable (\`…\`) takes one value a line there. An empty variable counts as not set. The command line wins over the environment, and replaces it entirely for repeatable flags.
- Values of repeatable flags are not split at commas.
- Durations are written as in Go (\`1m30s\`, \`250ms\`), with \`d\` for days and \`w\` for weeks; the unit is mandatory.
- Regular expressions are RE2, searched and not anchored.
- All problems are reported at once; the process then ends with status 1.
`;

/** The page `docs/flags.md`. */
export function flagsDocument(): string {
  const parts = [introduction];
  for (const { title, flags } of flagGroups) {
    parts.push(`## ${title}\n`, '| flag | variable | meaning |', '|---|---|---|');
    for (const [name, definition] of Object.entries(flags))
      parts.push(
        `| \`${cell(flagForm(name, definition))}\` | \`${environmentName(name)}\` | ${cell(flagSentence(definition))} |`,
      );
    parts.push('');
  }
  parts.push(
    '## Removed flags\n',
    'Flags that the Go controller had in v0.13 or later and has no more are accepted, change nothing and leave a warning.\n',
    '| flag | last in | now |',
    '|---|---|---|',
    ...Object.entries(removedFlags).map(
      ([name, { until, now }]) => `| \`--${name}\` | ${until} | ${cell(now)} |`,
    ),
    '',
  );
  return parts.join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
