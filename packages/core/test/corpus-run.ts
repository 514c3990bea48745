import { plan, type Change } from '../src/index.ts';
import {
  canonical,
  type CanonicalRecord,
  type ChangesJson,
  type CorpusCase,
  type RecordJson,
} from './corpus-case.ts';
import { settingsOf, type CorpusSettings } from './corpus-settings.ts';
import { desiredFrom, endpointFrom, toJson } from './record-json.ts';

/** The content of upstream's webhook test double: records by name, type and set identifier as written. */
export type Store = Map<string, RecordJson>;

export interface StepResult {
  readonly changes: ChangesJson<CanonicalRecord>;
  readonly records: readonly CanonicalRecord[];
}

/**
 * Decides a case step by step: what upstream wanted and what the store holds, through registry, plan and registry again.
 * A step that upstream refused at start-up changes nothing.
 */
export function runCorpusCase(given: CorpusCase): readonly StepResult[] {
  const store = storeOf(given);
  return stepsOf(given).map(({ args, records, desired }) => {
    put(store, records);
    const written = desired === undefined ? [] : decide(given, args, store, desired);
    apply(store, written);
    const updates = written.filter((change) => change.kind === 'update');
    return {
      changes: {
        create: canonical(
          written.flatMap((change) => (change.kind === 'create' ? [toJson(change.after)] : [])),
        ),
        updateOld: canonical(updates.map(({ before }) => toJson(before))),
        updateNew: canonical(updates.map(({ after }) => toJson(after))),
        delete: canonical(
          written.flatMap((change) => (change.kind === 'delete' ? [toJson(change.before)] : [])),
        ),
      },
      records: canonical([...store.values()]),
    };
  });
}

export interface Step {
  readonly args: readonly string[];
  readonly records: readonly RecordJson[];
  /** `undefined`: upstream refused to start. */
  readonly desired: readonly CanonicalRecord[] | undefined;
}

export function stepsOf(given: CorpusCase): readonly Step[] {
  return given.expected.map(({ ok, desired }, index) => {
    const step = index === 0 ? undefined : given.steps?.[index - 1];
    const isRefused = !ok && desired.length === 0;
    return {
      args: step?.args ?? given.args,
      records: step?.records ?? [],
      desired: isRefused ? undefined : desired,
    };
  });
}

export function storeOf(given: CorpusCase): Store {
  const store: Store = new Map();
  put(store, given.records ?? []);
  return store;
}

export function put(store: Store, records: readonly RecordJson[]): void {
  for (const record of records) store.set(keyOf(record), record);
}

export function apply(store: Store, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind !== 'create') store.delete(keyOf(toJson(change.before)));
  }
  for (const change of changes) {
    if (change.kind !== 'delete') put(store, [toJson(change.after)]);
  }
}

function decide(
  given: CorpusCase,
  args: readonly string[],
  store: Store,
  desired: readonly CanonicalRecord[],
): readonly Change[] {
  const { registry, input }: CorpusSettings = settingsOf('compat', args, given.env, given.filters);
  const decoded = registry.decode([...store.values()].map(endpointFrom));
  const { changes } = plan({
    ...input,
    current: decoded.endpoints,
    desired: desired.map(desiredFrom),
  });
  return registry.encode(changes, decoded).flatMap((group) => group.changes);
}

function keyOf(record: RecordJson): string {
  return [record.dnsName, record.recordType, record.setIdentifier ?? ''].join('|');
}
