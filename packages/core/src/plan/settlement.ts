import type { Change } from '../model/change.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { UpdateTest } from './decide-row.ts';
import type { PlanInput, Skipped, SkipReason } from './plan.ts';

/** What becomes of all rows once ownership and policy were heard. */
export interface Settlement {
  readonly changes: readonly Change[];
  readonly skipped: readonly Skipped[];
  readonly unchanged: number;
}

/** What names are settled with, and into. */
export interface Settling {
  readonly input: PlanInput;
  readonly needsUpdate: UpdateTest;
  readonly into: {
    readonly changes: Change[];
    readonly skipped: Skipped[];
    unchanged: number;
  };
}

/** Without an owner (the noop registry) everything is ours. */
export function isOurs(endpoint: Endpoint, owner: string): boolean {
  return owner === '' || endpoint.labels['owner'] === owner;
}

export function notOwned(endpoint: Endpoint): SkipReason & { readonly code: 'not-owned' } {
  return { code: 'not-owned', owner: endpoint.labels['owner'] };
}

export function createOf(after: Endpoint): Change {
  return { kind: 'create', after, role: 'record' };
}

export function updateOf(before: Endpoint, after: Endpoint): Change {
  return { kind: 'update', before, after, role: 'record' };
}

export function deleteOf(before: Endpoint): Change {
  return { kind: 'delete', before, role: 'record' };
}
