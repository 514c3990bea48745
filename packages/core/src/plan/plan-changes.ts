import { subject, type Change } from '../model/change.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { compareEndpoints } from '../model/merge-endpoints.ts';
import { compareText } from '../model/compare-text.ts';
import type { Plan, PlanInput, Skipped } from './plan.ts';
import { rowsByName } from './rows.ts';
import { screenDesired } from './screen-desired.ts';
import { selectEndpoints } from './select-endpoints.ts';
import { settleCompat } from './settle-compat.ts';
import { settleSafe } from './settle-safe.ts';
import { apexMatcher } from './zone-apex.ts';

/**
 * What has to change so that what exists becomes what is wanted, and why everything else is left alone. Same input, same
 * plan, same order; nothing that is given is edited.
 */
export function plan(input: PlanInput): Plan {
  return input.behavior === 'compat' ? planCompat(input) : planSafe(input);
}

function planCompat(input: PlanInput): Plan {
  const { current, desired, skipped } = selectEndpoints(input);
  const settled = settleCompat(rowsByName(current, desired), input);
  return sorted(settled.changes, [...skipped, ...settled.skipped], settled.unchanged);
}

function planSafe(input: PlanInput): Plan {
  const selected = selectEndpoints(input);
  const screened = screenDesired(selected.desired);
  const isApex = apexMatcher(input);
  const apexes: Endpoint[] = [];
  const inside: Endpoint[] = [];
  for (const endpoint of screened.desired) (isApex(endpoint) ? apexes : inside).push(endpoint);
  const rows = rowsByName(
    selected.current.filter((endpoint) => !isApex(endpoint)),
    inside,
  );
  const protectedNames = new Set([...(input.protectedNames ?? []), ...screened.protectedNames]);
  const settled = settleSafe(rows, selected.bystanders, { ...input, protectedNames });
  const skipped = [
    ...selected.skipped,
    ...screened.skipped,
    ...apexes.map((endpoint): Skipped => ({ endpoint, because: { code: 'zone-apex' } })),
    ...settled.skipped,
  ];
  return sorted(settled.changes, skipped, settled.unchanged);
}

/** Deletes before updates before creates where name, type and set identifier are equal, so that lists replay in order. */
const rank: Readonly<Record<Change['kind'], number>> = { delete: 0, update: 1, create: 2 };

function sorted(changes: readonly Change[], skipped: readonly Skipped[], unchanged: number): Plan {
  return {
    changes: changes.toSorted((a, b) => compareIdentity(a, b) || rank[a.kind] - rank[b.kind]),
    skipped: skipped.toSorted((a, b) => compareEndpoints(a.endpoint, b.endpoint)),
    unchanged,
  };
}

function compareIdentity(first: Change, second: Change): number {
  const a = subject(first);
  const b = subject(second);
  return (
    compareText(a.name, b.name) ||
    compareText(a.type, b.type) ||
    compareText(a.setIdentifier, b.setIdentifier)
  );
}
