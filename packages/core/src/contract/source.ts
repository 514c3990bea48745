import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';
import type { Problem } from '../model/problem.ts';

/** What an object wants, as of now. The last report about an object is the whole truth about it. */
export interface ObjectState {
  readonly endpoints: readonly Endpoint[];
  /** Names it still claims although it has no target for them at the moment (addresses lost, not yet given). */
  readonly waiting?: readonly DnsName[];
  readonly problems?: readonly Problem[];
  /** When the object was made, in milliseconds since 1970; the older object holds a name that two want. */
  readonly createdMs?: number;
}

/** `undefined`: the object is gone. */
export type Report = (object: ObjectRef, state: ObjectState | undefined) => void;

export interface SourceStatus {
  /** Every object that existed when it last connected has been reported, and nothing is known to be missed since. */
  readonly synced: boolean;
  /** Since when it has not been in step, in milliseconds since 1970. */
  readonly behindSinceMs?: number;
  /** Why it is not in step: names the resource, the verb and the way out. */
  readonly problem?: Problem;
}

export interface Source {
  readonly name: string;

  /**
   * Reports what each object wants, from now until aborted. Resolves once every object that exists has been reported; while
   * something cannot be read it stays pending, keeps trying, and says why through `status`. Never rejects but by abort.
   */
  start(report: Report, signal: AbortSignal): Promise<void>;

  status(): SourceStatus;

  /**
   * How endpoints of one name from several objects of this source become one list (upstream's merge at the end of each
   * source). Pure. Absent: `mergeEndpoints`.
   */
  merge?(endpoints: readonly Endpoint[]): readonly Endpoint[];
}
