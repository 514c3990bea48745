import type { DnsName } from '../model/dns-name.ts';
import type { DropCount } from '../desired/desired-state.ts';
import type { Change } from '../model/change.ts';
import type { RecordType } from '../model/endpoint.ts';
import type { Problem } from '../model/problem.ts';
import type { Zone } from '../model/zone.ts';
import type { Plan } from '../plan/plan.ts';

/** Everything the engine says. Logs, metrics, Kubernetes Events and pages are readers of this one stream. */
export type EngineEvent =
  | { readonly kind: 'source-synced'; readonly source: string; readonly objects: number }
  | { readonly kind: 'source-behind'; readonly source: string; readonly problem: Problem }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'problem-solved'; readonly problem: Problem }
  | {
      readonly kind: 'zone-read';
      readonly zone: Zone;
      readonly records: number;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'zone-failed';
      readonly zone: Zone | undefined;
      readonly error: Error;
      readonly retryAfterMs: number;
    }
  | {
      readonly kind: 'planned';
      readonly zone: Zone;
      readonly scope: 'full' | 'delta';
      readonly plan: Plan;
    }
  | {
      readonly kind: 'held';
      readonly zone: Zone;
      readonly reason: string;
      readonly deletions: number;
      /** Where records would be deleted; of many, the first. */
      readonly names: readonly DnsName[];
    }
  | { readonly kind: 'released'; readonly zone: Zone }
  | {
      readonly kind: 'applied';
      readonly zone: Zone;
      readonly changes: readonly Change[];
      readonly durationMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly zone: Zone;
      readonly changes: readonly Change[];
      readonly error: Error;
    }
  | {
      readonly kind: 'quarantined';
      readonly zone: Zone;
      readonly name: DnsName;
      readonly error: Error;
      readonly untilMs: number;
    }
  | {
      readonly kind: 'pass-ended';
      readonly scope: 'full' | 'delta';
      readonly inStep: boolean;
      readonly wrote: boolean;
      /** Only after a full pass. */
      readonly counts?: PassCounts;
    };

/** Record sets by type, as a full pass found them. */
export interface PassCounts {
  /** Wanted by all sources, after the wrappers and before any filter. */
  readonly wanted: ReadonlyMap<RecordType, number>;
  /** In the zones, without ownership records. */
  readonly current: ReadonlyMap<RecordType, number>;
  /** Wanted ones whose name and type exist in a zone. */
  readonly verified: ReadonlyMap<RecordType, number>;
  /** Endpoints that the wrappers dropped. */
  readonly dropped: readonly DropCount[];
}
