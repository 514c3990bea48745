import type { Clock } from '@org/dns-core';

/** The machine's clock. Its timers keep the process alive: a controller that waits for its next pass must not end. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}
