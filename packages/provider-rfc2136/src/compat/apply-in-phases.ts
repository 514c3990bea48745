import {
  ProviderError,
  type ApplyReport,
  type Change,
  type ChangeGroup,
  type DomainMatcher,
  type Endpoint,
} from '@org/dns-core';
import { effectiveTtl } from '../convert.ts';
import type { WireRecord } from '../wire/message.ts';
import { parseRecordData } from '../wire/record-data-text.ts';
import { classNumbers, typeNumber } from '../wire/record-types.ts';
import { WireFormatError } from '../wire/wire-format-error.ts';
import { nameToBytes } from '../wire/wire-name.ts';

export interface ApplyInPhasesOptions {
  readonly batchChangeSize: number;
  readonly minTtlSeconds: number;
  readonly acceptsName: DomainMatcher;
  /** @throws ProviderError when the update was not made. */
  readonly send: (updates: readonly WireRecord[]) => Promise<void>;
}

/**
 * As upstream writes: all creates in chunks, then all updates, then all deletes; a chunk that fails does not end the rest. Targets
 * that are no data of their type are left out without a word, with those behind them.
 */
export async function applyInPhases(
  groups: readonly ChangeGroup[],
  options: ApplyInPhasesOptions,
): Promise<ApplyReport> {
  const { batchChangeSize, acceptsName, send } = options;
  const failures = new Map<Change, ProviderError>();
  const written = new Set<Change>();
  const all = groups.flatMap(({ changes }) => changes);
  for (const kind of ['create', 'update', 'delete'] as const) {
    const ofKind = all.filter((change) => change.kind === kind);
    const ordered = [
      ...ofKind.filter(({ role }) => role === 'record'),
      ...ofKind.filter(({ role }) => role === 'marker'),
    ];
    for (let start = 0; start < ordered.length; start += batchChangeSize) {
      const chunk = ordered.slice(start, start + batchChangeSize);
      const updates = chunk.flatMap((change) =>
        acceptsName(subjectOf(change).name) ? toUpdates(change, options.minTtlSeconds) : [],
      );
      if (updates.length === 0) continue;
      try {
        await send(updates);
        for (const change of chunk) written.add(change);
      } catch (error) {
        if (!ProviderError.is(error)) throw error;
        for (const change of chunk) failures.set(change, error);
      }
    }
  }
  return {
    outcomes: groups.map(({ changes }) => {
      const error = changes.map((change) => failures.get(change)).find((one) => one !== undefined);
      if (error === undefined) return { outcome: 'applied' };
      const isPartial = error.mayHaveWritten || changes.some((change) => written.has(change));
      return { outcome: isPartial ? 'unknown' : 'failed', error };
    }),
  };
}

function subjectOf(change: Change): Endpoint {
  return change.kind === 'create' ? change.after : change.before;
}

function toUpdates(change: Change, minTtlSeconds: number): readonly WireRecord[] {
  const removals =
    change.kind === 'create' ? whole([]) : recordsOf(change.before, classNumbers.NONE, 0);
  if (change.kind === 'delete' || !removals.isWhole) return removals.records;
  const { after } = change;
  const additions = recordsOf(after, classNumbers.IN, effectiveTtl(after, minTtlSeconds));
  return [...removals.records, ...additions.records];
}

interface Parsed {
  readonly records: readonly WireRecord[];
  /** Every target was understood. */
  readonly isWhole: boolean;
}

function whole(records: readonly WireRecord[]): Parsed {
  return { records, isWhole: true };
}

function recordsOf(endpoint: Endpoint, recordClass: number, ttlSeconds: number): Parsed {
  const records: WireRecord[] = [];
  const type = typeNumber(endpoint.type);
  try {
    if (type === undefined) throw new WireFormatError('no such type');
    const name = `${endpoint.spelling.replace(/\.$/, '')}.`;
    nameToBytes(name);
    for (const target of endpoint.targets)
      records.push({
        name,
        type,
        class: recordClass,
        ttlSeconds,
        data: parseRecordData(type, target),
      });
    return whole(records);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return { records, isWhole: false };
  }
}
