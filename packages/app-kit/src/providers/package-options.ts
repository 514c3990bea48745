import { readFile } from 'node:fs/promises';
import type { ConfigProblem, Parsed } from '@org/dns-core';
import type { Flags } from '../flags/flag-groups.ts';
import type { Environment } from '../flags/parse-flags.ts';

/** Options of a provider by name; sections are objects. */
export type PackageOptions = Readonly<Record<string, unknown>>;

interface Section {
  [key: string]: unknown;
}

const variablePrefix = 'EXTERNAL_DNS_PROVIDER_OPTION_';

/**
 * The options for a provider that is not ours: `--provider-option` wins over `EXTERNAL_DNS_PROVIDER_OPTION_*`, and that over
 * `--provider-options-file`. Flags and variables give texts; a key that is given several times gives a list of them.
 */
export async function readPackageOptions(
  flags: Flags,
  environment: Environment,
): Promise<Parsed<PackageOptions>> {
  const problems: ConfigProblem[] = [];
  const options: Section = createSection(await readFileOptions(flags, problems));
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || text === '' || !variable.startsWith(variablePrefix)) continue;
    const key = keyOfVariable(variable);
    if (key === undefined)
      problems.push({
        path: variable,
        message: 'names no option',
        hint: `Write apiToken as ${variablePrefix}API_TOKEN and tls.caFile as ${variablePrefix}TLS__CA_FILE.`,
      });
    else put(options, key, text, variable, problems);
  }
  for (const [key, texts] of textsByKey(flags['provider-option'], problems))
    put(options, key, texts.length === 1 ? texts[0] : texts, '--provider-option', problems);
  return problems.length === 0 ? { ok: true, value: options } : { ok: false, problems };
}

async function readFileOptions(flags: Flags, problems: ConfigProblem[]): Promise<PackageOptions> {
  const file = flags['provider-options-file'];
  if (file === '') return {};
  const path = `--provider-options-file=${file}`;
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isSection(value)) return value;
    problems.push({ path, message: 'is not a JSON object', hint: 'Write {"option": "value"}.' });
  } catch (error) {
    // The message of a syntax error quotes the text, in which there may be a secret.
    const why =
      error instanceof SyntaxError ? 'is not JSON' : `cannot be read: ${(error as Error).message}`;
    problems.push({ path, message: why, hint: 'Name a JSON file with the options.' });
  }
  return {};
}

function textsByKey(
  given: readonly string[],
  problems: ConfigProblem[],
): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1)
      problems.push({
        path: '--provider-option',
        message: 'one is not of the form key=value',
        hint: 'Write --provider-option=key=value.',
      });
    else {
      const key = text.slice(0, at);
      byKey.set(key, [...(byKey.get(key) ?? []), text.slice(at + 1)]);
    }
  }
  return byKey;
}

/** `EXTERNAL_DNS_PROVIDER_OPTION_TLS__CA_FILE` is `tls.caFile`. */
function keyOfVariable(variable: string): string | undefined {
  const parts = variable.slice(variablePrefix.length).split('__');
  if (!parts.every((part) => /^[A-Z0-9]+(?:_[A-Z0-9]+)*$/.test(part))) return undefined;
  return parts
    .map((part) =>
      part.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    )
    .join('.');
}

function put(
  options: Section,
  key: string,
  value: unknown,
  from: string,
  problems: ConfigProblem[],
): void {
  const parts = key.split('.');
  const last = parts.pop() ?? '';
  let section = options;
  for (const part of parts) {
    const inner = section[part] ?? createSection();
    if (!isSection(inner)) {
      const path = from === '--provider-option' ? `${from}=${key}` : from;
      const message = `${part} is an option and not a section`;
      problems.push({ path, message, hint: 'Give one of the two.' });
      return;
    }
    section = section[part] = createSection(inner);
  }
  section[last] = value;
}

/** Without a prototype, so that no key means anything but itself. */
function createSection(from: PackageOptions = {}): Section {
  return Object.assign(Object.create(null), from) as Section;
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
