import { ProviderError } from '@org/dns-core';
import { reasonOfStatus, retryAfterMs } from '@org/dns-provider-kit';

/** What an SDK throws when the service refuses (`RestError`); only what is used here. */
interface SdkError {
  readonly statusCode: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly response?: { readonly bodyAsText?: string | null; readonly headers?: Headers };
}
interface Headers {
  get(name: string): string | undefined;
}

/** Refusals (409) that end by themselves. */
const passing = new Set(['AnotherOperationInProgress', 'RetryableError']);

/** A precondition did not hold: somebody else was faster, or our own request was repeated. */
export function isPreconditionFailure(error: unknown): boolean {
  return statusOf(error) === 412;
}

/**
 * The record set is not there, while its zone is: the service says `NotFound`. A zone, group or subscription that is not
 * there is `ResourceNotFound`, `ParentResourceNotFound`, `ResourceGroupNotFound` or `SubscriptionNotFound`.
 */
export function isMissingRecordSet(error: unknown): boolean {
  return statusOf(error) === 404 && detailOf(error as SdkError).code === 'NotFound';
}

function statusOf(error: unknown): number | undefined {
  return isSdkError(error) ? error.statusCode : undefined;
}

function isSdkError(error: unknown): error is SdkError {
  return (
    error instanceof Error &&
    error.name === 'RestError' &&
    typeof (error as Partial<SdkError>).statusCode === 'number'
  );
}

/**
 * Any failure of a call as a `ProviderError` that names what was asked. The SDK's own error is not kept as its cause: it
 * holds the request with its token.
 *
 * @param what such as `write A www in example.org`
 */
export function toProviderError(
  error: unknown,
  what: string,
  isWrite: boolean,
  nowMs: number,
): unknown {
  if (isSdkError(error)) {
    const { code, message } = detailOf(error);
    const status = error.statusCode;
    const said = [code, message].filter((part) => part !== undefined && part !== '').join(': ');
    const after = error.response?.headers?.get('retry-after');
    return new ProviderError(
      code !== undefined && passing.has(code)
        ? 'transient'
        : (reasonOfStatus(status) ?? 'transient'),
      `${what}: status ${status}${said === '' ? '' : `, ${said}`}${advice(status)}`,
      {
        retryAfterMs: retryAfterMs(
          { headers: after === undefined ? {} : { 'retry-after': after } },
          nowMs,
        ),
        mayHaveWritten: isWrite && status >= 500 && status !== 503,
      },
    );
  }
  if (ProviderError.is(error))
    return new ProviderError(error.reason, `${what}: ${error.message}`, {
      cause: error,
      retryAfterMs: error.retryAfterMs,
      mayHaveWritten: error.mayHaveWritten && isWrite,
    });
  return error;
}

function advice(status: number): string {
  return status === 403
    ? '; give the identity the role DNS Zone Contributor (private zones: Private DNS Zone Contributor)'
    : '';
}

/**
 * `{ "error": { "code", "message" } }`, or the two on the outside, as the DNS service itself writes them. The library for
 * private zones keeps no body, and says the two itself.
 */
function detailOf(error: SdkError): { readonly code?: string; readonly message?: string } {
  const body = bodyOf(error) ?? { code: error.code, message: error.message };
  const { code, message } = (body['error'] ?? body) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof message === 'string'
      ? { message: message.replace(/\s+/g, ' ').trim().slice(0, 500) }
      : {}),
  };
}

/** `undefined`: there is none. One that is no JSON comes from a gateway, and is left out. */
function bodyOf({ response }: SdkError): Readonly<Record<string, unknown>> | undefined {
  const text = response?.bodyAsText ?? undefined;
  if (text === undefined) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
