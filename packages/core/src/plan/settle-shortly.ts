import type { Endpoint } from '../model/endpoint.ts';
import { isAsWanted } from './decide-row.ts';
import { reasonInRow } from './refuse-creates.ts';
import type { Row } from './rows.ts';
import { createOf, type Settling } from './settlement.ts';

/**
 * By far the most names: one wish and nothing there, or one record that is as wanted. Comes to the same as `settleName` at a
 * fraction of its lists; `false`, and nothing added: the name is not so simple.
 */
export function settleShortly(
  rows: readonly Row[],
  bystanders: readonly Endpoint[],
  { input, needsUpdate, into }: Settling,
): boolean {
  const [row] = rows;
  if (row === undefined || rows.length > 1) return false;
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
