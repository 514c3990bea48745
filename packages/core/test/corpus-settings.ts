import {
  createDomainMatcher,
  createNoopRegistry,
  createTxtRegistry,
  parseDomainFilter,
  type Behavior,
  type DomainFilter,
  type Pattern,
  type PlanInput,
  type Policy,
  type Registry,
} from '../src/index.ts';
import { testMarkerCipher } from './node-marker-cipher.ts';

/** What a case's flags mean to the planner and the registry. */
export interface CorpusSettings {
  readonly registry: Registry;
  readonly input: Omit<PlanInput, 'current' | 'desired'>;
}

export function settingsOf(
  behavior: Behavior,
  args: readonly string[],
  environment: Readonly<Record<string, string>> | undefined,
  webhookFilters: unknown,
): CorpusSettings {
  const flags = readFlags(args, environment);
  const registry = registryFrom(flags, behavior);
  const input = {
    behavior,
    owner: registry.owner,
    oldOwner: flags.one('migrate-from-txt-owner') ?? '',
    policy: (flags.one('policy') ?? 'sync') as Policy,
    inDomain: createDomainMatcher([filterFrom(flags), webhookFilter(webhookFilters)]),
    ...typesFrom(flags),
  };
  return { registry, input };
}

interface Flags {
  one(name: string): string | undefined;
  all(name: string): readonly string[];
  has(name: string): boolean;
}

function readFlags(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Flags {
  const all = (name: string): readonly string[] => {
    const given = args.flatMap((arg, index) => {
      if (arg.startsWith(`--${name}=`)) return [arg.slice(name.length + 3)];
      const next = arg === `--${name}` ? args[index + 1] : undefined;
      return next === undefined || next.startsWith('--') ? [] : [next];
    });
    const variable = environment[`EXTERNAL_DNS_${name.toUpperCase().replaceAll('-', '_')}`];
    return given.length > 0 || variable === undefined ? given : variable.trimEnd().split('\n');
  };
  return { all, one: (name) => all(name).at(-1), has: (name) => args.includes(`--${name}`) };
}

function typesFrom(flags: Flags): {
  managedTypes: readonly string[];
  excludedTypes: readonly string[];
} {
  const managed = flags.all('managed-record-types');
  return {
    managedTypes: managed.length > 0 ? managed : ['A', 'AAAA', 'CNAME'],
    excludedTypes: flags.all('exclude-record-types'),
  };
}

function registryFrom(flags: Flags, behavior: Behavior): Registry {
  if (flags.one('registry') === 'noop') return createNoopRegistry();
  const key = flags.one('txt-encrypt-aes-key');
  return createTxtRegistry({
    behavior,
    owner: flags.one('txt-owner-id') ?? 'default',
    oldOwner: flags.one('migrate-from-txt-owner'),
    prefix: flags.one('txt-prefix'),
    suffix: flags.one('txt-suffix'),
    wildcardReplacement: flags.one('txt-wildcard-replacement'),
    cipher: key === undefined ? undefined : testMarkerCipher(key),
    encrypt: flags.has('txt-encrypt-enabled'),
    ...typesFrom(flags),
  });
}

/** The recorded expressions mean the same in JavaScript as in Go. */
function compile(source: string): Pattern {
  const expression = new RegExp(source, 'u');
  return { source, test: (text) => expression.test(text) };
}

function filterFrom(flags: Flags): DomainFilter {
  const include = flags.one('regex-domain-filter') ?? '';
  const exclude = flags.one('regex-domain-exclusion') ?? '';
  return {
    include: flags.all('domain-filter'),
    exclude: flags.all('exclude-domains'),
    ...(include !== '' && { regexInclude: compile(include) }),
    ...(exclude !== '' && { regexExclude: compile(exclude) }),
  };
}

function webhookFilter(json: unknown): DomainFilter {
  const parsed = parseDomainFilter(json, compile);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return parsed.value;
}
