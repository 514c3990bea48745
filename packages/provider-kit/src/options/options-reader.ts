import { Secret, type ConfigProblem, type Parsed } from '@org/dns-core';
import { fileSecret, fixedSecret, type SecretSource } from '../files/secret-source.ts';

/**
 * Reads the options of a provider out of an unknown value (JSON, YAML, flags put together) and gathers every problem with its
 * path. Each getter gives the value, or its fallback together with a problem. Keys that no getter asked for are problems.
 */
export interface OptionsReader {
  /** A non-empty text. */
  text(key: string): string;
  optionalText(key: string): string | undefined;
  textOr(key: string, fallback: string): string;
  textList(key: string): readonly string[];
  boolean(key: string, fallback: boolean): boolean;
  /** A whole number within bounds. */
  integer(key: string, fallback: number, bounds?: { min?: number; max?: number }): number;
  oneOf<const T extends string>(key: string, allowed: readonly T[], fallback: T): T;
  /** An `http:` or `https:` URL without credentials in it. */
  url(key: string, fallback?: string): string;
  /** A text, a `Secret`, a `SecretSource`, or `{ file: path }`. */
  secret(key: string): SecretSource;
  optionalSecret(key: string): SecretSource | undefined;
  /** A reader of the object under `key`; an absent one is empty. */
  section(key: string): OptionsReader;
  /** Whether a value is there. */
  has(key: string): boolean;
  /** Anything else that is wrong. */
  problem(key: string, message: string, hint?: string): void;
  /** The value, or all problems. Called once, after every getter. */
  finish<T>(value: T): Parsed<T>;
}

export interface OptionsForm {
  /**
   * The options may come from flags and variables, where everything is a text: `true` and `false`, whole numbers, and lists
   * with commas are understood as texts too. Default: false.
   */
  readonly textForms?: boolean;
}

const missingSecret = fixedSecret(new Secret(''));

export function createOptionsReader(
  input: unknown,
  { textForms = false }: OptionsForm = {},
): OptionsReader {
  return read(input, '', { problems: [], unknownKeys: [], textForms });
}

/** What the readers of all sections share. */
interface Reading {
  readonly problems: ConfigProblem[];
  readonly unknownKeys: (() => void)[];
  readonly textForms: boolean;
}

function read(input: unknown, path: string, reading: Reading): OptionsReader {
  const { problems, unknownKeys, textForms } = reading;
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const values = (isObject ? input : {}) as Readonly<Record<string, unknown>>;
  const asked = new Set<string>();
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const problem = (key: string, message: string, hint?: string): void => {
    problems.push({ path: at(key), message, ...(hint === undefined ? {} : { hint }) });
  };
  const get = (key: string): unknown => {
    asked.add(key);
    return values[key] ?? undefined;
  };
  if (!isObject && input !== undefined)
    problems.push({ path: path === '' ? '.' : path, message: 'must be an object of options' });
  unknownKeys.push(() => {
    for (const key of Object.keys(values))
      if (!asked.has(key))
        problem(key, 'is not an option', `known here: ${[...asked].toSorted().join(', ')}`);
  });

  const typed = <T>(
    key: string,
    fallback: T,
    expected: string,
    is: (value: unknown) => boolean,
    fromText?: (text: string) => unknown,
  ): T => {
    const given = get(key);
    const value = textForms && isText(given) ? (fromText?.(given) ?? given) : given;
    if (value === undefined) return fallback;
    if (is(value)) return value as T;
    problem(key, `must be ${expected}`);
    return fallback;
  };
  const reader: OptionsReader = {
    text(key) {
      const value = typed<string>(key, '', 'a text', isText);
      if (value === '' && !problems.some((known) => known.path === at(key)))
        problem(key, 'is required');
      return value;
    },
    optionalText: (key) => typed<string | undefined>(key, undefined, 'a text', isText),
    textOr: (key, fallback) => typed(key, fallback, 'a text', isText),
    textList: (key) =>
      typed<readonly string[]>(
        key,
        [],
        'a list of texts',
        (value) => Array.isArray(value) && value.every(isText),
        textsIn,
      ),
    boolean: (key, fallback) =>
      typed(
        key,
        fallback,
        'true or false',
        (value) => typeof value === 'boolean',
        (text) => booleans[text],
      ),
    integer(key, fallback, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
      const upper = max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`;
      return typed(
        key,
        fallback,
        `a whole number, at least ${min}${upper}`,
        (value) =>
          typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
        (text) => (/^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined),
      );
    },
    oneOf<const T extends string>(key: string, allowed: readonly T[], fallback: T): T {
      return typed(
        key,
        fallback,
        `one of ${allowed.join(', ')}`,
        (value) => isText(value) && (allowed as readonly string[]).includes(value),
      );
    },
    url(key, fallback) {
      const value = fallback === undefined ? reader.text(key) : reader.textOr(key, fallback);
      if (value !== '') for (const wrong of urlProblems(value)) problem(key, ...wrong);
      return value;
    },
    secret(key) {
      const value = reader.optionalSecret(key);
      if (value !== undefined) return value;
      if (!problems.some((known) => known.path === at(key)))
        problem(key, 'is required', 'a text, or { file: path } to read it from a file');
      return missingSecret;
    },
    optionalSecret(key) {
      const value = get(key);
      if (value === undefined || value === '') return undefined;
      if (isText(value)) return fixedSecret(new Secret(value));
      if (value instanceof Secret) return fixedSecret(value);
      if (typeof value === 'function') return value as SecretSource;
      const { file, ...more } = value as { file?: unknown };
      if (isText(file) && file !== '' && Object.keys(more).length === 0) return fileSecret(file);
      problem(key, 'must be a text or { file: path }');
      return undefined;
    },
    section: (key) => read(get(key), at(key), reading),
    has: (key) => get(key) !== undefined,
    problem,
    finish(value) {
      for (const check of unknownKeys) check();
      return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
    },
  };
  return reader;
}

const booleans: Readonly<Record<string, boolean | undefined>> = { true: true, false: false };

const isText = (value: unknown): value is string => typeof value === 'string';

function textsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function urlProblems(value: string): [message: string, hint: string][] {
  if (!URL.canParse(value)) return [['is not a URL', 'such as http://127.0.0.1:8081']];
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return [['must begin with http:// or https://', 'such as http://127.0.0.1:8081']];
  return url.username === '' && url.password === ''
    ? []
    : [['must not hold a user name or password', 'give them in an option of their own']];
}
