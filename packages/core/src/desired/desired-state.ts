import type { ObjectState } from '../contract/source.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';
import type { Problem } from '../model/problem.ts';

/** The `resource` label of the ownership marker that a name has now, where it has one: that object holds the name. */
export type HolderOf = (name: DnsName) => string | undefined;

export interface Wanted {
  /** After merges and wrappers, before the provider's `adjust`. */
  readonly endpoints: readonly Endpoint[];
  /** Names that some object still claims although it has no target for them now; their records wait out a grace time. */
  readonly waiting: ReadonlySet<DnsName>;
  /** What is wrong with endpoints and names that were dropped on the way. */
  readonly problems: readonly Problem[];
}

/** Who wants a name, for people who ask why. */
export interface Contribution {
  readonly object: ObjectRef;
  readonly endpoints: readonly Endpoint[];
  /** What became of it: part of the answer, or why not. */
  readonly fate: 'wanted' | { readonly dropped: string };
}

/** An index of what every object wants that knows which names changed. Reports cost what they change. */
export interface DesiredState {
  /** Replaces what `object` wants; `undefined`: it is gone. */
  report(object: ObjectRef, state: ObjectState | undefined): void;
  /** The names whose wanted endpoints may have changed since the last call; empties the set. */
  takeDirty(): ReadonlySet<DnsName>;
  readonly hasDirty: boolean;
  /** What is wanted under these names. */
  wanted(names: Iterable<DnsName>, holderOf: HolderOf): Wanted;
  /** Everything that is wanted. */
  everything(holderOf: HolderOf): Wanted;
  contributions(name: DnsName, holderOf: HolderOf): readonly Contribution[];
  /** Problems that the sources reported, per object as of its last report. */
  problems(): readonly Problem[];
  /** Names anyone contributes to. */
  readonly size: number;
}
