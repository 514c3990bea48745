import {
  compareText,
  ProviderError,
  type ApplyReport,
  type ChangeGroup,
  type DomainMatcher,
  type Endpoint,
  type GroupOutcome,
} from '@org/dns-core';
import { toRecordSet } from './convert.ts';
import type { GoogleChange, GoogleRecordSet } from './record-set.ts';

export interface UpstreamWriteOptions {
  /** Additions and deletions in one change; `0`: all in one. */
  readonly batchChangeSize: number;
  readonly acceptsName: DomainMatcher;
  /** Rejects when the change was not written. */
  readonly send: (change: GoogleChange) => Promise<void>;
  readonly between: () => Promise<void>;
}

interface Entry {
  readonly list: keyof GoogleChange;
  readonly set: GoogleRecordSet;
  /** The group that it comes from. */
  readonly group: ChangeGroup;
}

/**
 * As upstream writes: the entries of one record name stay together, names in ascending order fill changes up to the limit, a
 * name with more entries than that is left out without a word, and the first change that is refused ends the rest.
 */
export async function writeAsUpstream(
  groups: readonly ChangeGroup[],
  options: UpstreamWriteOptions,
): Promise<ApplyReport> {
  const batches = toBatches(entriesOf(groups, options.acceptsName), options.batchChangeSize);
  const unwritten = new Map<ChangeGroup, GroupOutcome>();
  let stopped: ProviderError | undefined;
  for (const [index, batch] of batches.entries()) {
    if (stopped === undefined) {
      try {
        if (index > 0) await options.between();
        await options.send(toChange(batch));
        continue;
      } catch (thrown) {
        if (!ProviderError.is(thrown)) throw thrown;
        stopped = thrown;
      }
      const outcome = stopped.mayHaveWritten ? 'unknown' : 'failed';
      for (const { group } of batch) unwritten.set(group, { outcome, error: stopped });
    } else {
      for (const { group } of batch)
        if (!unwritten.has(group)) unwritten.set(group, { outcome: 'failed', error: stopped });
    }
  }
  return { outcomes: groups.map((group) => unwritten.get(group) ?? { outcome: 'applied' }) };
}

/** Creations before the new sides of updates, the old sides of updates before deletions. */
function entriesOf(groups: readonly ChangeGroup[], accepts: DomainMatcher): readonly Entry[] {
  const created: Entry[] = [];
  const updated: Entry[] = [];
  const replaced: Entry[] = [];
  const deleted: Entry[] = [];
  for (const group of groups) {
    const add = (to: Entry[], list: keyof GoogleChange, endpoint: Endpoint): void => {
      if (!accepts(endpoint.name, endpoint.spelling)) return;
      to.push({ list, group, set: toRecordSet(endpoint, 'compat') });
    };
    for (const change of group.changes) {
      if (change.kind === 'create') add(created, 'additions', change.after);
      if (change.kind === 'update') add(updated, 'additions', change.after);
      if (change.kind === 'update') add(replaced, 'deletions', change.before);
      if (change.kind === 'delete') add(deleted, 'deletions', change.before);
    }
  }
  return [...created, ...updated, ...replaced, ...deleted];
}

function toBatches(entries: readonly Entry[], size: number): readonly (readonly Entry[])[] {
  if (size === 0) return entries.length === 0 ? [] : [entries];
  const byName = [...Map.groupBy(entries, ({ set }) => set.name)].toSorted(([one], [other]) =>
    compareText(one, other),
  );
  const batches: Entry[][] = [];
  let batch: Entry[] = [];
  for (const [, ofName] of byName) {
    if (ofName.length > size) continue;
    if (batch.length > 0 && batch.length + ofName.length > size) {
      batches.push(batch);
      batch = [];
    }
    batch.push(...ofName);
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

function toChange(batch: readonly Entry[]): GoogleChange {
  const of = (list: keyof GoogleChange): readonly GoogleRecordSet[] =>
    batch.filter((entry) => entry.list === list).map(({ set }) => set);
  return { additions: of('additions'), deletions: of('deletions') };
}
