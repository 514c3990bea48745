import type { Behavior } from '../plan/plan.ts';

/** An IP network, such as `10.0.0.0/8`; parsed at the edge, where bad ones are reported. */
export interface WrapperOptions {
  readonly behavior: Behavior;
  /** `--default-targets`. */
  readonly defaultTargets: readonly string[];
  /** `--force-default-targets`. */
  readonly forceDefaultTargets: boolean;
  /** `--nat64-networks`: prefixes of length 96, as text; checked when the state is made. */
  readonly nat64Networks: readonly string[];
  /** `--target-net-filter`, as text; what does not parse is a problem and filters nothing. */
  readonly targetNets: readonly string[];
  /** `--exclude-target-net`. */
  readonly excludeTargetNets: readonly string[];
  /** PTR is a managed type: PTR records are made where asked for. */
  readonly ptr: boolean;
  /** `--create-ptr`: asked for everywhere. */
  readonly createPtr: boolean;
  /** `--min-ttl` in seconds; 0: none. Fills in TTLs that are not configured. */
  readonly minTtlSeconds: number;
  /** The literal value of `--provider`, which decides the properties that are kept. */
  readonly provider: string;
  /** `--prefer-alias`. */
  readonly preferAlias: boolean;
}
