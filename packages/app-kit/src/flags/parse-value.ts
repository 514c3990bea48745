import { Secret } from '@org/dns-core';
import type { FlagDefinition } from './flag-definition.ts';
import { parseGoDuration } from './go-duration.ts';

export type ValueResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const goTrue: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const goFalse: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);
const float = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const wholeNumber = /^[+-]?(0x[\da-f]+|0o?[0-7]+|0b[01]+|\d+)$/i;

/** The typed value of one text; for a repeatable flag, of one of its texts. Never repeats a secret in its message. */
export function parseValue(definition: FlagDefinition, text: string): ValueResult {
  switch (definition.type) {
    case 'boolean':
      if (goTrue.has(text)) return found(true);
      if (goFalse.has(text)) return found(false);
      return refused(`"${text}" is neither true nor false`, 'Use true or false.');
    case 'string':
      if (!('secret' in definition)) return found(text);
      return found(text === '' ? undefined : new Secret(text));
    case 'strings':
    case 'pattern':
      return found(text);
    case 'enum':
    case 'enums':
      if (definition.choices.includes(text)) return found(text);
      if ('prefix' in definition && goesOn(definition.prefix, text)) return found(text);
      return refused(
        `"${text}" is not one of the allowed values`,
        `Use one of: ${choiceTexts(definition).join(', ')}.`,
      );
    case 'duration': {
      const ms = parseGoDuration(text);
      if (ms !== undefined) return found(ms);
      return refused(
        `"${text}" is not a duration`,
        /^\d+$/.test(text)
          ? `Add a unit, such as ${text}s.`
          : 'Use numbers with units, such as 90s, 1m30s or 1d.',
      );
    }
    case 'integer':
      if (float.test(text)) return found(Math.trunc(Number(text)));
      return refused(`"${text}" is not a number`, 'Use a whole number.');
    case 'int64': {
      const digits = text.replaceAll('_', '');
      if (wholeNumber.test(digits)) return found(parseWholeNumber(digits));
      return refused(`"${text}" is not a whole number`, 'Use a whole number.');
    }
    case 'map': {
      const at = text.search(/[=:]/);
      if (at !== -1) return found([text.slice(0, at), text.slice(at + 1)]);
      return refused(`"${text}" has no value`, 'Write it as key=value.');
    }
  }
}

function goesOn(prefix: string, text: string): boolean {
  return text.startsWith(prefix) && text !== prefix;
}

/** What may be given, as help and messages list it. */
export function choiceTexts(definition: {
  readonly choices: readonly string[];
  readonly prefix?: string;
}): readonly string[] {
  const { choices, prefix } = definition;
  return [
    ...choices.map((choice) => (choice === '' ? '""' : choice)),
    ...(prefix === undefined ? [] : [`${prefix}NAME`]),
  ];
}

function parseWholeNumber(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[+-]/, '');
  // Go reads a leading zero as octal, JavaScript does not.
  const magnitude = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return negative ? -magnitude : magnitude;
}

const found = (value: unknown): ValueResult => ({ ok: true, value });
const refused = (message: string, hint: string): ValueResult => ({ ok: false, message, hint });
