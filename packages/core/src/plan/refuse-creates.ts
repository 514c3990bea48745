import type { Endpoint } from '../model/endpoint.ts';
import { isTypeConflict } from './candidates.ts';
import type { Draft, Kept } from './name-draft.ts';
import type { PlanInput, SkipReason } from './plan.ts';
import type { Row } from './rows.ts';
import { isComputed, isExclusive } from './select-endpoints.ts';
import { isOurs } from './settlement.ts';

/**
 * The wanted records of a name that must not be created, with the reasons. What a refused record would have replaced stays,
 * and may be in the way of the next: so this is repeated until nothing more is refused.
 */
export function refuseCreates(
  drafts: readonly Draft[],
  bystanders: readonly Endpoint[],
  input: PlanInput,
): ReadonlyMap<Endpoint, SkipReason> {
  const refusals = new Map<Endpoint, SkipReason>();
  for (let before = -1; before !== refusals.size;) {
    before = refusals.size;
    const kept = drafts.flatMap((draft) => [...draft.kept, ...keptForRefused(draft, refusals)]);
    for (const draft of drafts) {
      for (const endpoint of draft.decision.creates) {
        if (refusals.has(endpoint)) continue;
        const because =
          reasonInRow(endpoint, draft.row, bystanders, input) ??
          reasonInName(endpoint, drafts, kept, input) ??
          input.refuse?.(endpoint);
        if (because !== undefined) refusals.set(endpoint, because);
      }
    }
  }
  return refusals;
}

/** Nothing is taken away for a record that cannot come. */
export function keptForRefused(
  draft: Draft,
  refusals: ReadonlyMap<Endpoint, SkipReason>,
): readonly Kept[] {
  const wanted = draft.decision.creates.find((endpoint) => refusals.has(endpoint));
  const because = wanted && refusals.get(wanted);
  if (wanted === undefined || because === undefined) return [];
  return draft.deletes.map((endpoint) => ({
    endpoint,
    because: { code: 'kept-for', wanted, because },
  }));
}

/** What is there under the name and belongs to somebody else. */
export function reasonInRow(
  endpoint: Endpoint,
  row: Row,
  bystanders: readonly Endpoint[],
  input: PlanInput,
): SkipReason | undefined {
  const foreign =
    row.current.find((current) => !isOurs(current, input.owner)) ??
    (isExclusive(endpoint.type)
      ? bystanders.find(({ type }) => isComputed(type) || isTypeConflict(endpoint.type, type))
      : undefined);
  return foreign && { code: 'blocked-by-foreign', foreign };
}

/** No CNAME beside another type, whatever the set identifiers. */
function reasonInName(
  endpoint: Endpoint,
  drafts: readonly Draft[],
  kept: readonly Kept[],
  { policy }: PlanInput,
): SkipReason | undefined {
  const inTheWay = (other: Endpoint): boolean => isTypeConflict(endpoint.type, other.type);
  const stays = kept.find((record) => inTheWay(record.endpoint));
  if (stays?.because.code === 'not-owned') {
    return { code: 'blocked-by-foreign', foreign: stays.endpoint };
  }
  if (stays !== undefined) return stays.because;
  const winner = drafts
    .flatMap(({ decision }) => [
      ...decision.unchanged,
      ...decision.updates.map((update) => update.after),
      ...(endpoint.type === 'CNAME' ? decision.creates : []),
    ])
    .find(inTheWay);
  if (winner !== undefined) return { code: 'lost-conflict', winner };
  if (policy === 'create-only' && drafts.some(({ deletes }) => deletes.some(inTheWay))) {
    return { code: 'policy', policy, kind: 'delete' };
  }
  return undefined;
}
