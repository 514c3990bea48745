/**
 * Why a request to the API server failed. `status` is the HTTP status, absent when there was no response; `reason` the word
 * of the Kubernetes Status object (`Forbidden`, `AlreadyExists`, `Expired`, …) or `''`. Holds no credentials.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number | undefined;
  readonly reason: string;
  /** From the Retry-After header. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: {
      readonly status?: number;
      readonly reason?: string;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.status = details.status;
    this.reason = details.reason ?? '';
    this.retryAfterMs = details.retryAfterMs;
  }
}
