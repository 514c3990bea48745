import { Secret } from '@org/dns-core';
import { flagDefinitions, type FlagName, type Flags } from './flag-groups.ts';
import { formatGoDuration } from './go-duration.ts';

/** The whole configuration in one line for the log at the start; secrets show as `******`, or nothing where none is given. */
export function configDump(flags: Flags): string {
  const parts: string[] = [];
  for (const name of Object.keys(flagDefinitions) as FlagName[])
    parts.push(`${name}:${shown(name, flags[name])}`);
  return `config: {${parts.join(' ')}}`;
}

function shown(name: FlagName, value: Flags[FlagName]): string {
  if (value === undefined) return '';
  if (value instanceof Secret) return '******';
  if (flagDefinitions[name].type === 'duration') return formatGoDuration(value as number);
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  return `[${Object.entries(value)
    .map(([key, text]) => `${key}:${text}`)
    .join(' ')}]`;
}
