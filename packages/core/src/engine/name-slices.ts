import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';

export interface NameSlice {
  readonly names: ReadonlySet<DnsName>;
  /** All that is there under these names. */
  readonly current: readonly Endpoint[];
}

/** Cuts a pass into slices of about `size` names; records of one name stay together. Always gives at least one slice. */
export function nameSlices(
  names: ReadonlySet<DnsName>,
  current: readonly Endpoint[],
  size: number,
): readonly NameSlice[] {
  if (names.size <= size && current.length <= size) {
    const all = new Set(names);
    for (const { name } of current) all.add(name);
    return [{ names: all, current }];
  }
  const slices: Growing[] = [];
  const seen = new Set<DnsName>();
  for (const [name, records] of Map.groupBy(current, (endpoint) => endpoint.name)) {
    seen.add(name);
    const slice = openSlice(slices, size);
    slice.names.add(name);
    slice.current.push(...records);
  }
  for (const name of names) if (!seen.has(name)) openSlice(slices, size).names.add(name);
  return slices;
}

interface Growing {
  readonly names: Set<DnsName>;
  readonly current: Endpoint[];
}

/** The last slice, or a new one when it is full. */
function openSlice(slices: Growing[], size: number): Growing {
  const last = slices.at(-1);
  if (last !== undefined && last.names.size < size) return last;
  const next: Growing = { names: new Set(), current: [] };
  slices.push(next);
  return next;
}
