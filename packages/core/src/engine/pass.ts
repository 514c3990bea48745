import type { RecordType } from '../model/endpoint.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { DesiredState, DropCount } from '../desired/desired-state.ts';
import type { DomainMatcher } from '../plan/domain-filter.ts';
import type { EngineOptions } from './engine.ts';
import type { Grace } from './grace.ts';
import type { Placement } from './placement.ts';
import type { ProblemLedger } from './problem-ledger.ts';
import type { SourceHealth } from './source-health.ts';
import type { UnfinishedWrites } from './unfinished-writes.ts';
import type { ZoneReader } from './zone-reader.ts';

/** What a pass is about. */
export interface PassRequest {
  /** How it is reported. */
  readonly scope: 'full' | 'delta';
  /** Every name of the unit, also those that nobody wants; otherwise `names` only. */
  readonly whole: boolean;
  /** Nothing is known to have changed since the last pass; where the zones have not either, there is nothing to do. */
  readonly mayRest: boolean;
  /** With `whole`: the names that somebody may want. */
  readonly names: ReadonlySet<DnsName>;
}

/** What all passes share. */
export interface PassContext {
  readonly options: EngineOptions;
  readonly reader: ZoneReader;
  readonly desired: DesiredState;
  readonly grace: Grace;
  readonly unfinished: UnfinishedWrites;
  readonly health: SourceHealth;
  readonly problems: ProblemLedger;
  readonly random: () => number;
  readonly maxConcurrentZones: number;
  readonly batchGroups: number;
  /** A zone is read whole at least this often, whatever its version token says. */
  readonly wholeReadMs: number;
  /** Of the zone list and domain filter as they are now. */
  readonly placement: () => Placement;
  readonly inDomain: () => DomainMatcher;
  /** Ends reads, and the next write before it begins. */
  readonly signal: AbortSignal;
  /** Ends the write in hand. */
  readonly writeSignal: AbortSignal;
}

/** Record sets by type, while they are added up. */
export interface Tally {
  readonly wanted: Map<RecordType, number>;
  readonly current: Map<RecordType, number>;
  readonly verified: Map<RecordType, number>;
  readonly dropped: DropCount[];
}
