/** What goes wrong between a provider and its service. */
export type Fault =
  /** 401: the credentials are not taken. */
  | 'unauthorized'
  /** 403: not allowed. */
  | 'forbidden'
  /** 404: what was asked for is not there. */
  | 'not-found'
  /** 429 with the wish to be asked again in two seconds. */
  | 'rate-limited'
  /** 500: the service failed. */
  | 'server-error'
  /** The connection breaks before the service sees the request. */
  | 'reset'
  /** The service carries the request out, but its answer is lost: what a time-out after a write is. */
  | 'reply-lost'
  /** The answer breaks off half way. */
  | 'cut-off'
  /** 400 with an answer that repeats all headers and the address of the request, secrets included. */
  | 'echo';

/** Makes requests fail. For HTTP {@link startFaultyProxy} is one; for other protocols hook into a fake of the service. */
export interface FaultInjector {
  /** The faults that it can make. */
  readonly faults: readonly Fault[];
  /** From now on, until `clear`, requests that read, or write, fail so; the first `times` of them if that is given. */
  inject(on: 'read' | 'write', fault: Fault, times?: number): void;
  clear(): void;
}
