export type ProviderErrorReason =
  /** May work later; nobody needs to act: time-outs, 429, 5xx, lost connections. */
  | 'transient'
  /** Credentials or permissions. */
  | 'unauthorized'
  /** Understood and refused, such as a CNAME beside an A record. */
  | 'rejected'
  /** The zone or the service is not there (any more). */
  | 'not-found'
  /** This provider can never do it. */
  | 'unsupported';

const brand = Symbol.for('@org/dns-core/ProviderError');

export interface ProviderErrorOptions extends ErrorOptions {
  /** Milliseconds after which a new attempt makes sense, where the service said so. */
  readonly retryAfterMs?: number | undefined;
  /** The write may have happened although it was not confirmed. Default: false. */
  readonly mayHaveWritten?: boolean | undefined;
}

/** What went wrong at a provider: the message names the zone, the record and the way out; it never holds a secret. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly reason: ProviderErrorReason;
  readonly retryAfterMs: number | undefined;
  readonly mayHaveWritten: boolean;

  constructor(reason: ProviderErrorReason, message: string, options: ProviderErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
    this.mayHaveWritten = options.mayHaveWritten ?? false;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Knows errors from a second copy of this package too. */
  static is(error: unknown): error is ProviderError {
    return typeof error === 'object' && error !== null && brand in error;
  }
}
