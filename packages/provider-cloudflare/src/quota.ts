import type { HttpTransport, ReplyHeaders, TokenBucket } from '@org/dns-provider-kit';

/** What is left of the rate limit of these credentials. */
export interface Quota {
  readonly remaining: number;
  /** Until the window begins anew. */
  readonly resetMs: number;
}

/** `Ratelimit: "default";r=50;t=30` (developers.cloudflare.com/fundamentals/api/reference/limits, seen 2026-10); of several limits the one with least left. */
export function quotaOf(headers: ReplyHeaders): Quota | undefined {
  const quotas = (headers['ratelimit'] ?? '').split(',').flatMap((item): Quota[] => {
    const remaining = /;\s*r=(\d+)/.exec(item)?.[1];
    const seconds = /;\s*t=(\d+)/.exec(item)?.[1];
    if (remaining === undefined || seconds === undefined) return [];
    return [{ remaining: Number(remaining), resetMs: Number(seconds) * 1000 }];
  });
  return quotas.toSorted((a, b) => a.remaining - b.remaining)[0];
}

/** Tells what is left, and lets nobody go any more once it is nothing. */
export function heedingQuota(
  transport: HttpTransport,
  bucket: TokenBucket,
  observe: (quota: Quota) => void = () => undefined,
): HttpTransport {
  const heed = <T extends { readonly headers: ReplyHeaders }>(reply: T): T => {
    const quota = quotaOf(reply.headers);
    if (quota === undefined) return reply;
    observe(quota);
    if (quota.remaining === 0) bucket.pause(quota.resetMs);
    return reply;
  };
  return {
    send: async (request, signal) => heed(await transport.send(request, signal)),
    stream: async (request, signal) => heed(await transport.stream(request, signal)),
    close: () => transport.close(),
  };
}
