import type { ProviderError } from '../contract/provider-error.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Zone } from '../model/zone.ts';
import type { DeferredNames } from './deferred-names.ts';
import type { DeletionWindow } from './deletion-window.ts';
import { isHold, type Withheld } from './judge.ts';

/** What is remembered about one unit from pass to pass. */
export interface UnitState {
  /** Records that are ours, as of the last full pass and the writes since. */
  owned: number;
  readonly deletions: DeletionWindow;
  readonly withheld: Map<DnsName, Withheld>;
  readonly released: Set<DnsName>;
  /** Names that the desired state had problems with. */
  readonly troubled: Set<DnsName>;
  readonly deferred: DeferredNames;
  /** Why the last attempt came to nothing; the whole zone waits. */
  failure: ProviderError | undefined;
  /** Why upstream would have ended its run here; `compat` only. */
  stopped: string | undefined;
  /** We wrote to it, or may have. */
  hasWritten: boolean;
  /** Names whose marker seems to have no record, and since when. */
  readonly strays: Map<DnsName, number>;
  /** A full pass has been made. */
  planned: boolean;
  lastInStepMs: number | undefined;
}

/** What is planned together. */
export interface Unit {
  readonly id: string;
  /** One zone; in `compat` all of them. */
  readonly zones: readonly Zone[];
  /** The names whose markers lie in another zone: planned apart, so that the other zone cannot hold up the rest of this one. */
  readonly crossing: boolean;
  readonly state: UnitState;
}

/** Nothing failed, nothing is held and nothing waits to be tried again. */
export function isInStep(state: UnitState): boolean {
  return (
    state.failure === undefined &&
    state.stopped === undefined &&
    !isHeld(state) &&
    state.deferred.size === 0
  );
}

/** A person has to let something go. */
export function isHeld(state: UnitState): boolean {
  for (const { objection } of state.withheld.values()) if (isHold(objection)) return true;
  return false;
}

const allZones: Zone = { id: '', name: '' as DnsName };

/** The zone that events about a unit name; several at once appear as one without a name. */
export function shownZone({ zones }: Unit): Zone {
  const [first] = zones;
  return zones.length === 1 && first !== undefined ? first : allZones;
}
