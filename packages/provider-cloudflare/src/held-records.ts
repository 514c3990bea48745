import type { Clock, DnsName, Zone } from '@org/dns-core';
import type { CloudflareApi, RecordQuery } from './cloudflare-api.ts';
import { nameOf } from './convert.ts';
import type { CloudflareRecord } from './record.ts';

/** So many small requests at most in place of one reading of the zone. */
const mostQueries = 8;
/** What was read by name serves the write that follows from it, if that comes soon. */
const recentMs = 10_000;

/** Reads records by name: changes need their ids. */
export interface RecordReader {
  /** Everything in a zone. */
  readAll(zone: Zone, signal: AbortSignal): Promise<readonly CloudflareRecord[]>;
  /** Everything under some names, read now. */
  readNames(
    zone: Zone,
    names: readonly DnsName[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<DnsName, readonly CloudflareRecord[]>>;
  /** The same, also out of what `readNames` has just read for these names; each reading serves once. */
  takeNames(
    zone: Zone,
    names: readonly DnsName[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<DnsName, readonly CloudflareRecord[]>>;
  /** What was read of these names serves no more: they are written to. */
  forget(zone: Zone, names: readonly DnsName[]): void;
}

interface Recent {
  readonly records: readonly CloudflareRecord[];
  readonly atMs: number;
}

export function createRecordReader(api: CloudflareApi, clock: Clock): RecordReader {
  const sizes = new Map<string, number>();
  const recent = new Map<string, Recent>();
  const keyOf = (zone: Zone, name: DnsName): string => `${zone.id} ${name}`;

  const readAll: RecordReader['readAll'] = async (zone, signal) => {
    const records = await api.listRecords(zone.id, undefined, signal);
    sizes.set(zone.id, records.length);
    return records;
  };

  const read: RecordReader['readNames'] = async (zone, names, signal) => {
    const wanted = new Map<DnsName, CloudflareRecord[]>(names.map((name) => [name, []]));
    const queries = queriesFor(zone, names);
    // A zone of fewer records than this is one small page.
    const isSmall = (sizes.get(zone.id) ?? Infinity) <= 100 * (queries.length - 1);
    const lists =
      queries.length > mostQueries || isSmall
        ? [await readAll(zone, signal)]
        : await Promise.all(queries.map((query) => api.listRecords(zone.id, query, signal)));
    const seen = new Set<string>();
    for (const record of lists.flat()) {
      const under = wanted.get(nameOf(record));
      if (under === undefined || seen.has(record.id)) continue;
      seen.add(record.id);
      under.push(record);
    }
    return wanted;
  };

  return {
    readAll,

    async readNames(zone, names, signal) {
      const found = await read(zone, names, signal);
      const atMs = clock.now();
      for (const [key, one] of recent) if (atMs - one.atMs > recentMs) recent.delete(key);
      for (const [name, records] of found) recent.set(keyOf(zone, name), { records, atMs });
      return found;
    },

    async takeNames(zone, names, signal) {
      const found = new Map<DnsName, readonly CloudflareRecord[]>();
      for (const name of names) {
        const known = recent.get(keyOf(zone, name));
        recent.delete(keyOf(zone, name));
        if (known !== undefined && clock.now() - known.atMs <= recentMs)
          found.set(name, known.records);
      }
      const missing = names.filter((name) => !found.has(name));
      if (missing.length === 0) return found;
      return new Map([...found, ...(await read(zone, missing, signal))]);
    },

    forget(zone, names) {
      for (const name of names) recent.delete(keyOf(zone, name));
    },
  };
}

/** A name's markers mostly end in the name: one question brings them all. Everything ends in the name of the zone. */
function queriesFor(zone: Zone, names: readonly DnsName[]): readonly RecordQuery[] {
  const suffixes: DnsName[] = [];
  let withApex = false;
  for (const name of [...new Set(names)].toSorted((a, b) => a.length - b.length)) {
    if (name === zone.name) withApex = true;
    else if (!suffixes.some((suffix) => name.endsWith(suffix))) suffixes.push(name);
  }
  const queries = suffixes.map((suffix): RecordQuery => ({ endswith: suffix }));
  return withApex ? [{ exact: zone.name }, ...queries] : queries;
}
