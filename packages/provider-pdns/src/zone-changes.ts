import type { Behavior, ChangeGroup, Zone } from '@org/dns-core';
import { toDelete, toReplace } from './convert.ts';
import type { PdnsChange } from './record-set.ts';

/**
 * Groups as the `rrsets` of one PATCH. The server works through them in order and refuses a CNAME beside anything else, so
 * deletions come first. A record set that is deleted and written is only written: it is replaced whole.
 */
export function toZoneChanges(
  groups: readonly ChangeGroup[],
  zone: Zone,
  behavior: Behavior,
): readonly PdnsChange[] {
  const bySet = new Map<string, PdnsChange>();
  const add = (change: PdnsChange): void => {
    const key = `${change.name} ${change.type}`;
    if (change.changetype === 'REPLACE' || !bySet.has(key)) bySet.set(key, change);
  };
  for (const { changes } of groups) {
    for (const change of changes) {
      if (change.kind !== 'create') {
        const before = toDelete(change.before, zone.name, behavior);
        const after =
          change.kind === 'update' ? toReplace(change.after, zone.name, behavior) : undefined;
        if (before.type !== after?.type || before.name !== after.name) add(before);
      }
      if (change.kind !== 'delete') add(toReplace(change.after, zone.name, behavior));
    }
  }
  return [...bySet.values()].toSorted(
    (one, other) => Number(one.changetype === 'REPLACE') - Number(other.changetype === 'REPLACE'),
  );
}
