import {
  createDomainMatcher,
  createEndpoint,
  createNoopRegistry,
  createTxtRegistry,
  noProperties,
  parseDomainFilter,
  plan,
  type DomainFilter,
  type Endpoint,
  type Pattern,
  type Policy,
  type Registry,
} from '../src/index.ts';
import {
  canonical,
  type CanonicalRecord,
  type ChangesJson,
  type CorpusCase,
  type RecordJson,
} from './corpus-case.ts';
import { testMarkerCipher } from './node-marker-cipher.ts';

export interface StepResult {
  readonly changes: ChangesJson<CanonicalRecord>;
  readonly records: readonly CanonicalRecord[];
}

/** The content of upstream's webhook test double: records by name, type and set identifier as written. */
type Store = Map<string, RecordJson>;

/**
 * Decides a case step by step: what upstream wanted and what the store holds, through registry, plan and registry again.
 * A step that upstream refused at start-up changes nothing.
 */
export function runCorpusCase(given: CorpusCase): readonly StepResult[] {
  const store: Store = new Map((given.records ?? []).map((record) => [keyOf(record), record]));
  return [{}, ...(given.steps ?? [])].map(
    (step: NonNullable<CorpusCase['steps']>[number], index) => {
      for (const record of step.records ?? []) store.set(keyOf(record), record);
      const expected = given.expected[index];
      const isRefused = expected?.ok !== true && expected?.desired.length === 0;
      const changes: ChangesJson<RecordJson> = isRefused
        ? { create: [], updateOld: [], updateNew: [], delete: [] }
        : decide(
            readFlags(step.args ?? given.args, given.env),
            given.filters,
            store,
            expected?.desired ?? [],
          );
      apply(store, changes);
      return {
        changes: {
          create: canonical(changes.create),
          updateOld: canonical(changes.updateOld),
          updateNew: canonical(changes.updateNew),
          delete: canonical(changes.delete),
        },
        records: canonical([...store.values()]),
      };
    },
  );
}

function decide(
  flags: Flags,
  filters: unknown,
  store: Store,
  desired: readonly CanonicalRecord[],
): ChangesJson<RecordJson> {
  const registry = registryFrom(flags);
  const decoded = registry.decode([...store.values()].map(endpointFrom));
  const { changes } = plan({
    behavior: 'compat',
    current: decoded.endpoints,
    desired: desired.map(desiredFrom),
    owner: registry.owner,
    oldOwner: flags.one('migrate-from-txt-owner') ?? '',
    policy: (flags.one('policy') ?? 'sync') as Policy,
    inDomain: createDomainMatcher([filterFrom(flags), webhookFilter(filters)]),
    ...typesFrom(flags),
  });
  const written = registry.encode(changes, decoded).flatMap((group) => group.changes);
  const updates = written.filter((change) => change.kind === 'update');
  return {
    create: written.flatMap((change) => (change.kind === 'create' ? [toJson(change.after)] : [])),
    updateOld: updates.map(({ before }) => toJson(before)),
    updateNew: updates.map(({ after }) => toJson(after)),
    delete: written.flatMap((change) => (change.kind === 'delete' ? [toJson(change.before)] : [])),
  };
}

function apply(store: Store, changes: ChangesJson<RecordJson>): void {
  for (const record of [...changes.delete, ...changes.updateOld]) store.delete(keyOf(record));
  for (const record of [...changes.updateNew, ...changes.create]) store.set(keyOf(record), record);
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

function registryFrom(flags: Flags): Registry {
  if (flags.one('registry') === 'noop') return createNoopRegistry();
  const key = flags.one('txt-encrypt-aes-key');
  return createTxtRegistry({
    behavior: 'compat',
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

function keyOf(record: RecordJson): string {
  return [record.dnsName, record.recordType, record.setIdentifier ?? ''].join('|');
}

function endpointFrom(record: RecordJson): Endpoint {
  return createEndpoint({
    name: record.dnsName ?? '',
    keepFinalDot: true,
    type: record.recordType ?? '',
    targets: record.targets ?? [],
    setIdentifier: record.setIdentifier,
    ttlSeconds: record.recordTTL,
    labels: record.labels ?? undefined,
    properties: record.providerSpecific?.map(({ name, value = '' }) => ({ name, value })),
  });
}

function desiredFrom(record: CanonicalRecord): Endpoint {
  const properties = record.providerSpecific?.map((text) => {
    const equals = text.indexOf('=');
    return { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
  const { providerSpecific: _text, dnsName, recordType, ...rest } = record;
  return endpointFrom({
    ...rest,
    ...(dnsName !== undefined && { dnsName }),
    ...(recordType !== undefined && { recordType }),
    ...(properties && { providerSpecific: properties }),
  });
}

function toJson(endpoint: Endpoint): RecordJson {
  return {
    dnsName: endpoint.spelling,
    recordType: endpoint.type,
    targets: endpoint.targets,
    setIdentifier: endpoint.setIdentifier,
    recordTTL: endpoint.ttlSeconds,
    labels: endpoint.labels,
    ...(endpoint.properties !== noProperties && { providerSpecific: endpoint.properties }),
  };
}
