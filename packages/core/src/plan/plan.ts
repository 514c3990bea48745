import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { DomainMatcher } from './domain-filter.ts';

export type Policy = 'sync' | 'upsert-only' | 'create-only';

/** `compat` decides as upstream does, `safe` (the default everywhere) differs only as `docs/compatibility.md` lists. */
export type Behavior = 'safe' | 'compat';

export interface PlanInput {
  /** What the registry says exists, owners in `labels.owner`. */
  readonly current: readonly Endpoint[];
  /** What is wanted, as the provider's `adjust` left it. */
  readonly desired: readonly Endpoint[];
  readonly policy: Policy;
  readonly behavior: Behavior;
  /** `''`: no ownership (the noop registry). */
  readonly owner: string;
  /** Records of this owner are taken over (`--migrate-from-txt-owner`). */
  readonly oldOwner?: string;
  readonly managedTypes: readonly RecordType[];
  readonly excludedTypes: readonly RecordType[];
  readonly inDomain: DomainMatcher;
  /** The zone that is planned; its NS and SOA records at the apex are not touched in `safe`. Absent or `''`: not known. */
  readonly zone?: DnsName;
  /** Names whose records are not deleted now: somebody claims them, but has no valid target for them. `safe` only. */
  readonly protectedNames?: ReadonlySet<DnsName>;
  /** Records of `current` whose marker has to be written although they are as wanted; see `Decoded.repairs`. `safe` only. */
  readonly repairs?: ReadonlySet<Endpoint>;
  /** Why a record that does not exist must not be created; see `Registry.refuse`. `safe` only. */
  readonly refuse?: (endpoint: Endpoint) => SkipReason | undefined;
  /** What the provider stores for a TTL that is not configured, so that one can be taken away again. `safe` only. */
  readonly defaultTtlSeconds?: number;
}

/** Why something was left alone. */
export type SkipReason =
  | { readonly code: 'outside-domain-filter' }
  | { readonly code: 'type-not-managed' }
  /** Another owner's record, or one without an owner. */
  | { readonly code: 'not-owned'; readonly owner: string | undefined }
  /** A foreign record under the name stops creations beside it. */
  | { readonly code: 'blocked-by-foreign'; readonly foreign: Endpoint }
  /** `--policy` forbids this kind of change. */
  | { readonly code: 'policy'; readonly policy: Policy; readonly kind: Change['kind'] }
  /** Another candidate for the same name and type won. */
  | { readonly code: 'lost-conflict'; readonly winner: Endpoint }
  | { readonly code: 'invalid'; readonly message: string }
  /** Its name is claimed by somebody who has no valid target for it at the moment, so nothing is taken away. */
  | { readonly code: 'waiting' }
  /** NS and SOA at the apex of a zone belong to the zone. */
  | { readonly code: 'zone-apex' }
  /** It would make room for a record that must not be created. */
  | { readonly code: 'kept-for'; readonly wanted: Endpoint; readonly because: SkipReason };

export interface Skipped {
  readonly endpoint: Endpoint;
  readonly because: SkipReason;
}

export interface Plan {
  /** Records only; the registry adds the markers. Sorted by name, then type, then set identifier. */
  readonly changes: readonly Change[];
  readonly skipped: readonly Skipped[];
  /** Wanted and already there: nothing to do. */
  readonly unchanged: number;
}
