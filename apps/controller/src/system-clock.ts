import type { Clock } from '@org/dns-core';

/** The machine's time. Its timers keep the process alive: a controller that waits for its next pass must not end. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
