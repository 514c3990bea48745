import type { Clock } from '../contract/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass: what is due happens in order, and everything that follows from it without time passing. */
  pass(ms: number): Promise<void>;
  /** Lets happen what needs no time. */
  settle(): Promise<void>;
  /** How many timers are set. */
  readonly pending: number;
}

export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let nowMs = startMs;
  let next = 0;
  const timers = new Map<number, { readonly atMs: number; readonly run: () => void }>();

  /** Everything here hangs on promises only, which are all settled before the next immediate. */
  const settle = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });

  return {
    now: () => nowMs,
    after: (ms, run) => {
      const id = next;
      next += 1;
      timers.set(id, { atMs: nowMs + ms, run });
      return () => timers.delete(id);
    },
    settle,
    pass: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        let due: [number, { readonly atMs: number; readonly run: () => void }] | undefined;
        for (const timer of timers) {
          if (timer[1].atMs <= untilMs && (due === undefined || timer[1].atMs < due[1].atMs)) {
            due = timer;
          }
        }
        if (due === undefined) break;
        timers.delete(due[0]);
        nowMs = Math.max(nowMs, due[1].atMs);
        due[1].run();
        await settle();
      }
      nowMs = untilMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
