import type { Change } from '../model/change.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { PlanInput, Skipped } from './plan.ts';
import type { RowsByName } from './rows.ts';

/** What becomes of all rows once ownership and policy were heard. */
export interface Settlement {
  readonly changes: readonly Change[];
  readonly skipped: readonly Skipped[];
  readonly unchanged: number;
}

export type Settle = (rows: RowsByName, input: PlanInput) => Settlement;

/** Without an owner (the noop registry) everything is ours. */
export function isOurs(endpoint: Endpoint, owner: string): boolean {
  return owner === '' || endpoint.labels['owner'] === owner;
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
