import {
  ProviderError,
  type DnsName,
  type Endpoint,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { capabilities } from './capabilities.ts';
import type { InMemoryOptions } from './options.ts';
import { createMemoryZone, type ZoneView } from './store/memory-zone.ts';

/** A provider whose zones can also be looked into, which the DNS server does. */
export interface InMemoryProvider extends Provider {
  readonly zones: readonly ZoneView[];
}

const chunkSize = 1000;

/** Zones in memory: empty at the start, gone with the process. */
export function createInMemoryProvider(options: InMemoryOptions): InMemoryProvider {
  const zones = new Map(options.zones.map((name) => [name, createMemoryZone(name)]));

  function find(zone: Zone) {
    const found = zones.get(zone.name);
    if (found !== undefined) return found;
    throw new ProviderError(
      'not-found',
      `zone "${zone.name}" does not exist; add it with --inmemory-zone=${zone.name}`,
    );
  }

  return {
    spec: 1,
    name: 'inmemory',
    capabilities,
    zones: [...zones.values()],

    listZones: async () =>
      Array.from(zones.values(), ({ name, serial }) => ({
        id: name,
        name,
        version: String(serial),
      })),

    async *readZone(zone, signal) {
      signal.throwIfAborted();
      // A copy, because the zone may be written to while the reader works on a chunk.
      const endpoints = Array.from(find(zone).all());
      for (let start = 0; start < endpoints.length; start += chunkSize) {
        yield endpoints.slice(start, start + chunkSize);
      }
    },

    async applyChanges(zone, groups, signal) {
      signal.throwIfAborted();
      const memory = find(zone);
      const written = new Set<string>();
      const outcomes = groups.map((group): GroupOutcome => {
        const obstacle = memory.apply(group, written);
        if (obstacle === undefined) return { outcome: 'applied' };
        const error = new ProviderError('rejected', `zone "${zone.name}": ${obstacle}`);
        return { outcome: 'failed', error };
      });
      return { outcomes };
    },

    readNames: async (zone, names) => {
      const memory = find(zone);
      return names.flatMap((name) => memory.at(name));
    },

    // As upstream: its zones limit nothing.
    domainFilter: async () => ({ include: [], exclude: [] }),

    zoneVersion: async (zone) => String(find(zone).serial),

    ...(options.behavior === 'compat' ? { zonesFor: zonesByEnding } : {}),
  };
}

/** Upstream's rule: the longest zone name that the record's name ends in, without regard to labels; never the root. */
function zonesByEnding(endpoint: Pick<Endpoint, 'name'>, zones: readonly Zone[]): readonly Zone[] {
  const isIn = (zone: DnsName) => zone !== '' && endpoint.name.endsWith(zone);
  return zones
    .filter((zone) => isIn(zone.name))
    .sort((a, b) => b.name.length - a.name.length)
    .slice(0, 1);
}
