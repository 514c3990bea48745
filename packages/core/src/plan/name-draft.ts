import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { decideRow, type RowDecision, type UpdateTest } from './decide-row.ts';
import { differs } from './difference.ts';
import type { PlanInput, SkipReason } from './plan.ts';
import type { Row } from './rows.ts';
import { isOurs, notOwned } from './settlement.ts';

/** A record that stays although it is not wanted, with the reason. */
export interface Kept {
  readonly endpoint: Endpoint;
  readonly because: SkipReason;
}

/** What one row of a name needs; what must not be deleted in any case is set apart. */
export interface Draft {
  readonly row: Row;
  readonly decision: RowDecision;
  readonly kept: readonly Kept[];
  readonly deletes: readonly Endpoint[];
}

/** Whether a record that exists has to change to become what is wanted, or for its marker's sake. */
export function updateTest({ repairs, defaultTtlSeconds }: PlanInput): UpdateTest {
  return (current, desired) =>
    repairs?.has(current) === true || differs(current, desired, defaultTtlSeconds);
}

export function draftRow(
  row: Row,
  name: DnsName,
  input: PlanInput,
  needsUpdate: UpdateTest,
): Draft {
  const decision = decideRow(row, needsUpdate);
  const isProtected = input.protectedNames?.has(name) === true;
  const kept: Kept[] = [];
  const deletes = new Map<string, Endpoint>();
  for (const endpoint of decision.deletes) {
    if (!isOurs(endpoint, input.owner)) kept.push({ endpoint, because: notOwned(endpoint) });
    else if (isProtected) kept.push({ endpoint, because: { code: 'waiting' } });
    else if (!deletes.has(endpoint.type)) deletes.set(endpoint.type, endpoint);
  }
  return { row, decision, kept, deletes: [...deletes.values()] };
}
