import {
  isWithin,
  noObjects,
  ProviderError,
  sameTargets,
  toDnsName,
  type Change,
  type DnsName,
  type Endpoint,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';

export interface MemoryProvider extends Provider {
  /** What each zone holds, by identity, to look into and to spoil. */
  readonly zones: ReadonlyMap<string, Map<string, Endpoint>>;
}

/** The smallest provider that keeps every promise. */
export function createMemoryProvider(names: readonly string[] = ['example.org']): MemoryProvider {
  const zones = new Map(names.map((name) => [name, new Map<string, Endpoint>()]));
  const versions = new Map(names.map((name) => [name, 1]));

  const contentOf = (zone: Zone, signal: AbortSignal): Map<string, Endpoint> => {
    signal.throwIfAborted();
    const content = zones.get(zone.id);
    if (content === undefined) throw new ProviderError('not-found', `${zone.name} is not there`);
    return content;
  };

  return {
    spec: 1,
    name: 'memory',
    capabilities: {
      granularity: 'record-set',
      recordTypes: 'any',
      ttlSeconds: { min: 60, max: 86_400, default: 300 },
      setIdentifiers: true,
      atomicGroups: true,
      typeChangeInPlace: true,
      wildcards: true,
    },
    zones,

    listZones: async () =>
      names.map((name) => ({ id: name, name: toDnsName(name), version: `${versions.get(name)}` })),

    async *readZone(zone, signal) {
      yield [...contentOf(zone, signal).values()];
    },

    async readNames(zone, asked, signal) {
      const all = [...contentOf(zone, signal).values()];
      return all.filter(({ name }) => asked.includes(name));
    },

    async zoneVersion(zone, signal) {
      contentOf(zone, signal);
      return `${versions.get(zone.id)}`;
    },

    async applyChanges(zone, groups, signal) {
      const content = contentOf(zone, signal);
      const outcomes = groups.map((group): GroupOutcome => {
        const staged = new Map(content);
        for (const change of group.changes) {
          const obstacle = write(staged, change, zone.name);
          if (obstacle !== undefined)
            return { outcome: 'failed', error: new ProviderError('rejected', obstacle) };
        }
        content.clear();
        for (const [key, endpoint] of staged) content.set(key, endpoint);
        versions.set(zone.id, (versions.get(zone.id) ?? 0) + 1);
        return { outcome: 'applied' };
      });
      return { outcomes };
    },

    adjust: async (desired) =>
      desired.map((endpoint) => ({
        ...endpoint,
        ttlSeconds:
          endpoint.ttlSeconds === 0 ? 300 : Math.min(86_400, Math.max(60, endpoint.ttlSeconds)),
      })),

    zonesFor: (endpoint, some) => some.filter(({ name }) => isWithin(endpoint.name, name)),
  };
}

function keyOf({ name, type, setIdentifier }: Endpoint): string {
  return `${name} ${type} ${setIdentifier}`;
}

function write(content: Map<string, Endpoint>, change: Change, zone: DnsName): string | undefined {
  if (change.kind === 'delete') {
    content.delete(keyOf(change.before));
    return undefined;
  }
  const { after } = change;
  if (!isWithin(after.name, zone)) return `${after.name} is not in ${zone}`;
  if (after.type === 'A' && after.targets.some((target) => !/^\d+\.\d+\.\d+\.\d+$/.test(target)))
    return `${after.name}: an A record needs an address`;
  const present = content.get(keyOf(after));
  if (
    change.kind === 'create' &&
    present !== undefined &&
    !sameTargets(present.targets, after.targets)
  )
    return `${after.name} is there already with other content`;
  content.set(keyOf(after), { ...after, objects: noObjects });
  return undefined;
}
