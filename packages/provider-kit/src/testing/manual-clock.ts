import type { Clock } from '@org/dns-core';

/** A clock that stands until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on by `ms` and runs what became due, in order. */
  advance(ms: number): void;
  /** How many timers wait. */
  readonly pending: number;
  /** Resolves once a timer waits that is due in exactly `ms` from now. */
  waitForTimer(ms: number): Promise<void>;
}

export function createManualClock(startMs = 0): ManualClock {
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const watchers = new Set<() => void>();
  let nowMs = startMs;
  return {
    now: () => nowMs,
    after(ms, run) {
      const timer = { atMs: nowMs + Math.max(0, ms), run };
      timers.add(timer);
      for (const watcher of watchers) watcher();
      return () => timers.delete(timer);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...timers]
          .filter(({ atMs }) => atMs <= untilMs)
          .toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.run();
      }
      nowMs = untilMs;
    },
    get pending() {
      return timers.size;
    },
    waitForTimer(ms) {
      const isSet = (): boolean => [...timers].some(({ atMs }) => atMs === nowMs + ms);
      if (isSet()) return Promise.resolve();
      return new Promise((resolve) => {
        const watcher = (): void => {
          if (!isSet()) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
      });
    },
  };
}
