import type { Clock } from '@org/dns-core';

export interface TokenBucketOptions {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests that may go at once after quiet. */
  readonly burst: number;
  readonly clock: Clock;
}

/** A rate that all users of one credential share, first come, first served. */
export interface TokenBucket {
  /** Resolves when one request may go; rejects with the signal's reason once it is aborted. */
  take(signal: AbortSignal): Promise<void>;
  /** Lets nobody go for `ms`: the service said that it has had enough. */
  pause(ms: number): void;
}

interface Waiting {
  readonly go: () => void;
}

export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  const { clock, burst, perSecond } = options;
  const waiting = new Set<Waiting>();
  let tokens = burst;
  let countedAtMs = clock.now();
  let pausedUntilMs = 0;
  let cancelTimer: (() => void) | undefined;

  const refill = (): void => {
    const now = clock.now();
    const from = Math.max(countedAtMs, Math.min(pausedUntilMs, now));
    tokens = Math.min(burst, tokens + (Math.max(0, now - from) * perSecond) / 1000);
    countedAtMs = now;
  };

  const serve = (): void => {
    refill();
    const now = clock.now();
    for (const one of waiting) {
      if (now < pausedUntilMs || tokens < 1) break;
      tokens -= 1;
      waiting.delete(one);
      one.go();
    }
    cancelTimer?.();
    cancelTimer = undefined;
    if (waiting.size === 0) return;
    const untilToken = Math.max(0, ((1 - tokens) * 1000) / perSecond);
    const waitMs = Math.max(1, Math.ceil(Math.max(0, pausedUntilMs - now) + untilToken));
    cancelTimer = clock.after(waitMs, serve);
  };

  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = (): void => {
          waiting.delete(one);
          reject(signal.reason as Error);
        };
        const one: Waiting = {
          go: () => {
            signal.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.add(one);
        serve();
      });
    },
    pause(ms) {
      refill();
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + ms);
    },
  };
}
