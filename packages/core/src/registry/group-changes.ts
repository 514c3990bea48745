import { subject, type Change, type ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';

/** Changes by name, in the order in which names first appear. */
export function changesByName(changes: readonly Change[]): ReadonlyMap<DnsName, readonly Change[]> {
  return Map.groupBy(changes, (change) => subject(change).name);
}

/**
 * One name's changes in the order in which they are safe to write one by one: markers that come or change before the
 * records, records that go before those that come (another type may take their place), markers that go at the end, but one
 * at the name itself, where a CNAME may come, before what comes.
 */
export function groupOf(name: DnsName, changes: readonly Change[]): ChangeGroup {
  const isInOrder = changes.every(
    (change, index) => index === 0 || stepOf(name, changes[index - 1]!) <= stepOf(name, change),
  );
  return {
    name,
    changes: isInOrder ? changes : changes.toSorted((a, b) => stepOf(name, a) - stepOf(name, b)),
  };
}

function stepOf(name: DnsName, change: Change): number {
  if (change.role === 'marker' && change.kind !== 'delete') return 0;
  if (change.role === 'marker') return subject(change).name === name ? 2 : 5;
  return change.kind === 'delete' ? 1 : change.kind === 'update' ? 3 : 4;
}
