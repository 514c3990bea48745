import type { Change as ApiChange, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { keyOf, sameRecordSet } from './same-record-set.ts';

export type Settled =
  /** What is still to do. */
  | { readonly ok: true; readonly changes: readonly ApiChange[] }
  /** The record set that somebody changed since it was read. */
  | { readonly ok: false; readonly conflict: ResourceRecordSet };

/**
 * Changes that were refused because things are not as they were read, compared with how things are: what is done already (by us,
 * when a reply was lost) falls away; what somebody else changed in between is a conflict.
 */
export function settleChanges(
  changes: readonly ApiChange[],
  current: readonly ResourceRecordSet[],
): Settled {
  const present = new Map(current.map((set) => [keyOf(set), set]));
  const created = new Map(
    changes.flatMap(({ Action, ResourceRecordSet: set }) =>
      Action === 'CREATE' && set !== undefined ? [[keyOf(set), set] as const] : [],
    ),
  );
  const open: ApiChange[] = [];
  for (const change of changes) {
    const { Action, ResourceRecordSet: set } = change;
    if (set === undefined) continue;
    const there = present.get(keyOf(set));
    const wanted = created.get(keyOf(set));
    const isDone = there !== undefined && wanted !== undefined && sameRecordSet(there, wanted);
    if (isDone || (Action === 'DELETE' && there === undefined)) continue;
    if (Action === 'DELETE' && there !== undefined && !sameRecordSet(there, set))
      return { ok: false, conflict: there };
    const makesRoom = changes.some(
      (other) =>
        other.Action === 'DELETE' &&
        other.ResourceRecordSet !== undefined &&
        keyOf(other.ResourceRecordSet) === keyOf(set),
    );
    if (Action === 'CREATE' && there !== undefined && !makesRoom)
      return { ok: false, conflict: there };
    open.push(change);
  }
  return { ok: true, changes: open };
}
