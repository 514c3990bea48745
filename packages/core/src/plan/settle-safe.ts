import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { isTypeConflict } from './candidates.ts';
import { isAsWanted, type UpdateTest } from './decide-row.ts';
import { draftRow, updateTest } from './name-draft.ts';
import type { PlanInput, Policy, Skipped, SkipReason } from './plan.ts';
import { keptForRefused, reasonInRow, refuseCreates } from './refuse-creates.ts';
import type { Row, RowsByName } from './rows.ts';
import { createOf, deleteOf, isOurs, notOwned, updateOf, type Settlement } from './settlement.ts';

/**
 * What is done for all rows, name by name, so that a name is never left worse than it was: nothing is taken away for a
 * record that cannot come, a type change is one step, and no CNAME ever stands beside another type, whatever the set
 * identifiers.
 */
export function settleSafe(
  rows: RowsByName,
  bystanders: readonly Endpoint[],
  input: PlanInput,
): Settlement {
  const bystandersByName = Map.groupBy(bystanders, ({ name }) => name);
  const needsUpdate = updateTest(input);
  const into: Growing = { changes: [], skipped: [], unchanged: 0 };
  for (const [name, ofName] of rows) {
    const beside = bystandersByName.get(name) ?? noBystanders;
    const [row] = ofName;
    const isSettled =
      ofName.length === 1 &&
      row !== undefined &&
      settleShortly(row, beside, input, needsUpdate, into);
    if (!isSettled) settleName(name, ofName, beside, input, needsUpdate, into);
  }
  return into;
}

const noBystanders: readonly Endpoint[] = Object.freeze([]);

interface Growing extends Settlement {
  readonly changes: Change[];
  readonly skipped: Skipped[];
  unchanged: number;
}

/**
 * By far the most names: one wish and nothing there, or one record that is as wanted. Comes to the same as
 * {@link settleName}; `false`: the name is not so simple.
 */
function settleShortly(
  row: Row,
  bystanders: readonly Endpoint[],
  input: PlanInput,
  needsUpdate: UpdateTest,
  into: Growing,
): boolean {
  if (isAsWanted(row, needsUpdate)) {
    into.unchanged += 1;
    return true;
  }
  const [wish] = row.candidates;
  if (row.current.length > 0 || row.candidates.length > 1 || wish === undefined) return false;
  const because = reasonInRow(wish, row, bystanders, input) ?? input.refuse?.(wish);
  if (because === undefined) into.changes.push(createOf(wish));
  else into.skipped.push({ endpoint: wish, because });
  return true;
}

function settleName(
  name: DnsName,
  rows: readonly Row[],
  bystanders: readonly Endpoint[],
  input: PlanInput,
  needsUpdate: UpdateTest,
  into: Growing,
): void {
  const { owner, policy } = input;
  const { changes, skipped } = into;
  const drafts = rows.map((row) => draftRow(row, name, input, needsUpdate));
  const refusals = refuseCreates(drafts, bystanders, input);
  const creates = drafts
    .flatMap(({ decision }) => decision.creates)
    .filter((endpoint) => !refusals.has(endpoint));
  for (const endpoint of creates) changes.push(createOf(endpoint));
  for (const [endpoint, because] of refusals) skipped.push({ endpoint, because });
  for (const draft of drafts) {
    skipped.push(...draft.decision.lost);
    into.unchanged += draft.decision.unchanged.length;
    for (const { before, after } of draft.decision.updates) {
      const because = reasonAgainstUpdate(before, owner, policy);
      if (because === undefined) changes.push(updateOf(before, after));
      else skipped.push({ endpoint: after, because });
    }
    const keptFor = keptForRefused(draft, refusals);
    skipped.push(...keptFor);
    for (const endpoint of keptFor.length > 0 ? [] : draft.deletes) {
      const because = reasonAgainstDelete(endpoint, policy, creates);
      if (because === undefined) changes.push(deleteOf(endpoint));
      else skipped.push({ endpoint, because });
    }
    // What belongs to others and is not wanted by us is no decision of ours.
    const isWanted = draft.row.candidates.length > 0;
    skipped.push(...draft.kept.filter(({ because }) => isWanted || because.code !== 'not-owned'));
  }
}

function reasonAgainstUpdate(
  before: Endpoint,
  owner: string,
  policy: Policy,
): SkipReason | undefined {
  if (!isOurs(before, owner)) return notOwned(before);
  if (policy === 'create-only') return { code: 'policy', policy, kind: 'update' };
  return undefined;
}

/** Under `upsert-only` a record may go only where another type takes its place: that is an update in all but name. */
function reasonAgainstDelete(
  endpoint: Endpoint,
  policy: Policy,
  creates: readonly Endpoint[],
): SkipReason | undefined {
  if (policy === 'sync') return undefined;
  const isReplaced = creates.some((create) => isTypeConflict(create.type, endpoint.type));
  if (policy === 'upsert-only' && isReplaced) return undefined;
  return { code: 'policy', policy, kind: 'delete' };
}
