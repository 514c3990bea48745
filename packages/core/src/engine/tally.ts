import type { DnsName } from '../model/dns-name.ts';
import type { DropCount } from '../desired/desired-state.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { Tally } from './pass.ts';

export function createTally(): Tally {
  return { wanted: new Map(), current: new Map(), verified: new Map(), dropped: [] };
}

/** Record sets by type, as one pass found them. */
export function countPass(
  wanted: readonly Endpoint[],
  dropped: readonly DropCount[],
  current: readonly Endpoint[],
): Tally {
  const tally = createTally();
  const typesAt = new Map<DnsName, string>();
  for (const { name, type } of current) {
    add(tally.current, type, 1);
    typesAt.set(name, `${typesAt.get(name) ?? ''} ${type} `);
  }
  for (const { name, type } of wanted) {
    add(tally.wanted, type, 1);
    if (typesAt.get(name)?.includes(` ${type} `) === true) add(tally.verified, type, 1);
  }
  tally.dropped.push(...dropped);
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
