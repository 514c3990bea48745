import type { ConfigProblem } from '@org/dns-core';
import { expandArguments, type ReadText } from './expand-arguments.ts';
import type { FlagDefinition, FlagGroup } from './flag-definition.ts';
import { environmentName, flagDefinitions, type FlagName, type Flags } from './flag-groups.ts';
import { closestName } from './closest-name.ts';
import { choiceTexts, parseValue } from './parse-value.ts';
import { removedFlags, removedProviders, removedSources } from './removed-flags.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line and the environment ask for. */
export type FlagsOutcome =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'problems'; readonly problems: readonly ConfigProblem[] }
  | {
      readonly kind: 'flags';
      readonly flags: Flags;
      /** The flags that were set by argument or environment. */
      readonly given: ReadonlySet<FlagName>;
      /** One sentence each. */
      readonly warnings: readonly string[];
    };

const helpFlags: ReadonlySet<string> = new Set(['help', 'help-long', 'help-man']);

/**
 * Reads arguments and `EXTERNAL_DNS_*` variables as upstream does (kingpin's rules, `docs/flags.md`): arguments win over the
 * environment, the environment over defaults. Reports every problem, not only the first.
 *
 * @param definitions the flags of the program: the controller's, or those with some more, or with other defaults.
 */
export function parseFlags(
  argv: readonly string[],
  environment: Environment,
  readText: ReadText,
  definitions: FlagGroup = flagDefinitions,
): FlagsOutcome {
  const problems: ConfigProblem[] = [];
  const warnings: string[] = [];
  const texts = readArguments(argv, readText, definitions, problems, warnings);
  if (texts.help) return { kind: 'help' };
  const given = new Map(texts.values);
  readEnvironment(environment, given, definitions, warnings);

  const flags: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const { values, from } = given.get(name as FlagName) ?? { values: [], from: '' };
    flags[name] = valueOf(name, definition, values, from, problems);
  }
  if (problems.length === 0 && flags['version'] === true) return { kind: 'version' };
  for (const [name, definition] of Object.entries(definitions))
    if ('required' in definition && !given.has(name as FlagName))
      problems.push({
        path: `--${name}`,
        message: 'is required',
        hint: `Give one of: ${choiceTexts(definition).join(', ')}.`,
      });
  if (problems.length > 0) return { kind: 'problems', problems };
  for (const name of given.keys()) {
    const instead = definitions[name]?.deprecated;
    if (instead !== undefined) warnings.push(`--${name} is deprecated: ${instead}.`);
  }
  return { kind: 'flags', flags: flags as Flags, given: new Set(given.keys()), warnings };
}

interface Given {
  readonly values: readonly string[];
  /** Where they were given, for messages. */
  readonly from: string;
}

function readArguments(
  argv: readonly string[],
  readText: ReadText,
  definitions: FlagGroup,
  problems: ConfigProblem[],
  warnings: string[],
): { readonly help: boolean; readonly values: ReadonlyMap<FlagName, Given> } {
  const values = new Map<FlagName, Given>();
  let help = false;
  const { tokens, problem } = expandArguments(argv, readText);
  if (problem !== undefined) problems.push(problem);
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (!token.option) {
      problems.push({
        path: token.text,
        message: 'is an argument without a flag',
        hint: 'Write --flag=value; a flag that is on or off takes no value (--flag or --no-flag).',
      });
      continue;
    }
    const { name, negated, definition, removed, value } = lookUp(token.text, definitions);
    if (name !== undefined && helpFlags.has(name)) {
      help = true;
      continue;
    }
    if (definition === undefined && removed === undefined) {
      problems.push(unknownFlag(token.text, definitions));
      continue;
    }
    const takesValue = removed?.takesValue ?? definition?.type !== 'boolean';
    let text = negated ? 'false' : 'true';
    if (takesValue) {
      const next = tokens[index + 1];
      if (value === undefined && (next === undefined || next.option)) {
        problems.push({
          path: `--${name}`,
          message: 'needs a value',
          hint: `Write --${name}=value (a value that begins with - needs the form with =).`,
        });
        continue;
      }
      if (value === undefined) index += 1;
      text = value ?? next?.text ?? '';
    } else if (value !== undefined) {
      problems.push({
        path: `--${name}=${value}`,
        message: 'a flag that is on or off takes no value',
        hint: `Write --${name} or --no-${name}.`,
      });
      continue;
    }
    if (removed !== undefined) {
      warnings.push(`--${name} was removed after ${removed.until} and is ignored: ${removed.now}.`);
      continue;
    }
    const before = values.get(name as FlagName);
    if (before !== undefined && !isRepeatable(definition)) {
      problems.push({
        path: `--${name}`,
        message: 'is given more than once',
        hint: 'Give it one time.',
      });
      continue;
    }
    values.set(name as FlagName, { values: [...(before?.values ?? []), text], from: `--${name}` });
  }
  return { help, values };
}

function lookUp(text: string, definitions: FlagGroup) {
  const at = text.indexOf('=');
  const written = text.slice(2, at === -1 ? undefined : at);
  const value = at === -1 ? undefined : text.slice(at + 1);
  const known = definitionOf(written, definitions);
  const removed = Object.hasOwn(removedFlags, written) ? removedFlags[written] : undefined;
  if (known !== undefined || removed !== undefined || helpFlags.has(written))
    return { name: written, negated: false, definition: known, removed, value };
  const positive = written.startsWith('no-') ? written.slice(3) : written;
  const toggled = definitionOf(positive, definitions);
  const removedToggle = Object.hasOwn(removedFlags, positive) ? removedFlags[positive] : undefined;
  if (positive !== written && toggled?.type === 'boolean')
    return { name: positive, negated: true, definition: toggled, removed: undefined, value };
  if (positive !== written && removedToggle?.takesValue === false)
    return { name: positive, negated: true, definition: undefined, removed: removedToggle, value };
  return {
    name: undefined,
    negated: false,
    definition: undefined,
    removed: undefined,
    value,
  };
}

function definitionOf(name: string, definitions: FlagGroup): FlagDefinition | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

function unknownFlag(text: string, definitions: FlagGroup): ConfigProblem {
  const written = text.replace(/=.*$/s, '');
  const closest = closestName(written.replace(/^-+/, ''), Object.keys(definitions));
  return {
    path: written,
    message: 'is not a flag',
    hint: closest === undefined ? 'See --help.' : `Did you mean --${closest}? See --help.`,
  };
}

function readEnvironment(
  environment: Environment,
  given: Map<FlagName, Given>,
  definitions: FlagGroup,
  warnings: string[],
): void {
  for (const [name, definition] of Object.entries(definitions)) {
    const variable = environmentName(name);
    const text = environment[variable];
    if (text === undefined || text === '' || given.has(name as FlagName)) continue;
    const values = isRepeatable(definition) ? text.replace(/\n$/, '').split('\n') : [text];
    given.set(name as FlagName, { values, from: variable });
  }
  for (const [name, removed] of Object.entries(removedFlags))
    if (environment[environmentName(name)])
      warnings.push(
        `${environmentName(name)} was removed after ${removed.until} and is ignored: ${removed.now}.`,
      );
}

function isRepeatable(definition: FlagDefinition | undefined): boolean {
  return (
    definition?.type === 'strings' || definition?.type === 'enums' || definition?.type === 'map'
  );
}

function valueOf(
  name: string,
  definition: FlagDefinition,
  texts: readonly string[],
  from: string,
  problems: ConfigProblem[],
): unknown {
  const values: unknown[] = [];
  for (const text of texts) {
    const result = parseValue(definition, text);
    if (result.ok) values.push(result.value);
    else
      problems.push({
        path: from,
        message: result.message,
        hint: removedChoice(name, text) ?? result.hint,
      });
  }
  const given = values.length > 0;
  switch (definition.type) {
    case 'strings':
      return given ? values : definition.default;
    case 'enums':
      return values;
    case 'map':
      return Object.fromEntries(values as (readonly [string, string])[]);
    case 'pattern':
      return given ? values[0] : '';
    case 'duration': {
      if (given) return values[0];
      const fallback = parseValue(definition, definition.default);
      return fallback.ok ? fallback.value : 0;
    }
    default:
      return given ? values[0] : 'default' in definition ? definition.default : undefined;
  }
}

function removedChoice(name: string, text: string): string | undefined {
  if (name === 'provider' && removedProviders.has(text))
    return 'This provider is no longer part of ExternalDNS: run its webhook and use --provider=webhook.';
  if (name === 'source' && Object.hasOwn(removedSources, text)) return removedSources[text];
  return undefined;
}
