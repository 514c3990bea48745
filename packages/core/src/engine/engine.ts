import type { Clock } from '../contract/clock.ts';
import type { Provider } from '../contract/provider.ts';
import type { Source } from '../contract/source.ts';
import type { Contribution } from '../desired/desired-state.ts';
import type { WrapperOptions } from '../desired/wrapper-options.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { DomainFilter } from '../plan/domain-filter.ts';
import type { Behavior, Policy, Skipped } from '../plan/plan.ts';
import type { Registry } from '../registry/registry.ts';
import type { EngineEvent } from './engine-event.ts';

export interface DeletionLimits {
  /** Deletions within the window beyond which a plan is held, as a share of the owned records … */
  readonly share: number;
  /** … and as a number; both must be exceeded. */
  readonly count: number;
  readonly windowMs: number;
}

export interface EngineOptions {
  /** In `--source` order; the order decides between equal endpoints. */
  readonly sources: readonly Source[];
  readonly provider: Provider;
  readonly registry: Registry;
  readonly clock: Clock;
  /** Called for everything that happens; must not throw. */
  readonly observe: (event: EngineEvent) => void;
  readonly behavior: Behavior;
  readonly policy: Policy;
  readonly managedTypes: readonly RecordType[];
  readonly excludedTypes: readonly RecordType[];
  readonly domainFilter: DomainFilter;
  readonly oldOwner?: string;
  readonly wrappers: WrapperOptions;
  /** Time between full passes. */
  readonly intervalMs: number;
  /** The least time between full passes that events ask for (`--min-event-sync-interval`). */
  readonly minFullPassGapMs: number;
  /** How long a kept copy of a zone may serve delta passes where the provider has neither names nor versions. */
  readonly keptCopyMs: number;
  /** Plan and report, write nothing. */
  readonly dryRun: boolean;
  /** `undefined`: no limits. */
  readonly deletionLimits: DeletionLimits | undefined;
  /** How long an object that lost its addresses keeps its records. */
  readonly graceMs: number;
  /** How long the first pass, and `runOnce`, wait for sources. */
  readonly sourceWaitMs: number;
  /** Between 0 and 1, for the spread of waiting times. Default: `Math.random`. */
  readonly random?: () => number;
  /** `false`: changes wait for the next full pass, as upstream does without `--events`. Default: true. */
  readonly reactToChanges?: boolean;
  /** How many zones are worked on at a time; a slow one does not count. Default: 16. */
  readonly maxConcurrentZones?: number;
  /** How many names go into one write at most, in `safe`. Default: 5,000. */
  readonly batchGroups?: number;
  /** A zone is read whole at least this often, whatever its version token says. Default: an hour. */
  readonly wholeReadMs?: number;
  /** How long the write in hand may take to end after an abort. Default: 10 s. */
  readonly finishWriteMs?: number;
}

export interface OnceResult {
  /** Every zone is in step: nothing failed, held, quarantined or unread, and every source was in step. */
  readonly inStep: boolean;
  /** Why not, one sentence each. */
  readonly reasons: readonly string[];
}

/** Why a name looks as it does. */
export interface Explanation {
  readonly name: DnsName;
  readonly contributions: readonly Contribution[];
  readonly wanted: readonly Endpoint[];
  readonly current: readonly Endpoint[];
  readonly skipped: readonly Skipped[];
  readonly zones: readonly string[];
  /** Quarantine, hold or failure that stands in the way, one sentence each. */
  readonly obstacles: readonly string[];
}

export interface EngineStatus {
  /** Why the zones could not be listed when that was tried last; those below are as of before. */
  readonly listProblem?: string;
  readonly sources: readonly {
    readonly name: string;
    readonly synced: boolean;
    readonly reason?: string;
  }[];
  readonly zones: readonly {
    readonly id: string;
    readonly name: DnsName;
    readonly inStep: boolean;
    readonly lastInStepMs?: number;
    readonly problem?: string;
    readonly held?: string;
    readonly quarantined: number;
  }[];
}

export interface Engine {
  /** Runs until aborted; the write in hand is finished. Never rejects over a record, a zone or an object. */
  run(signal: AbortSignal): Promise<void>;
  /** Waits for the sources, makes one full pass over every zone, ends. */
  runOnce(signal: AbortSignal): Promise<OnceResult>;
  /** Lets plans that are held at this moment go through once. */
  release(): void;
  explain(name: DnsName): Explanation;
  status(): EngineStatus;
}
