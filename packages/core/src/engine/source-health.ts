import type { Clock } from '../contract/clock.ts';
import type { Report, Source, SourceStatus } from '../contract/source.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EngineEvent } from './engine-event.ts';
import type { Objection } from './judge.ts';

interface SourceState {
  readonly name: string;
  readonly synced: boolean;
  readonly reason?: string;
}

/** Starts the sources and knows which of them can be taken at their word. */
export interface SourceHealth {
  start(report: Report, signal: AbortSignal): void;
  /** Resolves when every source has reported everything once. */
  readonly allStarted: Promise<void>;
  /** Asks the sources how they are, tells about changes, and gives whether something came back into step. */
  check(): boolean;
  readonly states: readonly SourceState[];
  readonly allSynced: boolean;
  /** Every source has reported everything once, or says why it cannot. */
  readonly allStartedOrBroken: boolean;
  /** What speaks against losing a record of this holder, as far as sources are concerned. */
  objectionTo(record: Endpoint): Objection | undefined;
  /** Believes sources that are empty all of a sudden from now on. */
  release(): void;
}

export interface SourceHealthOptions {
  readonly sources: readonly Source[];
  readonly clock: Clock;
  readonly observe: (event: EngineEvent) => void;
  /** How many objects of a source want something. */
  readonly objectCount: (source: string) => number;
  /** A source that fell from more objects than this to none … */
  readonly emptyAfter: number | undefined;
  /** … within this time is not believed. */
  readonly windowMs: number;
}

interface Watched {
  readonly source: Source;
  started: boolean;
  failure: string | undefined;
  announced: 'synced' | 'behind' | undefined;
  /** The first words of the `resource` labels that it gives. */
  readonly kinds: Set<string>;
  /** When it last had many objects. */
  manyAtMs: number | undefined;
  suspect: boolean;
}

export function createSourceHealth(options: SourceHealthOptions): SourceHealth {
  const { clock, observe } = options;
  const watched = options.sources.map((source): Watched => ({
    source,
    started: false,
    failure: undefined,
    announced: undefined,
    kinds: new Set(),
    manyAtMs: undefined,
    suspect: false,
  }));
  const byName = Map.groupBy(watched, ({ source }) => source.name);
  const started = Promise.withResolvers<void>();

  const stateOf = (one: Watched): SourceState => {
    const { name } = one.source;
    const status: SourceStatus = one.source.status();
    if (one.failure === undefined && one.started && status.synced) return { name, synced: true };
    const reason =
      one.failure ??
      status.problem?.message ??
      (one.started ? 'it lost touch and is catching up' : 'it has not read everything yet');
    return { name, synced: false, reason };
  };

  const updateSuspicion = (one: Watched): void => {
    if (options.emptyAfter === undefined) return;
    const count = options.objectCount(one.source.name);
    if (count > 0) one.suspect = false;
    if (count > options.emptyAfter) one.manyAtMs = clock.now();
    else if (
      count === 0 &&
      one.manyAtMs !== undefined &&
      clock.now() - one.manyAtMs <= options.windowMs
    ) {
      one.suspect = true;
      one.manyAtMs = undefined;
    }
  };

  const check = (): boolean => {
    let cameBack = false;
    for (const one of watched) {
      updateSuspicion(one);
      const state = stateOf(one);
      const now = state.synced ? 'synced' : 'behind';
      if (
        now === one.announced ||
        (now === 'behind' &&
          !one.started &&
          one.failure === undefined &&
          one.source.status().problem === undefined)
      )
        continue;
      one.announced = now;
      if (state.synced) {
        cameBack = true;
        observe({
          kind: 'source-synced',
          source: state.name,
          objects: options.objectCount(state.name),
        });
      } else {
        const problem = one.source.status().problem ?? {
          code: 'source-behind',
          message: `${state.name}: ${state.reason}`,
        };
        observe({ kind: 'source-behind', source: state.name, problem });
      }
    }
    return cameBack;
  };

  /** Whether a source may have given the label: it has given such before, or is called like that. */
  const mayGive = (one: Watched, kind: string): boolean =>
    one.kinds.has(kind) || one.source.name === kind || one.source.name.endsWith(`-${kind}`);

  return {
    start: (report, signal) => {
      const listen: Report = (object, state) => {
        const resource = state?.endpoints[0]?.labels['resource'];
        if (resource !== undefined) {
          for (const one of byName.get(object.source) ?? []) one.kinds.add(kindOf(resource));
        }
        report(object, state);
      };
      void Promise.all(
        watched.map(async (one) => {
          try {
            await one.source.start(listen, signal);
            one.started = true;
          } catch (error) {
            if (signal.aborted) return;
            one.failure = error instanceof Error ? error.message : String(error);
          }
        }),
      ).then(() => {
        if (watched.every((one) => one.started)) started.resolve();
      });
    },
    allStarted: started.promise,
    check,
    get states() {
      return watched.map(stateOf);
    },
    get allSynced() {
      return watched.every((one) => stateOf(one).synced);
    },
    get allStartedOrBroken() {
      return watched.every(
        (one) =>
          one.started || one.failure !== undefined || one.source.status().problem !== undefined,
      );
    },
    objectionTo: (record) => {
      const resource = record.labels['resource'];
      const kind = resource === undefined ? undefined : kindOf(resource);
      const behind = watched.filter((one) => !stateOf(one).synced);
      const trusted =
        kind !== undefined &&
        watched.some((one) => one.kinds.has(kind)) &&
        !behind.some((one) => mayGive(one, kind));
      const [first] = behind;
      if (first !== undefined && !trusted) {
        return {
          code: 'source-behind',
          reason: `source ${first.source.name} is not in step, so nothing that may be its own is deleted`,
        };
      }
      const empty = watched.find(
        (one) => one.suspect && (kind === undefined || mayGive(one, kind)),
      );
      if (empty === undefined) return undefined;
      return {
        code: 'source-empty',
        reason: `source ${empty.source.name} had many objects and suddenly has none`,
      };
    },
    release: () => {
      for (const one of watched) one.suspect = false;
    },
  };
}

function kindOf(resource: string): string {
  const slash = resource.indexOf('/');
  return (slash < 0 ? resource : resource.slice(0, slash)).toLowerCase();
}
