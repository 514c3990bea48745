import type { ObjectState } from '../contract/source.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';
import type { Problem } from '../model/problem.ts';

/**
 * The `resource` label of the ownership marker that a name has now, where it has one: that object holds the name, also
 * while it has no target for it. Whoever asks hides a holder whose grace is over; the next one then takes over.
 */
export type HolderOf = (name: DnsName) => string | undefined;

/** How many endpoints of one type and source were dropped: not valid, or equal to one that came before. */
export interface DropCount {
  readonly why: 'invalid' | 'duplicate';
  readonly type: RecordType;
  /** The source of the object that the endpoint came from; `unknown` where none is known. */
  readonly source: string;
  readonly count: number;
}

export interface Wanted {
  /** After merges and wrappers, before the provider's `adjust`. */
  readonly endpoints: readonly Endpoint[];
  /** Names that some object still claims although it has no target for them now; their records wait out a grace time. */
  readonly waiting: ReadonlySet<DnsName>;
  /**
   * Names under which something is wanted that cannot be a record (an address that is none, a CNAME with two targets).
   * What is there stays until that is mended or no longer wanted: nothing is deleted under these names. Empty in `compat`.
   */
  readonly invalid: ReadonlySet<DnsName>;
  /**
   * The `resource` labels of objects, whatever names were asked for, of which one cannot tell what they want: a name of
   * theirs is unusable, or they have a problem that upstream ends its run for. Records whose marker names one of these
   * are not deleted. Empty in `compat`.
   */
  readonly unclear: ReadonlySet<string>;
  /** What is wrong with endpoints and names that were dropped on the way. */
  readonly problems: readonly Problem[];
  /** What upstream counts as invalid and deduplicated. */
  readonly dropped: readonly DropCount[];
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
  /** Problems that the sources reported, per object as of its last report, and those of the wrapper options. */
  problems(): readonly Problem[];
  /** How many objects of a source want or claim something. */
  objects(source: string): number;
  /** Names anyone contributes to. */
  readonly size: number;
}
