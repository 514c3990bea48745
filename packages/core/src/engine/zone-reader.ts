import type { Clock } from '../contract/clock.ts';
import type { Provider } from '../contract/provider.ts';
import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { EngineEvent } from './engine-event.ts';
import { createZoneCopy, type ZoneCopy } from './zone-copy.ts';

/** Reads zones, and keeps what it read for as long as that may be trusted. */
export interface ZoneReader {
  /** The whole zone, read now. Two who ask at once share one read. */
  readZone(zone: Zone, signal: AbortSignal): Promise<ZoneCopy>;
  /** The kept copy, where the zone's token says that it is still true and it is younger than `mostMs`. */
  unchangedCopy(zone: Zone, mostMs: number, signal: AbortSignal): Promise<ZoneCopy | undefined>;
  /** The content under some names, at the least cost that is safe. */
  readNames(
    zone: Zone,
    names: readonly DnsName[],
    signal: AbortSignal,
  ): Promise<readonly Endpoint[]>;
  /** What was last seen, however old. */
  lastCopy(zone: Zone): ZoneCopy | undefined;
  /** Changes of ours that were confirmed. */
  written(zone: Zone, changes: readonly Change[]): void;
  /** Changes of ours of which nobody knows whether they were written. */
  forget(zone: Zone, names: Iterable<DnsName>): void;
  /** Drops the copies of zones that are gone. */
  keepOnly(zones: readonly Zone[]): void;
}

export interface ZoneReaderOptions {
  readonly provider: Provider;
  readonly clock: Clock;
  readonly keptCopyMs: number;
  readonly keepDuplicates: boolean;
  readonly observe: (event: EngineEvent) => void;
}

interface Kept {
  copy: ZoneCopy | undefined;
  reading: Promise<ZoneCopy> | undefined;
  /** What we did while a read was under way, which it may or may not have seen. */
  readonly meanwhile: ((copy: ZoneCopy) => void)[];
}

export function createZoneReader(options: ZoneReaderOptions): ZoneReader {
  const { provider, clock } = options;
  const kept = new Map<string, Kept>();

  const keptOf = (zone: Zone): Kept => {
    let found = kept.get(zone.id);
    if (found === undefined) {
      kept.set(zone.id, (found = { copy: undefined, reading: undefined, meanwhile: [] }));
    }
    return found;
  };

  const tokenOf = async (zone: Zone, signal: AbortSignal): Promise<string | undefined> => {
    if (provider.zoneVersion === undefined) return undefined;
    try {
      return await provider.zoneVersion(zone, signal);
    } catch {
      // Without a token the zone is read, and a service that is down fails there, with its reason.
      return undefined;
    }
  };

  const read = async (zone: Zone, into: Kept, signal: AbortSignal): Promise<ZoneCopy> => {
    const startedMs = clock.now();
    // The token comes before the content: one that is too old costs a read, one that is too new hides a change.
    const version = (await tokenOf(zone, signal)) ?? zone.version;
    const copy = createZoneCopy({
      readAtMs: startedMs,
      version,
      keepDuplicates: options.keepDuplicates,
    });
    for await (const chunk of provider.readZone(zone, signal)) {
      for (const record of chunk) copy.add(record);
    }
    signal.throwIfAborted();
    for (const repeat of into.meanwhile) repeat(copy);
    into.copy = copy;
    options.observe({
      kind: 'zone-read',
      zone,
      records: copy.size,
      durationMs: clock.now() - startedMs,
    });
    return copy;
  };

  const readZone = (zone: Zone, signal: AbortSignal): Promise<ZoneCopy> => {
    const into = keptOf(zone);
    into.reading ??= read(zone, into, signal).finally(() => {
      into.reading = undefined;
      into.meanwhile.length = 0;
    });
    return into.reading;
  };

  /** The copy is good enough to plan changes under these names on it. */
  const mayServe = async (
    zone: Zone,
    copy: ZoneCopy,
    names: readonly DnsName[],
    signal: AbortSignal,
  ): Promise<boolean> => {
    if (!names.every((name) => copy.knows(name))) return false;
    if (copy.version !== undefined) {
      const token = await tokenOf(zone, signal);
      if (token !== undefined) return token === copy.version;
    }
    return clock.now() - copy.readAtMs <= options.keptCopyMs;
  };

  const note = (zone: Zone, what: (copy: ZoneCopy) => void): void => {
    const into = keptOf(zone);
    if (into.copy !== undefined) what(into.copy);
    if (into.reading !== undefined) into.meanwhile.push(what);
  };

  return {
    readZone,

    unchangedCopy: async (zone, mostMs, signal) => {
      const { copy } = keptOf(zone);
      if (copy === undefined || copy.version === undefined || !copy.allKnown) return undefined;
      if (clock.now() - copy.readAtMs >= mostMs) return undefined;
      const token = zone.version ?? (await tokenOf(zone, signal));
      return token === copy.version ? copy : undefined;
    },

    readNames: async (zone, names, signal) => {
      if (provider.readNames !== undefined) {
        const records = await provider.readNames(zone, names, signal);
        const byName = Map.groupBy(records, (record) => record.name);
        const { copy } = keptOf(zone);
        if (copy !== undefined) {
          for (const name of names) copy.replace(name, byName.get(name) ?? []);
        }
        return names.flatMap((name) => byName.get(name) ?? []);
      }
      let { copy } = keptOf(zone);
      if (copy === undefined || !(await mayServe(zone, copy, names, signal))) {
        copy = await readZone(zone, signal);
      }
      return names.flatMap((name) => copy.under(name));
    },

    lastCopy: (zone) => kept.get(zone.id)?.copy,

    written: (zone, changes) =>
      note(zone, (copy) => {
        for (const change of changes) copy.write(change);
      }),

    forget: (zone, names) => {
      const list = [...names];
      note(zone, (copy) => {
        for (const name of list) copy.forget(name);
      });
    },

    keepOnly: (zones) => {
      const ids = new Set(zones.map((zone) => zone.id));
      for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
    },
  };
}
