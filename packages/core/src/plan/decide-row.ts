import type { Endpoint } from '../model/endpoint.ts';
import { chooseForCreate, chooseForUpdate, resolveTypeConflict } from './candidates.ts';
import type { Skipped } from './plan.ts';
import { slotsByType, type Row } from './rows.ts';

interface Update {
  readonly before: Endpoint;
  readonly after: Endpoint;
}

/** What a row needs, before ownership and policy have their say. */
export interface RowDecision {
  readonly creates: readonly Endpoint[];
  readonly updates: readonly Update[];
  readonly deletes: readonly Endpoint[];
  /** As wanted: nothing to do. */
  readonly unchanged: readonly Endpoint[];
  readonly lost: readonly Skipped[];
}

/** Whether a record that exists has to change to become what is wanted. */
export type UpdateTest = (current: Endpoint, desired: Endpoint) => boolean;

const nothing: RowDecision = { creates: [], updates: [], deletes: [], unchanged: [], lost: [] };

/** Compares what exists under a name and set identifier with who wants it, type by type. */
export function decideRow(row: Row, needsUpdate: UpdateTest): RowDecision {
  if (row.candidates.length === 0) return { ...nothing, deletes: row.current };
  if (isAsWanted(row, needsUpdate)) return { ...nothing, unchanged: row.candidates };
  const creates: Endpoint[] = [];
  const updates: Update[] = [];
  const deletes: Endpoint[] = [];
  const unchanged: Endpoint[] = [];
  const lost: Skipped[] = [];
  const conflict = resolveTypeConflict(row.candidates);
  const loseTo = (winner: Endpoint, candidates: readonly Endpoint[]): void => {
    for (const endpoint of candidates) {
      if (endpoint !== winner) lost.push({ endpoint, because: { code: 'lost-conflict', winner } });
    }
  };
  for (const { current, candidates } of slotsByType(row).values()) {
    const open = candidates.filter((candidate) => !conflict.losers.has(candidate));
    if (conflict.winner !== undefined && open.length < candidates.length) {
      loseTo(conflict.winner, candidates);
    }
    const winner = current === undefined ? chooseForCreate(open) : chooseForUpdate(current, open);
    if (winner !== undefined) loseTo(winner, open);
    if (winner === undefined) {
      if (current !== undefined) deletes.push(current);
    } else if (current === undefined) {
      creates.push(winner);
    } else if (needsUpdate(current, winner)) {
      updates.push({ before: current, after: inheritOwner(winner, current) });
    } else {
      unchanged.push(winner);
    }
  }
  return { creates, updates, deletes, unchanged, lost };
}

/** By far the most rows: one record, one wish, no difference. */
export function isAsWanted({ current, candidates }: Row, needsUpdate: UpdateTest): boolean {
  if (current.length !== 1 || candidates.length !== 1) return false;
  const [record] = current;
  const [wish] = candidates;
  return (
    record !== undefined &&
    wish !== undefined &&
    record.type === wish.type &&
    !needsUpdate(record, wish)
  );
}

/** A wanted endpoint keeps the owner of the record that it updates. */
function inheritOwner(desired: Endpoint, current: Endpoint): Endpoint {
  return { ...desired, labels: { ...desired.labels, owner: current.labels['owner'] ?? '' } };
}
