import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { Tally } from './pass.ts';
import type { UnitPlan } from './plan-unit.ts';

export function createTally(): Tally {
  return { wanted: new Map(), current: new Map(), verified: new Map(), dropped: [] };
}

/** Record sets by type, as one pass found them. */
export function countPass({ wanted, current }: UnitPlan): Tally {
  const tally = createTally();
  const there = new Set(current.map(key));
  for (const endpoint of wanted.endpoints) {
    add(tally.wanted, endpoint.type, 1);
    if (there.has(key(endpoint))) add(tally.verified, endpoint.type, 1);
  }
  for (const { type } of current) add(tally.current, type, 1);
  tally.dropped.push(...wanted.dropped);
  return tally;
}

export function addTally(into: Tally, from: Tally): void {
  for (const field of ['wanted', 'current', 'verified'] as const) {
    for (const [type, count] of from[field]) add(into[field], type, count);
  }
  into.dropped.push(...from.dropped);
}

function add(counts: Map<RecordType, number>, type: RecordType, count: number): void {
  counts.set(type, (counts.get(type) ?? 0) + count);
}

function key({ name, type }: Endpoint): string {
  return `${name} ${type}`;
}
