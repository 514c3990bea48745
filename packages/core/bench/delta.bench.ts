/**
 * What a delta pass costs at several sizes of a zone, what a full pass costs, and what the kept copy weighs. Run with
 * `node --expose-gc --conditions=@org/source packages/core/bench/delta.bench.ts`. The ratios matter: a delta pass at
 * 100,000 names should cost about what it costs at 1,000.
 */
import type { Clock, EngineEvent, Provider, Report, Source, Zone } from '../src/index.ts';
import { createEndpoint, createEngine, createTxtRegistry, toDnsName } from '../src/index.ts';
import type { ChangeGroup, Endpoint, EngineOptions, ObjectRef } from '../src/index.ts';

const types = ['A', 'AAAA', 'CNAME'];
const changes = 200;

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface StoredProvider extends Provider {
  readonly stored: Map<string, Endpoint>;
}

/** Holds records as text would arrive: nothing of what it gives is shared with what it was given. */
function createStoredProvider(): StoredProvider {
  const stored = new Map<string, Endpoint>();
  const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };
  const keyOf = ({ name, type }: Endpoint): string => `${name} ${type}`;
  const fresh = (record: Endpoint): Endpoint =>
    createEndpoint(JSON.parse(JSON.stringify(record)) as Endpoint);
  const apply = ({ changes: ofGroup }: ChangeGroup): void => {
    for (const change of ofGroup) {
      if (change.kind !== 'create') stored.delete(keyOf(change.before));
      if (change.kind !== 'delete') stored.set(keyOf(change.after), change.after);
    }
  };
  return {
    spec: 1,
    name: 'stored',
    stored,
    capabilities: {
      granularity: 'record-set',
      recordTypes: 'any',
      setIdentifiers: true,
      atomicGroups: true,
      typeChangeInPlace: true,
      wildcards: true,
    },
    listZones: () => Promise.resolve([zone]),
    readZone: async function* readZone() {
      let chunk: Endpoint[] = [];
      for (const record of stored.values()) {
        chunk.push(fresh(record));
        if (chunk.length === 1000) {
          yield chunk;
          chunk = [];
        }
      }
      yield chunk;
    },
    applyChanges: (_zone, groups) => {
      for (const group of groups) apply(group);
      return Promise.resolve({ outcomes: groups.map(() => ({ outcome: 'applied' as const })) });
    },
  };
}

interface BenchSource extends Source {
  want(index: number, address: string): void;
}

function createBenchSource(count: number): BenchSource {
  let report: Report | undefined;
  const want = (index: number, address: string): void => {
    const object: ObjectRef = {
      source: 'service',
      apiVersion: 'v1',
      kind: 'Service',
      namespace: 'default',
      name: `service-${index}`,
    };
    const endpoint = createEndpoint({
      name: `service-${index}.example.org`,
      type: 'A',
      targets: [address],
      labels: { resource: `service/default/service-${index}` },
      objects: [object],
    });
    report?.(object, { endpoints: [endpoint] });
  };
  return {
    name: 'service',
    want,
    start: (to) => {
      report = to;
      for (let index = 0; index < count; index += 1) want(index, '192.0.2.1');
      return Promise.resolve();
    },
    status: () => ({ synced: true }),
  };
}

function megabytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function optionsOf(provider: Provider, source: Source): EngineOptions {
  return {
    sources: [source],
    provider,
    registry: createTxtRegistry({
      owner: 'bench',
      behavior: 'safe',
      managedTypes: types,
      excludedTypes: [],
    }),
    clock,
    observe: () => undefined,
    behavior: 'safe',
    policy: 'sync',
    managedTypes: types,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior: 'safe',
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: false,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'stored',
      preferAlias: false,
    },
    intervalMs: 3_600_000,
    minFullPassGapMs: 5000,
    keptCopyMs: 3_600_000,
    dryRun: false,
    deletionLimits: { share: 0.3, count: 10, windowMs: 600_000 },
    graceMs: 300_000,
    sourceWaitMs: 60_000,
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

interface Row {
  readonly names: number;
  readonly 'first pass CPU ms': number;
  readonly 'full pass CPU ms': number;
  readonly 'delta ms (median)': string;
  readonly 'delta CPU ms (mean)': string;
  readonly 'heap MB, all': string;
}

async function measure(names: number): Promise<Row> {
  const before = megabytes();
  const provider = createStoredProvider();
  const source = createBenchSource(names);
  const stop = new AbortController();
  let onEvent: (event: EngineEvent) => void = () => undefined;
  const options = optionsOf(provider, source);
  const engine = createEngine({ ...options, observe: (event) => onEvent(event) });
  const nextEnd = (): Promise<void> =>
    new Promise((resolve) => {
      onEvent = ({ kind }) => {
        if (kind === 'pass-ended') resolve();
      };
    });

  let cpu = process.cpuUsage();
  let ended = nextEnd();
  const running = engine.run(stop.signal);
  await ended;
  const firstMs = cpuMs(cpu);

  const times: number[] = [];
  cpu = process.cpuUsage();
  for (let at = 0; at < changes; at += 1) {
    const startedMs = performance.now();
    ended = nextEnd();
    source.want((at * 7919) % names, `192.0.2.${at + 2}`);
    await ended;
    times.push(performance.now() - startedMs);
  }
  const deltaMs = cpuMs(cpu) / changes;
  const heap = megabytes() - before;
  stop.abort();
  await running;

  const again = createEngine(optionsOf(provider, createBenchSource(names)));
  cpu = process.cpuUsage();
  await again.runOnce(new AbortController().signal);
  const fullMs = cpuMs(cpu);
  times.sort((a, b) => a - b);
  return {
    names,
    'first pass CPU ms': Math.round(firstMs),
    'full pass CPU ms': Math.round(fullMs),
    'delta ms (median)': (times[times.length >> 1] ?? 0).toFixed(2),
    'delta CPU ms (mean)': deltaMs.toFixed(2),
    'heap MB, all': heap.toFixed(1),
  };
}

/** The kept copy alone: 100,000 records with their markers, as they arrive from a provider. */
async function weighCopy(): Promise<string> {
  const { createZoneCopy } = await import('../src/engine/zone-copy.ts');
  const before = megabytes();
  const copy = createZoneCopy({ readAtMs: 0, version: undefined, keepDuplicates: false });
  for (let index = 0; index < 100_000; index += 1) {
    const marker = `"heritage=external-dns,external-dns/owner=bench,external-dns/resource=service/default/service-${index}"`;
    for (const [name, type, target] of [
      [`service-${index}.example.org`, 'A', `192.0.2.${index % 250}`],
      [`a-service-${index}.example.org`, 'TXT', marker],
    ]) {
      const text = JSON.stringify({ name, type, targets: [target], labels: {} });
      copy.add(createEndpoint(JSON.parse(text) as Endpoint));
    }
  }
  const weight = megabytes() - before;
  return `${copy.size} records: ${weight.toFixed(1)} MB`;
}

console.table([await measure(1000), await measure(10_000), await measure(100_000)]);
console.log('the kept copy alone,', await weighCopy());
