import type { Clock } from '@org/dns-core';
import { wait } from './wait.ts';

export interface RateLimiter {
  /** Resolves when a request may be sent; rejects with the signal's reason. In order of calls. */
  take(signal?: AbortSignal): Promise<void>;
}

/** A token bucket: `burst` requests at once, then `perSecond`. */
export function createRateLimiter(perSecond: number, burst: number, clock: Clock): RateLimiter {
  let tokens = burst;
  let countedAtMs = clock.now();
  return {
    take: (signal) => {
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - countedAtMs) * perSecond) / 1000) - 1;
      countedAtMs = now;
      // Below zero the bucket holds the debt of those who wait already.
      return tokens >= 0 ? Promise.resolve() : wait(clock, (-tokens * 1000) / perSecond, signal);
    },
  };
}
