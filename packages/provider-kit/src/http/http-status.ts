import { ProviderError, type Clock, type ProviderErrorReason } from '@org/dns-core';
import { isWrite, routeOf, type HttpReply, type HttpRequest } from './http-transport.ts';
import { redactFor } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';

/** What an HTTP status says about a failed request; `undefined` for 2xx. */
export function reasonOfStatus(status: number): ProviderErrorReason | undefined {
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
    case 403:
    case 407:
      return 'unauthorized';
    case 404:
    case 410:
      return 'not-found';
    case 408:
    case 425:
    case 429:
      return 'transient';
    case 501:
    case 505:
      return 'unsupported';
    default:
      return status >= 500 ? 'transient' : 'rejected';
  }
}

const longestDetail = 500;
const decoder = new TextDecoder();

export interface ReplyErrorOptions {
  /** What the service says about it, when the caller found it in the body. Default: the start of the body. */
  readonly detail?: string | undefined;
  readonly reason?: ProviderErrorReason | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * The error of a reply that is not a success. The message names the request, the status and what the service said; secrets
 * of the request are blotted out even where the service repeats them.
 */
export function replyError(
  request: HttpRequest,
  reply: HttpReply,
  options: ReplyErrorOptions = {},
): ProviderError {
  const reason = options.reason ?? reasonOfStatus(reply.status) ?? 'rejected';
  const said = (options.detail ?? decoder.decode(reply.body.subarray(0, 4 * longestDetail)))
    .replace(/\s+/g, ' ')
    .trim();
  const ofRequest = redactFor(request.headers);
  const known = reply.redact?.(said) ?? said;
  const detail = (ofRequest?.(known) ?? known).slice(0, longestDetail);
  const where = `${request.method} ${routeOf(request)}: status ${reply.status}`;
  return new ProviderError(reason, detail === '' ? where : `${where}: ${detail}`, {
    retryAfterMs: retryAfterMs(reply, options.clock?.now() ?? Date.now()),
    mayHaveWritten: isWrite(request) && mayHaveBeenCarriedOut(reply.status),
  });
}

/** A gateway's 5xx says nothing about what the service behind it did; 429 and 503 are refusals. */
function mayHaveBeenCarriedOut(status: number): boolean {
  return status >= 500 && status !== 503;
}
