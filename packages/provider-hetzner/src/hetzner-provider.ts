import { toDnsName, type Provider, type Zone } from '@org/dns-core';
import { createConcurrencyLimit, createSystemClock } from '@org/dns-provider-kit';
import { createActionWaiter } from './action-waiter.ts';
import { capabilities } from './capabilities.ts';
import { asHeld, fromRrset, toRrName } from './convert.ts';
import { createHetznerApi } from './hetzner-api.ts';
import type { HetznerOptions } from './options.ts';
import type { HetznerZone, Rrset } from './rrset.ts';
import { writeGroups } from './write-groups.ts';
import { readZoneVersion } from './zone-version.ts';

/** As many as one request can ask the actions of. */
const groupsAtOnce = 25;
const namesAtOnce = 8;
const setsPerChunk = 100;

/** The zones of one project in the Hetzner Cloud. */
export function createHetznerProvider(options: HetznerOptions): Provider {
  const { labels: keepsLabels, acceptsZone = () => true } = options;
  const api = createHetznerApi(options);
  const waiter = createActionWaiter(
    (ids, signal) => api.readActions(ids, signal),
    options.clock ?? createSystemClock(),
  );
  const writes = createConcurrencyLimit(groupsAtOnce);
  const reads = createConcurrencyLimit(namesAtOnce);
  /** As last listed: what sets without a TTL have. */
  const zoneTtls = new Map<string, number>();
  /** The number of sets when the zone was last read. */
  const sizes = new Map<string, number>();

  const know = ({ id, ttlSeconds, recordCount }: HetznerZone): void => {
    zoneTtls.set(id, ttlSeconds);
    if (!sizes.has(id)) sizes.set(id, recordCount);
  };

  async function withTtl(zone: Zone, signal: AbortSignal): Promise<Zone & { ttlSeconds: number }> {
    if (!zoneTtls.has(zone.id)) know(await api.readZone(zone.id, signal));
    return { ...zone, ttlSeconds: zoneTtls.get(zone.id) ?? 0 };
  }

  async function readAll(zone: Zone, signal: AbortSignal): Promise<readonly Rrset[]> {
    const sets = await api.readRrsets(zone.id, signal);
    sizes.set(zone.id, sets.length);
    return sets;
  }

  return {
    spec: 1,
    name: 'hetzner',
    capabilities,

    async listZones(signal) {
      const zones: Zone[] = [];
      for (const zone of await api.listZones(signal)) {
        const name = toDnsName(zone.name);
        if (zone.mode === 'secondary' || !acceptsZone(name)) continue;
        know(zone);
        zones.push({ id: zone.id, name });
      }
      return zones;
    },

    async *readZone(zone, signal) {
      const home = await withTtl(zone, signal);
      const sets = await readAll(zone, signal);
      for (let start = 0; start < sets.length; start += setsPerChunk)
        yield sets
          .slice(start, start + setsPerChunk)
          .map((set) => fromRrset(set, home, keepsLabels));
    },

    async readNames(zone, names, signal) {
      const home = await withTtl(zone, signal);
      const pages = Math.ceil((sizes.get(zone.id) ?? Infinity) / setsPerChunk);
      if (names.length >= pages) {
        const wanted = new Set(names);
        return (await readAll(zone, signal))
          .map((set) => fromRrset(set, home, keepsLabels))
          .filter(({ name }) => wanted.has(name));
      }
      const found = names.map((name) =>
        reads.run(() => api.readName(zone.id, toRrName(name, zone.name), signal), signal),
      );
      return (await Promise.all(found)).flat().map((set) => fromRrset(set, home, keepsLabels));
    },

    zoneVersion: (zone, signal) => readZoneVersion(api, zone.id, signal),

    async applyChanges(zone, groups, signal) {
      return writeGroups(groups, {
        api,
        zone: await withTtl(zone, signal),
        keepsLabels,
        atOnce: writes,
        carryOut: (action, until) => waiter.wait(action, until),
        signal,
      });
    },

    adjust: async (desired) => desired.map((endpoint) => asHeld(endpoint, keepsLabels)),

    async close() {
      waiter.close();
      await api.close();
    },
  };
}
