import { ProviderError } from '../contract/provider-error.ts';
import type { GroupOutcome, Provider, ProviderCapabilities } from '../contract/provider.ts';
import type { Change, ChangeGroup } from '../model/change.ts';
import { toDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';

interface Call {
  readonly method: 'listZones' | 'readZone' | 'readNames' | 'applyChanges' | 'zoneVersion';
  readonly zone: string;
  readonly names: readonly string[];
}

/** What goes wrong with a call; gives `undefined` where nothing does. */
export type Fault =
  | { readonly kind: 'error'; readonly error: ProviderError }
  /** The write happens, then the answer is lost. */
  | { readonly kind: 'written-then-lost' }
  /** The first half of the groups is written and reported, the report of the rest is missing. */
  | { readonly kind: 'partial-report' }
  /** Of every group only the first change is written, then the call fails. */
  | { readonly kind: 'half-groups' }
  /** The zone as it was before the last write. */
  | { readonly kind: 'stale' }
  /** Every record twice. */
  | { readonly kind: 'duplicated-page' }
  /** Nothing comes back until `until` resolves. */
  | { readonly kind: 'slow'; readonly until: Promise<void> };

export interface FakeProvider extends Provider {
  readonly calls: Call[];
  /** Decides on each call what goes wrong. */
  fault: (call: Call) => Fault | undefined;
  /** Groups that the provider refuses. */
  refuses: (group: ChangeGroup) => boolean;
  zones: Zone[];
  put(zone: string, record: Endpoint): void;
  remove(zone: string, name: string, type: string): void;
  records(zone: string): readonly Endpoint[];
  writes(): number;
}

export interface FakeProviderOptions {
  readonly zones: readonly string[];
  readonly readNames?: boolean;
  readonly versions?: boolean;
  readonly capabilities?: Partial<ProviderCapabilities>;
  readonly extra?: Partial<Pick<Provider, 'adjust' | 'zonesFor' | 'domainFilter'>>;
}

interface Content {
  records: Map<string, Endpoint>;
  before: Map<string, Endpoint>;
  version: number;
}

/** A provider in memory whose calls can be made to fail in the ways in which real ones do. */
export function createFakeProvider(options: FakeProviderOptions): FakeProvider {
  const contents = new Map<string, Content>();
  const calls: Call[] = [];
  const contentOf = (id: string): Content => {
    let content = contents.get(id);
    if (content === undefined) {
      contents.set(id, (content = { records: new Map(), before: new Map(), version: 1 }));
    }
    return content;
  };

  const edit = (id: string, change: (records: Map<string, Endpoint>) => void): void => {
    const content = contentOf(id);
    content.before = new Map(content.records);
    change(content.records);
    content.version += 1;
  };

  const enter = async (call: Call, signal: AbortSignal): Promise<Fault | undefined> => {
    calls.push(call);
    signal.throwIfAborted();
    const fault = provider.fault(call);
    if (fault?.kind === 'slow') await fault.until;
    if (fault?.kind === 'error') throw fault.error;
    return fault;
  };

  const content = (id: string, fault: Fault | undefined): Endpoint[] => {
    const { records, before } = contentOf(id);
    const list = [...(fault?.kind === 'stale' ? before : records).values()];
    return fault?.kind === 'duplicated-page' ? [...list, ...list] : list;
  };

  const needZone = (zone: Zone): void => {
    if (!provider.zones.some(({ id }) => id === zone.id)) {
      throw new ProviderError('not-found', `${zone.name}: no such zone`);
    }
  };

  const provider: FakeProvider = {
    spec: 1,
    name: 'fake',
    capabilities: {
      granularity: 'record-set',
      recordTypes: 'any',
      setIdentifiers: true,
      atomicGroups: true,
      typeChangeInPlace: true,
      wildcards: true,
      ...options.capabilities,
    },
    ...options.extra,
    calls,
    fault: () => undefined,
    refuses: () => false,
    zones: options.zones.map((name) => ({ id: name, name: toDnsName(name) })),
    put: (zone, record) => edit(zone, (records) => records.set(keyOf(record), record)),
    remove: (zone, name, type) => {
      edit(zone, (records) => {
        for (const [key, record] of records) {
          if (record.name === name && record.type === type) records.delete(key);
        }
      });
    },
    records: (zone) => [...contentOf(zone).records.values()],
    writes: () => calls.filter(({ method }) => method === 'applyChanges').length,

    listZones: async (signal) => {
      await enter({ method: 'listZones', zone: '', names: [] }, signal);
      return [...provider.zones];
    },
    readZone: async function* readZone(zone, signal) {
      const fault = await enter({ method: 'readZone', zone: zone.id, names: [] }, signal);
      needZone(zone);
      const list = content(zone.id, fault);
      for (let start = 0; start < list.length; start += 100) yield list.slice(start, start + 100);
    },
    applyChanges: async (zone, groups, signal) => {
      const call: Call = {
        method: 'applyChanges',
        zone: zone.id,
        names: groups.map(({ name }) => name),
      };
      const fault = await enter(call, signal);
      needZone(zone);
      const { records: present } = contentOf(zone.id);
      const bad = groups.find((group) => provider.refuses(group) || isInTheWay(group, present));
      if (bad !== undefined) throw new ProviderError('rejected', `${bad.name} is refused`);
      const outcomes: GroupOutcome[] = groups.map(() => ({ outcome: 'applied' }));
      const half = Math.ceil(groups.length / 2);
      edit(zone.id, (records) => {
        for (const [at, group] of groups.entries()) {
          if (fault?.kind === 'partial-report' && at >= half) continue;
          const changes = fault?.kind === 'half-groups' ? group.changes.slice(0, 1) : group.changes;
          for (const change of changes) write(records, change);
        }
      });
      if (fault?.kind === 'written-then-lost' || fault?.kind === 'half-groups') {
        throw new ProviderError('transient', `${zone.name}: no answer`, { mayHaveWritten: true });
      }
      return { outcomes: fault?.kind === 'partial-report' ? outcomes.slice(0, half) : outcomes };
    },
    ...(options.readNames === true
      ? {
          readNames: async (zone: Zone, names: readonly DnsName[], signal: AbortSignal) => {
            const fault = await enter({ method: 'readNames', zone: zone.id, names }, signal);
            needZone(zone);
            const asked = new Set(names);
            return content(zone.id, fault).filter(({ name }) => asked.has(name));
          },
        }
      : {}),
    ...(options.versions === true
      ? {
          zoneVersion: async (zone: Zone, signal: AbortSignal) => {
            await enter({ method: 'zoneVersion', zone: zone.id, names: [] }, signal);
            return String(contentOf(zone.id).version);
          },
        }
      : {}),
  };
  return provider;
}

function keyOf({ name, type, setIdentifier }: Endpoint): string {
  return `${name} ${type} ${setIdentifier}`;
}

/** A record that is to be created is there already, with another content. */
function isInTheWay(group: ChangeGroup, present: ReadonlyMap<string, Endpoint>): boolean {
  return group.changes.some((change) => {
    if (change.kind !== 'create') return false;
    const there = present.get(keyOf(change.after));
    return there !== undefined && there.targets.join() !== change.after.targets.join();
  });
}

function write(records: Map<string, Endpoint>, change: Change): void {
  if (change.kind !== 'create') records.delete(keyOf(change.before));
  if (change.kind !== 'delete') {
    // What a provider gives back knows no labels and no objects.
    const { after } = change;
    records.set(keyOf(after), { ...after, labels: {}, objects: [] });
  }
}
