import type { Clock } from '@org/dns-core';

/** A clock that moves only when a test says so. */
export interface ManualClock extends Clock {
  /** Runs everything that is due, in order of time. */
  advance(ms: number): void;
  /** Times for which something waits, from now, in order. */
  pendingMs(): readonly number[];
}

export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  let now = startMs;
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { atMs: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (ms) => {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.atMs <= end);
        const next = due.sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.atMs);
        next.run();
      }
      now = end;
    },
    pendingMs: () => [...timers].map((timer) => timer.atMs - now).sort((a, b) => a - b),
  };
}
