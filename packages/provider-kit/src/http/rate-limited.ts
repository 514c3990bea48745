import type { Clock } from '@org/dns-core';
import type { TokenBucket } from '../flow/token-bucket.ts';
import type { HttpTransport, ReplyHeaders } from './http-transport.ts';
import { retryAfterMs } from './retry-after.ts';

/**
 * Takes a token before each request. Give the same bucket to every transport that uses the same credential. A 429 with
 * `Retry-After` stops all of them for that long. Put it inside `retrying`, so that new attempts are counted too.
 */
export function rateLimited(
  transport: HttpTransport,
  bucket: TokenBucket,
  clock: Clock,
): HttpTransport {
  const heed = <T extends { readonly status: number; readonly headers: ReplyHeaders }>(
    reply: T,
  ): T => {
    const waitMs = reply.status === 429 ? retryAfterMs(reply, clock.now()) : undefined;
    if (waitMs !== undefined) bucket.pause(waitMs);
    return reply;
  };
  return {
    async send(request, signal) {
      await bucket.take(signal);
      return heed(await transport.send(request, signal));
    },
    async stream(request, signal) {
      await bucket.take(signal);
      return heed(await transport.stream(request, signal));
    },
    close: () => transport.close(),
  };
}
