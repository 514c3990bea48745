import {
  ProviderError,
  subject,
  type Change,
  type ChangeGroup,
  type Endpoint,
} from '@org/dns-core';
import { dataKey, effectiveTtl, toData, toTypeNumber } from './convert.ts';

/** What is left to do of a group once the zone was looked at again. */
export type Settled =
  | { readonly kind: 'done' }
  | { readonly kind: 'todo'; readonly group: ChangeGroup }
  | { readonly kind: 'conflict'; readonly error: ProviderError };

/**
 * Compares a group, whose prerequisites did not hold, with what its names hold now: changes that are there already need no doing,
 * and a record set that somebody else has changed is left to the next pass, which will have read it.
 */
export function settleGroup(
  group: ChangeGroup,
  current: (change: Change) => readonly Endpoint[],
  minTtlSeconds: number,
): Settled {
  const todo: Change[] = [];
  for (const change of group.changes) {
    const sets = current(change);
    const { type } = subject(change);
    const set = sets.find((one) => one.type === type);
    if (isDone(change, set, minTtlSeconds)) continue;
    const obstacle = obstacleTo(change, set, sets, group.changes);
    if (obstacle !== undefined) return { kind: 'conflict', error: conflict(obstacle) };
    todo.push(change);
  }
  if (todo.length === 0) return { kind: 'done' };
  const isWhole = todo.length === group.changes.length;
  return { kind: 'todo', group: isWhole ? group : { ...group, changes: todo } };
}

function isDone(change: Change, set: Endpoint | undefined, minTtlSeconds: number): boolean {
  if (change.kind === 'delete') return set === undefined;
  const { after } = change;
  if (set === undefined || !sameData(after, set)) return false;
  return after.ttlSeconds === 0 || effectiveTtl(after, minTtlSeconds) === set.ttlSeconds;
}

/** The record set that stands in the way. */
function obstacleTo(
  change: Change,
  set: Endpoint | undefined,
  sets: readonly Endpoint[],
  ofGroup: readonly Change[],
): Endpoint | undefined {
  if (change.kind !== 'create')
    return set === undefined || sameData(change.before, set) ? gone(change, set) : set;
  if (set !== undefined) return set;
  const stays = sets.filter(
    ({ type, name }) =>
      !ofGroup.some(
        (other) =>
          other.kind === 'delete' && other.before.type === type && other.before.name === name,
      ),
  );
  return change.after.type === 'CNAME' ? stays[0] : stays.find(({ type }) => type === 'CNAME');
}

/** An update of a record set that somebody took away. */
function gone(change: Change, set: Endpoint | undefined): Endpoint | undefined {
  return change.kind === 'update' && set === undefined
    ? { ...change.before, targets: [] }
    : undefined;
}

function conflict({ spelling, type, targets }: Endpoint): ProviderError {
  const now = targets.length === 0 ? 'it is gone' : `it is ${targets.join(', ')} now`;
  return new ProviderError(
    'transient',
    `${spelling}: somebody else has changed ${type} since it was read (${now}); it is planned anew with the next pass`,
  );
}

function sameData(wanted: Endpoint, held: Endpoint): boolean {
  const keysOf = (endpoint: Endpoint): ReadonlySet<string> => {
    const type = toTypeNumber(endpoint);
    return new Set(endpoint.targets.map((target) => dataKey(type, toData(endpoint, target))));
  };
  const [left, right] = [keysOf(wanted), keysOf(held)];
  return left.size === right.size && [...left].every((key) => right.has(key));
}
