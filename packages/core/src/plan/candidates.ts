import type { Endpoint } from '../model/endpoint.ts';
import { compareTargets } from '../model/targets.ts';

/** A CNAME cannot stand beside another type. */
export function isTypeConflict(a: string, b: string): boolean {
  return (a === 'CNAME') !== (b === 'CNAME');
}

/**
 * The candidates of a row that remain when CNAMEs and other types are wanted together: the others. `losers` names each
 * CNAME with the first of those that it lost to.
 */
export function resolveTypeConflict(candidates: readonly Endpoint[]): {
  readonly losers: ReadonlySet<Endpoint>;
  readonly winner: Endpoint | undefined;
} {
  const winner = candidates.find((candidate) => candidate.type !== 'CNAME');
  const cnames = candidates.filter((candidate) => candidate.type === 'CNAME');
  if (winner === undefined) return { losers: new Set(), winner };
  return { losers: new Set(cnames), winner };
}

/** Who gets a name and type that is free: the least list of targets; among equals the earliest. */
export function chooseForCreate(candidates: readonly Endpoint[]): Endpoint | undefined {
  return leastFirst(candidates)[0];
}

/** Who gets a record that exists: the least of those with the record's own `resource`, else the least of all. */
export function chooseForUpdate(
  current: Endpoint,
  candidates: readonly Endpoint[],
): Endpoint | undefined {
  const sorted = leastFirst(candidates);
  const holder = current.labels['resource'] ?? '';
  return sorted.find((candidate) => (candidate.labels['resource'] ?? '') === holder) ?? sorted[0];
}

function leastFirst(candidates: readonly Endpoint[]): readonly Endpoint[] {
  if (candidates.length < 2) return candidates;
  return candidates.toSorted((a, b) => compareTargets(a.targets, b.targets));
}
