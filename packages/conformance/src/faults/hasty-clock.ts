import type { Clock } from '@org/dns-core';

export interface HastyClockOptions {
  /** Waits from so many milliseconds on are taken for time-outs, which never end. Default: 10,000. */
  readonly timeoutsFromMs?: number;
}

/** A clock for tests with faults: whatever is waited for (a pause before a new attempt) is over at once, and time has moved on by it. */
export function createHastyClock({ timeoutsFromMs = 10_000 }: HastyClockOptions = {}): Clock {
  let nowMs = 1_700_000_000_000;
  return {
    now: () => nowMs,
    after(ms, run) {
      if (ms >= timeoutsFromMs) return () => {};
      const immediate = setImmediate(() => {
        nowMs += ms;
        run();
      });
      return () => clearImmediate(immediate);
    },
  };
}
