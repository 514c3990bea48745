import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';

export interface NameSlice {
  readonly names: ReadonlySet<DnsName>;
  /** All that is there under these names. */
  readonly current: readonly Endpoint[];
}

/**
 * Cuts a pass into slices of about `size` names, one when it is asked for; records of one name stay together. Always gives at
 * least one slice.
 */
export function* nameSlices(
  names: ReadonlySet<DnsName>,
  current: readonly Endpoint[],
  size: number,
): Generator<NameSlice> {
  if (names.size <= size && current.length <= size) {
    const all = new Set(names);
    for (const { name } of current) all.add(name);
    yield { names: all, current };
    return;
  }
  const records = Map.groupBy(current, (endpoint) => endpoint.name);
  let slice = emptySlice();
  for (const name of allNames(names, records)) {
    if (slice.names.size === size) {
      yield slice;
      slice = emptySlice();
    }
    slice.names.add(name);
    for (const record of records.get(name) ?? []) slice.current.push(record);
  }
  yield slice;
}

interface Growing {
  readonly names: Set<DnsName>;
  readonly current: Endpoint[];
}

function emptySlice(): Growing {
  return { names: new Set(), current: [] };
}

/** What is there comes first. */
function* allNames(
  names: ReadonlySet<DnsName>,
  records: ReadonlyMap<DnsName, readonly Endpoint[]>,
): Generator<DnsName> {
  yield* records.keys();
  for (const name of names) if (!records.has(name)) yield name;
}
