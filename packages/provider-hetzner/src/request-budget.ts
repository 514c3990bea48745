import { ProviderError, type Clock } from '@org/dns-core';
import { retryAfterMs, type HttpTransport, type ReplyHeaders } from '@org/dns-provider-kit';

/** The rate limit of the project that the token belongs to, as the last reply told it. */
export interface Quota {
  /** Requests that a full bucket holds; as many flow back per hour. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the bucket would be full again. */
  readonly resetMs: number;
}

/** What is left alone for others: a project's limit also serves its cloud controller, its autoscaler and its people. */
const othersShare = 0.1;
/** Published limit: 3600 requests an hour (docs.hetzner.cloud/reference/cloud#rate-limiting). */
const publishedLimit = 3600;
const hourMs = 3_600_000;
/** A longer pause is the caller's to wait out. */
const longestPauseMs = 60_000;

/** `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (Unix seconds); `undefined` where they are not. */
function quotaOf(headers: ReplyHeaders, nowMs: number): Quota | undefined {
  const number = (name: string): number => Number(headers[name] || Number.NaN);
  const limit = number('ratelimit-limit');
  const remaining = number('ratelimit-remaining');
  if (!(limit > 0) || Number.isNaN(remaining)) return undefined;
  const resetAtMs = number('ratelimit-reset') * 1000;
  return { limit, remaining, resetMs: Math.max(0, (resetAtMs || nowMs) - nowMs) };
}

interface Waiting {
  readonly go: () => void;
  readonly refuse: (error: ProviderError) => void;
}

/**
 * Keeps the requests of one token within its project's rate limit: as fast as they come while there is plenty, and once only
 * a tenth of the limit is left, half as fast as the limit refills. Put it inside `retrying`, so that new attempts count too.
 */
export function withinBudget(
  transport: HttpTransport,
  clock: Clock,
  observe: (quota: Quota) => void = () => undefined,
): HttpTransport {
  const waiting = new Set<Waiting>();
  let limit = publishedLimit;
  let tokens = limit * (1 - othersShare);
  let countedAtMs = clock.now();
  let pausedUntilMs = 0;
  let inFlight = 0;
  let cancelTimer: (() => void) | undefined;

  const perMs = (): number => limit / hourMs / 2;

  const refill = (): void => {
    const now = clock.now();
    tokens = Math.min(
      Math.max(tokens, limit * (1 - othersShare)),
      tokens + (now - countedAtMs) * perMs(),
    );
    countedAtMs = now;
  };

  const serve = (): void => {
    refill();
    const now = clock.now();
    const pauseMs = pausedUntilMs - now;
    for (const one of waiting) {
      if (pauseMs > longestPauseMs) {
        waiting.delete(one);
        one.refuse(exhausted(pauseMs));
        continue;
      }
      if (now < pausedUntilMs || tokens < 1) break;
      tokens -= 1;
      waiting.delete(one);
      one.go();
    }
    cancelTimer?.();
    cancelTimer = undefined;
    if (waiting.size === 0) return;
    const untilToken = Math.max(0, (1 - tokens) / perMs());
    cancelTimer = clock.after(Math.max(1, Math.ceil(Math.max(pauseMs, untilToken))), serve);
  };

  const take = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const leave = (): void => {
        waiting.delete(one);
        serve();
        reject(signal.reason as Error);
      };
      const one: Waiting = {
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', leave);
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(one);
      serve();
    });

  const learn = (reply: { readonly status: number; readonly headers: ReplyHeaders }): void => {
    const now = clock.now();
    refill();
    const quota = quotaOf(reply.headers, now);
    if (quota !== undefined) {
      observe(quota);
      limit = quota.limit;
      const plenty = quota.remaining - limit * othersShare;
      tokens = Math.max(Math.min(tokens, Math.max(plenty, 1)), plenty - inFlight);
    }
    if (reply.status === 429) {
      tokens = Math.min(tokens, 0);
      pausedUntilMs = Math.max(pausedUntilMs, now + (retryAfterMs(reply, now) ?? 0));
    }
    serve();
  };

  const budgeted = async <T extends { readonly status: number; readonly headers: ReplyHeaders }>(
    signal: AbortSignal,
    send: () => Promise<T>,
  ): Promise<T> => {
    await take(signal);
    inFlight += 1;
    let reply: T;
    try {
      reply = await send();
    } finally {
      inFlight -= 1;
    }
    learn(reply);
    return reply;
  };

  return {
    send: (request, signal) => budgeted(signal, () => transport.send(request, signal)),
    stream: (request, signal) => budgeted(signal, () => transport.stream(request, signal)),
    close: () => {
      cancelTimer?.();
      return transport.close();
    },
  };
}

function exhausted(pauseMs: number): ProviderError {
  return new ProviderError(
    'transient',
    `the rate limit of the project is used up; Hetzner asks to come again in ${Math.ceil(pauseMs / 1000)} s`,
    { retryAfterMs: pauseMs },
  );
}
