import { subject, type Change, type ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';

/** Changes by name, in the order in which names first appear. */
export function changesByName(changes: readonly Change[]): ReadonlyMap<DnsName, readonly Change[]> {
  return Map.groupBy(changes, (change) => subject(change).name);
}

/**
 * One name's changes in the order in which they are safe to write one by one: markers that come or change before the
 * records, records that go before those that come (another type may take their place), markers that go at the end.
 */
export function groupOf(name: DnsName, changes: readonly Change[]): ChangeGroup {
  return { name, changes: changes.toSorted((a, b) => stepOf(a) - stepOf(b)) };
}

function stepOf({ kind, role }: Change): number {
  if (role === 'marker') return kind === 'delete' ? 4 : 0;
  return kind === 'delete' ? 1 : kind === 'update' ? 2 : 3;
}
