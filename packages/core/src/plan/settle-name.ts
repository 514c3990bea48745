import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { isTypeConflict } from './candidates.ts';
import { draftRow } from './name-draft.ts';
import type { Policy, SkipReason } from './plan.ts';
import { keptForRefused, refuseCreates } from './refuse-creates.ts';
import type { Row } from './rows.ts';
import { createOf, deleteOf, isOurs, notOwned, updateOf, type Settling } from './settlement.ts';

/** Adds what is to be done for one name, whatever is there and wanted. */
export function settleName(
  name: DnsName,
  rows: readonly Row[],
  bystanders: readonly Endpoint[],
  { input, needsUpdate, into }: Settling,
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
