import type { DnsName } from './dns-name.ts';
import type { ObjectRef } from './object-ref.ts';

/** Something a person should know about an object, a zone or a setting: what is wrong, where, and the way out. */
export interface Problem {
  /** A short constant for machines, such as `invalid-name`, `template-failed`, `name-taken`. */
  readonly code: string;
  /** One sentence that names the field, the value and what to do. */
  readonly message: string;
  readonly object?: ObjectRef;
  /** The DNS name that it is about, where it is about one. */
  readonly name?: DnsName;
  /** Upstream ends the whole run over this; `compat` does too (exit code, no writes), `safe` never. */
  readonly stopsRun?: boolean;
}
