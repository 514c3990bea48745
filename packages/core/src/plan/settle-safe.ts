import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { isTypeConflict } from './candidates.ts';
import { draftRow } from './name-draft.ts';
import type { PlanInput, Policy, Skipped, SkipReason } from './plan.ts';
import { keptForRefused, refuseCreates } from './refuse-creates.ts';
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
  const changes: Change[] = [];
  const skipped: Skipped[] = [];
  let unchanged = 0;
  for (const [name, ofName] of rows) {
    const settled = settleName(name, ofName, bystandersByName.get(name) ?? [], input);
    changes.push(...settled.changes);
    skipped.push(...settled.skipped);
    unchanged += settled.unchanged;
  }
  return { changes, skipped, unchanged };
}

function settleName(
  name: DnsName,
  rows: readonly Row[],
  bystanders: readonly Endpoint[],
  input: PlanInput,
): Settlement {
  const { owner, policy } = input;
  const drafts = rows.map((row) => draftRow(row, name, input));
  const refusals = refuseCreates(drafts, bystanders, input);
  const creates = drafts
    .flatMap(({ decision }) => decision.creates)
    .filter((endpoint) => !refusals.has(endpoint));
  const changes: Change[] = creates.map(createOf);
  const skipped: Skipped[] = Array.from(refusals, ([endpoint, because]) => ({ endpoint, because }));
  let unchanged = 0;
  for (const draft of drafts) {
    skipped.push(...draft.decision.lost);
    unchanged += draft.decision.unchanged.length;
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
  return { changes, skipped, unchanged };
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
