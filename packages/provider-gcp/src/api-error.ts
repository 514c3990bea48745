import type { ProviderError, ProviderErrorReason } from '@org/dns-core';
import {
  replyError,
  type HttpReply,
  type HttpRequest,
  type HttpTransport,
} from '@org/dns-provider-kit';
import type { Clock } from '@org/dns-core';

/** What an error body says: `{ "error": { "message", "errors": [{ "reason", "message" }] } }`. */
interface GoogleErrorBody {
  readonly message: string | undefined;
  readonly reasons: readonly string[];
}

/** Answers that ask for patience come as 403 with one of these reasons. */
const tooFast = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

/** The error of a reply that is not a success, in Google's own words. */
export function apiError(request: HttpRequest, reply: HttpReply, clock: Clock): ProviderError {
  const { message, reasons } = bodyOf(reply);
  return replyError(request, reply, {
    clock,
    detail: message,
    reason: reasonOf(reply.status, reasons),
  });
}

/**
 * What a refused change points at: positions in `additions` and `deletions`, which Google writes as
 * `entity.change.additions[3]`.
 */
export function pointedAt(reply: HttpReply): {
  readonly additions: readonly number[];
  readonly deletions: readonly number[];
} {
  const text = new TextDecoder().decode(reply.body);
  const positions = (list: string): readonly number[] => [
    ...new Set([...text.matchAll(new RegExp(`change\\.${list}\\[(\\d+)\\]`, 'g'))].map(digits)),
  ];
  return { additions: positions('additions'), deletions: positions('deletions') };
}

function digits(match: RegExpMatchArray): number {
  return Number(match[1]);
}

/** The same transport, but a rate limit is a 429 as everywhere else, so that it is waited for. */
export function withRateLimitStatus(transport: HttpTransport): HttpTransport {
  return {
    ...transport,
    async send(request, signal) {
      const reply = await transport.send(request, signal);
      const isTooFast =
        reply.status === 403 && bodyOf(reply).reasons.some((reason) => tooFast.has(reason));
      return isTooFast ? { ...reply, status: 429 } : reply;
    },
  };
}

function reasonOf(status: number, reasons: readonly string[]): ProviderErrorReason | undefined {
  // A full zone or project: more of the same is refused, deletions are not.
  return status === 403 && reasons.includes('quotaExceeded') ? 'rejected' : undefined;
}

function bodyOf(reply: HttpReply): GoogleErrorBody {
  try {
    const body = JSON.parse(new TextDecoder().decode(reply.body)) as Record<string, unknown>;
    const { message, errors } = (body['error'] ?? {}) as Record<string, unknown>;
    return {
      message: typeof message === 'string' ? message : undefined,
      reasons: (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap((error) => {
        const { reason } = (error ?? {}) as Record<string, unknown>;
        return typeof reason === 'string' ? [reason] : [];
      }),
    };
  } catch {
    return { message: undefined, reasons: [] };
  }
}
