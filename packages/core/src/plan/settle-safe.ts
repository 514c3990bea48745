import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { isTypeConflict } from './candidates.ts';
import { isExclusive } from './select-endpoints.ts';
import { decideRow, type RowDecision } from './decide-row.ts';
import { differs } from './difference.ts';
import type { PlanInput, Policy, Skipped, SkipReason } from './plan.ts';
import type { Row, RowsByName } from './rows.ts';
import { notOwned } from './settle-compat.ts';
import { createOf, deleteOf, isOurs, updateOf, type Settlement } from './settlement.ts';

/** A record that stays although it is not wanted, with the reason. */
interface Kept {
  readonly endpoint: Endpoint;
  readonly because: SkipReason;
}

/** What else is planned and present under a name. */
interface NameContext {
  readonly drafts: readonly Draft[];
  readonly wantedCreates: readonly Endpoint[];
  readonly bystanders: readonly Endpoint[];
  readonly input: PlanInput;
}

interface Draft {
  readonly row: Row;
  readonly decision: RowDecision;
  readonly kept: readonly Kept[];
  readonly deletes: readonly Endpoint[];
}

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
  const needsUpdate = (current: Endpoint, desired: Endpoint): boolean =>
    input.repairs?.has(current) === true || differs(current, desired, input.defaultTtlSeconds);
  const isProtected = input.protectedNames?.has(name) === true;
  const drafts = rows.map((row) => draftRow(row, decideRow(row, needsUpdate), owner, isProtected));

  const changes: Change[] = [];
  const skipped: Skipped[] = drafts.flatMap(({ decision }) => decision.lost);
  const wantedCreates = drafts.flatMap(({ decision }) => decision.creates);
  for (const draft of drafts) {
    const refusals = new Map<Endpoint, SkipReason>();
    for (const endpoint of draft.decision.creates) {
      const because = reasonAgainstCreate(endpoint, draft, {
        drafts,
        wantedCreates,
        bystanders,
        input,
      });
      if (because !== undefined) refusals.set(endpoint, because);
    }
    const creates = draft.decision.creates.filter((endpoint) => !refusals.has(endpoint));
    changes.push(...creates.map(createOf));
    for (const [endpoint, because] of refusals) skipped.push({ endpoint, because });
    for (const { before, after } of draft.decision.updates) {
      const because = reasonAgainstUpdate(before, owner, policy);
      if (because === undefined) changes.push(updateOf(before, after));
      else skipped.push({ endpoint: after, because });
    }
    const [refused] = refusals;
    for (const endpoint of draft.deletes) {
      const because = reasonAgainstDelete(endpoint, policy, creates, refused);
      if (because === undefined) changes.push(deleteOf(endpoint));
      else skipped.push({ endpoint, because });
    }
    // What belongs to others and is not wanted by us is no decision of ours.
    const reported = draft.row.candidates.length > 0 ? draft.kept : draft.kept.filter(isWaiting);
    skipped.push(...reported);
  }
  const unchanged = drafts.reduce((sum, { decision }) => sum + decision.unchanged.length, 0);
  return { changes, skipped, unchanged };
}

function isWaiting({ because }: Kept): boolean {
  return because.code === 'waiting';
}

/** Sets apart what may not be deleted in any case. */
function draftRow(row: Row, decision: RowDecision, owner: string, isProtected: boolean): Draft {
  const kept: Kept[] = [];
  const deletes = new Map<string, Endpoint>();
  for (const endpoint of decision.deletes) {
    if (!isOurs(endpoint, owner)) kept.push({ endpoint, because: notOwned(endpoint) });
    else if (isProtected) kept.push({ endpoint, because: { code: 'waiting' } });
    else if (!deletes.has(endpoint.type)) deletes.set(endpoint.type, endpoint);
  }
  return { row, decision, kept, deletes: [...deletes.values()] };
}

function reasonAgainstCreate(
  endpoint: Endpoint,
  draft: Draft,
  { drafts, wantedCreates, bystanders, input }: NameContext,
): SkipReason | undefined {
  const inTheWay = (other: Endpoint): boolean => isTypeConflict(endpoint.type, other.type);
  const foreign =
    draft.row.current.find((current) => !isOurs(current, input.owner)) ??
    (isExclusive(endpoint.type) ? bystanders.find(inTheWay) : undefined);
  if (foreign !== undefined) return { code: 'blocked-by-foreign', foreign };
  for (const other of drafts) {
    const kept = other.kept.find((record) => inTheWay(record.endpoint));
    if (kept !== undefined) {
      if (kept.because.code !== 'not-owned') return kept.because;
      return { code: 'blocked-by-foreign', foreign: kept.endpoint };
    }
    const staying = [
      ...other.decision.unchanged,
      ...other.decision.updates.map((update) => update.before),
    ].find(inTheWay);
    if (staying !== undefined) return { code: 'lost-conflict', winner: staying };
    const undeleted = other.deletes.find(inTheWay);
    if (undeleted !== undefined && (other !== draft || input.policy === 'create-only')) {
      const { policy } = input;
      if (policy !== 'sync') return { code: 'policy', policy, kind: 'delete' };
    }
  }
  const winner = endpoint.type === 'CNAME' ? wantedCreates.find(inTheWay) : undefined;
  if (winner !== undefined) return { code: 'lost-conflict', winner };
  return input.refuse?.(endpoint);
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
  refused: readonly [Endpoint, SkipReason] | undefined,
): SkipReason | undefined {
  if (refused !== undefined) return { code: 'kept-for', wanted: refused[0], because: refused[1] };
  if (policy === 'sync') return undefined;
  const isReplaced = creates.some((create) => isTypeConflict(create.type, endpoint.type));
  if (policy === 'upsert-only' && isReplaced) return undefined;
  return { code: 'policy', policy, kind: 'delete' };
}
