import { toDnsName, type Behavior, type Change, type ChangeGroup } from '@org/dns-core';
import { sameData, toRecordSet } from './convert.ts';
import type { GoogleChange, GoogleRecordSet } from './record-set.ts';

const nothing: GoogleChange = { additions: [], deletions: [] };

/** Changes as what goes and what comes; what stays the same is left out. */
export function toGoogleChange(changes: readonly Change[], behavior: Behavior): GoogleChange {
  return joined(
    changes.map((change) => {
      const deletions = change.kind === 'create' ? [] : [toRecordSet(change.before, behavior)];
      const additions = change.kind === 'delete' ? [] : [toRecordSet(change.after, behavior)];
      const isSame = JSON.stringify(deletions) === JSON.stringify(additions);
      return isSame && behavior === 'safe' ? nothing : { additions, deletions };
    }),
  );
}

export function joined(parts: readonly GoogleChange[]): GoogleChange {
  return {
    additions: parts.flatMap(({ additions }) => additions),
    deletions: parts.flatMap(({ deletions }) => deletions),
  };
}

export function isEmpty({ additions, deletions }: GoogleChange): boolean {
  return additions.length === 0 && deletions.length === 0;
}

/** The bytes that count against Google's limit for one change. */
export function bytesOf({ additions, deletions }: GoogleChange): number {
  let bytes = 0;
  for (const { rrdatas } of [...additions, ...deletions])
    for (const data of rrdatas) bytes += Buffer.byteLength(data);
  return bytes;
}

/** The record sets that are there now, by {@link placeOf}. */
export type Present = ReadonlyMap<string, GoogleRecordSet>;

/** Where a record set stands in its zone. */
export function placeOf({ name, type }: GoogleRecordSet): string {
  return `${toDnsName(name)} ${type}`;
}

/**
 * What is left to do of a group, seen from what is there now: nothing of what is done already, deletions exactly as they
 * have to be. `undefined`: somebody else changed what the group is about.
 */
export function remaining(group: ChangeGroup, present: Present): GoogleChange | undefined {
  const left: GoogleChange[] = [];
  for (const change of group.changes) {
    const part = remainingOf(change, present);
    if (part === undefined) return undefined;
    left.push(part);
  }
  return joined(left);
}

function remainingOf(change: Change, present: Present): GoogleChange | undefined {
  const after = change.kind === 'delete' ? undefined : toRecordSet(change.after, 'safe');
  const before = change.kind === 'create' ? undefined : toRecordSet(change.before, 'safe');
  const place = before ?? after;
  if (place === undefined) return nothing;
  const now = present.get(placeOf(place));
  if (after !== undefined && now !== undefined && now.ttl === after.ttl && sameData(now, after))
    return nothing;
  if (change.kind === 'create')
    return now === undefined && after !== undefined
      ? { additions: [after], deletions: [] }
      : undefined;
  if (now === undefined) return change.kind === 'delete' ? nothing : undefined;
  if (before === undefined || !sameData(now, before)) return undefined;
  const isTtlKnown = change.before.ttlSeconds !== 0;
  if (isTtlKnown && now.ttl !== before.ttl) return undefined;
  return { additions: after === undefined ? [] : [after], deletions: [now] };
}
