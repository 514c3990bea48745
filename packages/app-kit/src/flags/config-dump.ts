import { Secret } from '@org/dns-core';
import type { FlagDefinition, FlagGroup } from './flag-definition.ts';
import { flagDefinitions, type FlagName, type Flags } from './flag-groups.ts';
import { formatGoDuration } from './go-duration.ts';

/** The whole configuration in one line for the log at the start; secrets show as `******`, or nothing where none is given. */
export function configDump(flags: Flags, definitions: FlagGroup = flagDefinitions): string {
  const parts: string[] = [];
  for (const [name, definition] of Object.entries(definitions))
    parts.push(`${name}:${shown(definition, flags[name as FlagName])}`);
  // A URL may hold a password.
  return `config: {${parts.join(' ')}}`.replace(/:\/\/[^/?#\s]*@/g, '://******@');
}

function shown(definition: FlagDefinition, value: Flags[FlagName]): string {
  if (value === undefined) return '';
  if (value instanceof Secret) return '******';
  if (Array.isArray(value) && 'secret' in definition)
    return `[${value.map(() => '******').join(' ')}]`;
  if (definition.type === 'duration') return formatGoDuration(value as number);
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  return `[${Object.entries(value)
    .map(([key, text]) => `${key}:${text}`)
    .join(' ')}]`;
}
