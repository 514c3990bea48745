import { ProviderError, type ProviderErrorReason } from '@org/dns-core';

/** Blots secrets out of a text. */
export type Redact = (text: string) => string;

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const longestMessage = 2000;

/** Codes of refusals that pass by themselves (API reference, "Common Error Types", and Route 53's own). */
const passing: ReadonlySet<string> = new Set([
  'PriorRequestNotComplete',
  'ConcurrentModification',
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'ServiceUnavailable',
  'InternalFailure',
]);

/** Codes that concern who asks. */
const refusing: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'NotAuthorizedException',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'CredentialsProviderError',
]);

/** The service asks for fewer requests. */
export function isThrottling(error: unknown): boolean {
  const { name } = causeOf(error);
  return /^(?:Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/.test(name);
}

/** What the SDK threw, as this project's error. Messages never hold credentials. */
export function toProviderError(
  thrown: unknown,
  call: { readonly what: string; readonly isWrite: boolean; readonly redact: Redact },
): ProviderError {
  if (ProviderError.is(thrown)) return thrown;
  const error = causeOf(thrown);
  const status = error.$metadata?.httpStatusCode;
  const reason = reasonOf(error, status);
  const said = call.redact(textOf(error));
  const { retryAfter } = headersOf(error);
  return new ProviderError(reason, `Route 53, ${call.what}: ${said.slice(0, longestMessage)}`, {
    // The SDK's own error repeats what the service said, so it is kept only where that held no secret.
    ...(said.includes(error.message) ? { cause: thrown } : {}),
    retryAfterMs: retryAfter,
    mayHaveWritten:
      call.isWrite &&
      reason === 'transient' &&
      status !== undefined &&
      status >= 500 &&
      status !== 503,
  });
}

function causeOf(thrown: unknown): SdkError {
  if (ProviderError.is(thrown) && thrown.cause instanceof Error) return thrown.cause as SdkError;
  return thrown instanceof Error ? (thrown as SdkError) : new Error(String(thrown));
}

function reasonOf(error: SdkError, status: number | undefined): ProviderErrorReason {
  const { name } = error;
  if (isThrottling(error) || passing.has(name)) return 'transient';
  if (refusing.has(name) || status === 401 || status === 403) return 'unauthorized';
  if (name === 'NoSuchHostedZone') return 'not-found';
  if (status === undefined || status >= 500 || status === 429 || status === 408) return 'transient';
  return 'rejected';
}

function textOf(error: SdkError): string {
  if (error.name === 'SignatureDoesNotMatch')
    // The service repeats the request that it expected, with its session token.
    return 'SignatureDoesNotMatch: the secret access key does not belong to the access key id, or the clock is wrong';
  const { name, message } = error;
  return message.includes(name) ? message : `${name}: ${message}`;
}

function headersOf(error: SdkError): { readonly retryAfter: number | undefined } {
  const value = error.$response?.headers?.['retry-after'];
  return {
    retryAfter: value !== undefined && /^\d+$/.test(value) ? Number(value) * 1000 : undefined,
  };
}
