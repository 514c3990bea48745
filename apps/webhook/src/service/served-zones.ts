import { createHash } from 'node:crypto';
import {
  createZoneIndex,
  toDnsName,
  type DnsName,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { readZones } from './read-zones.ts';
import type { ZoneList } from './zone-list.ts';

/**
 * The zones as clients of protocol version 2 see them. A client puts a name into the zone with the longest name; a provider
 * that has its own rule (private twins, zones that are filtered out) is therefore shown as one root zone, and the rule is
 * applied here.
 */
export interface ServedZones {
  list(signal: AbortSignal): Promise<readonly Zone[]>;
  /** `undefined`: there is no such zone (any more). */
  find(id: string, signal: AbortSignal): Promise<ServedZone | undefined>;
}

export interface ServedZone {
  read(signal: AbortSignal): AsyncGenerator<readonly Endpoint[]>;
  /** Only where the provider can read single names. */
  readNames(names: readonly DnsName[], signal: AbortSignal): Promise<readonly Endpoint[]>;
  /** `undefined`: it cannot be known now. */
  version(signal: AbortSignal): Promise<string | undefined>;
}

const rootId = '*';
/** Beyond so many zones that have to be asked one by one the root has no version. */
const mostAsked = 16;

export function createServedZones(provider: Provider, zones: ZoneList): ServedZones {
  const isRoot = provider.zonesFor !== undefined;
  return {
    async list(signal) {
      if (isRoot) return [{ id: rootId, name: toDnsName('') }];
      return (await zones.fresh(signal)).map((zone) => ({ ...zone, id: shownId(zone) }));
    },
    async find(id, signal) {
      if (isRoot) return id === rootId ? servedRoot(provider, zones) : undefined;
      const zone = (await zones.recent(signal)).find((known) => shownId(known) === id);
      return zone === undefined ? undefined : servedZone(provider, zone, zones);
    },
  };
}

/** An id is a part of a path, and that cannot be empty. */
function shownId({ id }: Zone): string {
  return id === '' ? rootId : id;
}

function servedZone(provider: Provider, zone: Zone, zones: ZoneList): ServedZone {
  return {
    read: (signal) => readZones(provider, [zone], signal),
    readNames: (names, signal) => namesIn(provider, zone, names, signal),
    async version(signal) {
      if (provider.zoneVersion !== undefined) return provider.zoneVersion(zone, signal);
      return (await zones.fresh(signal)).find(({ id }) => id === zone.id)?.version;
    },
  };
}

function servedRoot(provider: Provider, zones: ZoneList): ServedZone {
  return {
    async *read(signal) {
      yield* readZones(provider, await zones.fresh(signal), signal);
    },
    async readNames(names, signal) {
      const index = createZoneIndex(await zones.recent(signal));
      const byZone = new Map<Zone, DnsName[]>();
      // Every zone around a name, because a reading of the whole shows what lies in any of them.
      for (const name of names)
        for (const zone of index.enclosing(name)) {
          const known = byZone.get(zone);
          if (known === undefined) byZone.set(zone, [name]);
          else known.push(name);
        }
      const parts = await Promise.all(
        Array.from(
          byZone,
          async ([zone, some]) => (await provider.readNames?.(zone, some, signal)) ?? [],
        ),
      );
      return parts.flat();
    },
    async version(signal) {
      const all = await zones.fresh(signal);
      if (all.filter(({ version }) => version === undefined).length > mostAsked) return undefined;
      const versions = await Promise.all(
        all.map(async (zone) => [
          zone.id,
          zone.version ?? (await provider.zoneVersion?.(zone, signal)),
        ]),
      );
      if (versions.some(([, version]) => version === undefined)) return undefined;
      const text = versions.map((pair) => JSON.stringify(pair)).toSorted();
      return createHash('sha256').update(text.join()).digest('base64url');
    },
  };
}

async function namesIn(
  provider: Provider,
  zone: Zone,
  names: readonly DnsName[],
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  return (await provider.readNames?.(zone, names, signal)) ?? [];
}
