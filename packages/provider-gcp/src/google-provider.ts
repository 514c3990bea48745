import {
  toDnsName,
  type ChangeGroup,
  type DnsName,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import {
  applyInBatches,
  createConcurrencyLimit,
  createSystemClock,
  sleep,
} from '@org/dns-provider-kit';
import { capabilities } from './capabilities.ts';
import { bytesOf, placeOf, toGoogleChange, type Present } from './changes.ts';
import { asHeld, fromRecordSet } from './convert.ts';
import { createGoogleApi } from './google-api.ts';
import type { GoogleOptions } from './options.ts';
import type { GoogleRecordSet } from './record-set.ts';
import { writeAsUpstream } from './write-as-upstream.ts';
import { writeGroups } from './write-groups.ts';
import { createZonesFor, createZonesForAsUpstream, selectZones } from './zones.ts';

/** Limits of one change (cloud.google.com/dns/quotas, read 2026-11). */
const maxSets = 1000;
const maxDataBytes = 100_000;

const namesAtOnce = 8;
/** A request for one name takes about the time of so many record sets in a page of the whole zone. */
const setsPerName = 25;
/** From so many names on a zone of unknown size is read whole. */
const manyNames = 40;

/** Google Cloud DNS, through its REST API. */
export function createGoogleProvider(options: GoogleOptions): Provider {
  const { behavior, batchChangeSize, batchChangeIntervalMs, acceptsName = () => true } = options;
  const clock = options.clock ?? createSystemClock();
  const api = createGoogleApi(options);
  const atOnce = createConcurrencyLimit(namesAtOnce);
  /** How many record sets a zone had when it was last read whole. */
  const sizes = new Map<string, number>();

  async function* readWhole(
    zone: Zone,
    signal: AbortSignal,
  ): AsyncGenerator<readonly GoogleRecordSet[]> {
    let size = 0;
    for await (const page of api.readRecordSets(zone.id, signal)) {
      size += page.length;
      yield page;
    }
    sizes.set(zone.id, size);
  }

  /** The record sets under some names, at the least cost. */
  async function readSets(
    zone: Zone,
    names: ReadonlySet<DnsName>,
    signal: AbortSignal,
  ): Promise<readonly GoogleRecordSet[]> {
    const found: GoogleRecordSet[] = [];
    const read = async (pages: AsyncIterable<readonly GoogleRecordSet[]>): Promise<void> => {
      for await (const page of pages)
        for (const set of page) if (names.has(toDnsName(set.name))) found.push(set);
    };
    const size = sizes.get(zone.id) ?? manyNames * setsPerName;
    if (size <= names.size * setsPerName) await read(readWhole(zone, signal));
    else
      await Promise.all(
        [...names].map((name) =>
          atOnce.run(() => read(api.readRecordSets(zone.id, signal, `${name}.`)), signal),
        ),
      );
    return found;
  }

  const toEndpoints = (sets: readonly GoogleRecordSet[]): readonly Endpoint[] =>
    sets.map((set) => fromRecordSet(set, behavior)).filter((one) => one !== undefined);

  const pause = (signal: AbortSignal): Promise<void> =>
    batchChangeIntervalMs === 0 ? Promise.resolve() : sleep(batchChangeIntervalMs, clock, signal);

  const common = {
    spec: 1,
    name: 'google',
    capabilities,
    listZones: async (signal: AbortSignal) =>
      selectZones(await api.listZones(signal), options, acceptsName),
    async *readZone(zone: Zone, signal: AbortSignal) {
      for await (const page of readWhole(zone, signal)) yield toEndpoints(page);
    },
    readNames: async (zone: Zone, names: readonly DnsName[], signal: AbortSignal) =>
      toEndpoints(await readSets(zone, new Set(names), signal)),
    close: () => api.close(),
  } as const;

  if (behavior === 'compat')
    return {
      ...common,
      zonesFor: createZonesForAsUpstream(),
      applyChanges: (zone, groups, signal) =>
        writeAsUpstream(groups, {
          batchChangeSize,
          acceptsName,
          between: () => pause(signal),
          async send(change) {
            const refusal = await api.createChange(zone.id, change, signal);
            if (refusal !== undefined) throw refusal.error;
          },
        }),
    };

  return {
    ...common,

    zonesFor: createZonesFor(),

    applyChanges(zone, groups, signal) {
      const readPresent = async (some: readonly ChangeGroup[]): Promise<Present> => {
        const sets = await readSets(zone, namesOf(some), signal);
        return new Map(sets.map((set) => [placeOf(set), set]));
      };
      const limits = {
        maxChanges: batchChangeSize === 0 ? Infinity : batchChangeSize,
        maxValues: maxSets,
        maxBytes: maxDataBytes,
        costOf,
        between: pause,
      };
      return applyInBatches(
        groups,
        limits,
        (some) => writeGroups(some, { api, zone, readPresent }, signal),
        signal,
      );
    },

    zoneVersion: (zone, signal) => api.newestChange(zone.id, signal),

    adjust: async (desired) => desired.map(asHeld),
  };
}

/** Additions and deletions are limited each for itself, and both together. */
function costOf(group: ChangeGroup): { changes: number; values: number; bytes: number } {
  const change = toGoogleChange(group.changes, 'safe');
  const [additions, deletions] = [change.additions.length, change.deletions.length];
  return {
    changes: additions + deletions,
    values: Math.max(additions, deletions),
    bytes: bytesOf(change),
  };
}

function namesOf(groups: readonly ChangeGroup[]): ReadonlySet<DnsName> {
  const names = new Set<DnsName>();
  for (const { changes } of groups)
    for (const change of changes) {
      if (change.kind !== 'create') names.add(change.before.name);
      if (change.kind !== 'delete') names.add(change.after.name);
    }
  return names;
}
