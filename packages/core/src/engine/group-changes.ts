import { subject, type Change, type ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';

/** Changes without markers → one group per name, in the order in which the names first appear; deletes come first within a group. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const byName = new Map<DnsName, Change[]>();
  for (const change of changes) {
    const { name } = subject(change);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [change]);
    else known.push(change);
  }
  return [...byName].map(([name, list]) => ({
    name,
    changes: list.toSorted((a, b) => order(a) - order(b)),
  }));
}

function order(change: Change): number {
  return change.kind === 'delete' ? 0 : 1;
}
