import { type Change, subject } from '../model/change.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { decideRow } from './decide-row.ts';
import { differs, isIdentical } from './difference.ts';
import type { PlanInput, Skipped } from './plan.ts';
import type { Row, RowsByName } from './rows.ts';
import { createOf, deleteOf, isOurs, notOwned, updateOf, type Settlement } from './settlement.ts';

/**
 * What upstream v0.22 does, oddities included: the policy does not look at a row again, so that a type change under
 * `upsert-only` leaves both types; one foreign record stops all creations of its row, but no deletion; an update whose
 * two sides are equal is sent only together with something that differs.
 */
export function settleCompat(rows: RowsByName, input: PlanInput): Settlement {
  const changes: Change[] = [];
  const skipped: Skipped[] = [];
  let unchanged = 0;
  for (const row of [...rows.values()].flat()) {
    const settled = settleRow(row, input);
    changes.push(...settled.changes);
    skipped.push(...settled.skipped);
    unchanged += settled.unchanged;
  }
  return { changes: hasEffect(changes) ? changes : [], skipped, unchanged };
}

function settleRow(row: Row, input: PlanInput): Settlement {
  const { owner, oldOwner, policy } = input;
  const isMigrating = (current: Endpoint): boolean =>
    oldOwner !== undefined && oldOwner !== '' && current.labels['owner'] !== oldOwner;
  const decision = decideRow(
    row,
    (current, desired) => isMigrating(current) || differs(current, desired),
  );
  const changes: Change[] = [];
  const skipped: Skipped[] = [...decision.lost];
  const foreign = row.current.find((endpoint) => !isOurs(endpoint, owner));
  for (const endpoint of decision.creates) {
    if (foreign === undefined) changes.push(createOf(endpoint));
    else skipped.push({ endpoint, because: { code: 'blocked-by-foreign', foreign } });
  }
  for (const { before, after } of decision.updates) {
    if (!isOurs(before, owner)) {
      skipped.push({ endpoint: after, because: notOwned(before) });
    } else if (policy === 'create-only') {
      skipped.push({ endpoint: after, because: { code: 'policy', policy, kind: 'update' } });
    } else {
      changes.push(updateOf(before, after));
    }
  }
  for (const before of owner === '' ? decision.deletes : withoutRepeats(decision.deletes)) {
    if (!isOurs(before, owner)) {
      if (row.candidates.length > 0) skipped.push({ endpoint: before, because: notOwned(before) });
    } else if (policy === 'sync') {
      changes.push(deleteOf(before));
    } else {
      skipped.push({ endpoint: before, because: { code: 'policy', policy, kind: 'delete' } });
    }
  }
  return { changes, skipped, unchanged: decision.unchanged.length };
}

/** Inside a row, endpoints of one type and spelling are one record; the first stays. */
function withoutRepeats(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  if (endpoints.length < 2) return endpoints;
  const seen = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const key = `${endpoint.type} ${endpoint.spelling}`;
    if (!seen.has(key)) seen.set(key, endpoint);
  }
  return [...seen.values()];
}

function hasEffect(changes: readonly Change[]): boolean {
  return changes.some(
    (change) => change.kind !== 'update' || !isIdentical(change.before, subject(change)),
  );
}
