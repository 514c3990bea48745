import {
  ProviderError,
  subject,
  type ApplyReport,
  type Change,
  type ChangeGroup,
  type GroupOutcome,
} from '@org/dns-core';
import { applyInBatches, type BatchCost } from '@org/dns-provider-kit';
import { mostOperations, type EtcdApi, type KeyCondition, type KeyWrite } from './etcd-api.ts';
import { findNames } from './find-names.ts';
import type { KeySpace } from './key-space.ts';
import { createNameDraft, type NameDraft } from './name-draft.ts';

export interface WriteOptions {
  readonly api: EtcdApi;
  readonly keys: KeySpace;
  readonly owner: string | undefined;
  readonly isCompat: boolean;
  readonly newLabel: () => string;
}

/** etcd takes requests of 1.5 MB (`--max-request-bytes`). */
const mostBytes = 1_000_000;
/** A key and the fields around a target. */
const bytesPerTarget = 400;
const attempts = 3;

/**
 * Writes groups, as many in one transaction as the server takes: what lies under their names is read first, and written only
 * if nobody wrote there in between; else it is read again. A group is written whole or not at all, unless it alone is more
 * than a transaction holds.
 */
export function writeGroups(
  groups: readonly ChangeGroup[],
  options: WriteOptions,
  signal: AbortSignal,
): Promise<ApplyReport> {
  return applyInBatches(
    groups,
    { maxChanges: mostOperations, maxBytes: mostBytes, costOf },
    async (some) => {
      for (let attempt = 1; ; attempt += 1) {
        const { outcomes, isDone } = await attemptOnce(some, options, signal);
        if (isDone) return { outcomes };
        if (some.length > 1)
          throw new ProviderError('rejected', 'somebody else wrote to these names meanwhile');
        if (attempt === attempts)
          return { outcomes: [{ outcome: 'failed', error: contended(some) }] };
      }
    },
    signal,
  );
}

interface Attempt {
  readonly outcomes: readonly GroupOutcome[];
  /** `false`: somebody wrote in between, and nothing was written. */
  readonly isDone: boolean;
}

async function attemptOnce(
  groups: readonly ChangeGroup[],
  options: WriteOptions,
  signal: AbortSignal,
): Promise<Attempt> {
  const names = new Set(
    groups.flatMap(({ changes }) => changes.map((one) => nameOf(one, options))),
  );
  const found = await findNames(options.api, options.keys, [...names], signal);
  const drafts = new Map<string, NameDraft>();
  for (const [name, { entries, revision }] of found)
    drafts.set(name, createNameDraft({ ...options, name, present: entries, revision }));

  const outcomes = groups.map((group): GroupOutcome => {
    const changes = inOrder(group.changes).flatMap((change) => {
      const draft = drafts.get(nameOf(change, options));
      return draft === undefined ? [] : [{ change, draft }];
    });
    for (const { change, draft } of changes) {
      const obstacle = draft.obstacle(change);
      if (obstacle !== undefined) return { outcome: 'failed', error: refused(change, obstacle) };
    }
    for (const { change, draft } of changes) draft.apply(change);
    return { outcome: 'applied' };
  });

  const all = [...drafts.values()];
  const writes = all.flatMap((draft) => draft.writes());
  const conditions = all.flatMap((draft) => draft.conditions());
  if (writes.length === 0) return { outcomes, isDone: true };
  if (Math.max(writes.length, conditions.length) > mostOperations) {
    if (groups.length > 1)
      throw new ProviderError('rejected', 'more than one transaction can hold');
    return { outcomes, isDone: await writeInParts(writes, conditions, options.api, signal) };
  }
  return { outcomes, isDone: await options.api.write(conditions, writes, signal) };
}

/** What comes before what goes, so that a name that breaks off halfway still answers. */
async function writeInParts(
  writes: readonly KeyWrite[],
  conditions: readonly KeyCondition[],
  api: EtcdApi,
  signal: AbortSignal,
): Promise<boolean> {
  const byKey = new Map(
    conditions.flatMap((one) => ('key' in one ? [[one.key, one] as const] : [])),
  );
  const guards = conditions.filter((one) => 'range' in one);
  const ordered = writes.toSorted(
    (a, b) => Number(a.value === undefined) - Number(b.value === undefined),
  );
  const size = mostOperations - guards.length;
  for (let start = 0; start < ordered.length; start += size) {
    const part = ordered.slice(start, start + size);
    const own = part.map(({ key }) => byKey.get(key)).filter((one) => one !== undefined);
    // What the first part wrote is new under these names.
    const holds = start === 0 ? [...own, ...guards] : own;
    if (!(await api.write(holds, part, signal))) return false;
  }
  return true;
}

/** Texts last: they may join an address. What goes first: its key may serve what comes. */
function inOrder(changes: readonly Change[]): readonly Change[] {
  const step = (change: Change): number =>
    (subject(change).type === 'TXT' ? 2 : 0) + (change.kind === 'delete' ? 0 : 1);
  return changes.toSorted((a, b) => step(a) - step(b));
}

/** Upstream spells keys as names are written; CoreDNS looks for lower-case ASCII. */
function nameOf(change: Change, { isCompat }: WriteOptions): string {
  const { name, spelling } = subject(change);
  return isCompat ? spelling : name;
}

function costOf({ changes }: ChangeGroup): BatchCost {
  let [operations, conditions, bytes] = [0, 0, 0];
  for (const change of changes) {
    const before = change.kind === 'create' ? [] : change.before.targets;
    const after = change.kind === 'delete' ? [] : change.after.targets;
    operations += new Set([...before, ...after]).size;
    conditions += new Set([...before, ...after]).size + (change.kind === 'create' ? 1 : 0);
    for (const target of after) bytes += target.length * 2 + bytesPerTarget;
  }
  return { changes: Math.max(operations, conditions), bytes };
}

function refused(change: Change, obstacle: string): ProviderError {
  const { spelling, type } = subject(change);
  return new ProviderError('rejected', `${spelling} ${type}: ${obstacle}`);
}

function contended(groups: readonly ChangeGroup[]): ProviderError {
  const names = groups.map(({ name }) => name).join(', ');
  return new ProviderError(
    'transient',
    `${names}: somebody else keeps writing there; it is tried again in the next pass`,
  );
}
