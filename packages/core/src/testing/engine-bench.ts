import type { Provider } from '../contract/provider.ts';
import type { Source } from '../contract/source.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { EngineEvent } from '../engine/engine-event.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { createTxtRegistry } from '../registry/txt-registry.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export interface EngineBench {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly events: EngineEvent[];
  /** Starts the loop and lets the first pass happen. */
  start(): Promise<void>;
  /** Ends the loop in the orderly way. */
  stop(): Promise<void>;
}

const types = ['A', 'AAAA', 'CNAME', 'TXT'];

function engineOptions(
  provider: Provider,
  sources: readonly Source[],
  clock: FakeClock,
  more: Partial<EngineOptions> = {},
): EngineOptions {
  const behavior = more.behavior ?? 'safe';
  return {
    sources,
    provider,
    registry: createTxtRegistry({
      owner: 'me',
      behavior,
      prefix: '%{record_type}-',
      managedTypes: types,
      excludedTypes: [],
    }),
    clock,
    observe: () => undefined,
    behavior,
    policy: 'sync',
    managedTypes: types,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior,
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: false,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'fake',
      preferAlias: false,
    },
    intervalMs: 60_000,
    minFullPassGapMs: 5000,
    keptCopyMs: 60_000,
    dryRun: false,
    deletionLimits: { share: 0.3, count: 10, windowMs: 600_000 },
    graceMs: 300_000,
    sourceWaitMs: 60_000,
    random: () => 0.5,
    ...more,
  };
}

/** An engine with a clock that stands still. */
export function createEngineBench(
  provider: Provider,
  sources: readonly Source[],
  more: Partial<EngineOptions> = {},
  clock: FakeClock = createFakeClock(),
): EngineBench {
  const events: EngineEvent[] = [];
  const stop = new AbortController();
  const engine = createEngine(
    engineOptions(provider, sources, clock, { observe: (event) => events.push(event), ...more }),
  );
  let running: Promise<void> = Promise.resolve();
  return {
    engine,
    clock,
    events,
    start: async () => {
      running = engine.run(stop.signal);
      await clock.pass(10);
    },
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

/** Records as sorted lines, markers as who they say owns what. */
export function lines(records: readonly Endpoint[]): readonly string[] {
  return records.map((record) => `${record.name} ${record.type} ${text(record)}`).toSorted();
}

function text({ type, targets }: Endpoint): string {
  const owner = type === 'TXT' ? /external-dns\/owner=([^,"]*)/.exec(targets[0] ?? '') : null;
  return owner === null ? targets.join(' ') : `marker of ${owner[1]}`;
}
