import type { Clock } from '../contract/clock.ts';

/** Things to do later, each under a key: a new time for a key replaces the old one. */
export interface Timers {
  at(key: string, atMs: number, run: () => void): void;
  cancel(key: string): void;
  cancelAll(): void;
}

export function createTimers(clock: Clock): Timers {
  const pending = new Map<string, () => void>();
  const cancel = (key: string): void => {
    pending.get(key)?.();
    pending.delete(key);
  };
  return {
    at: (key, atMs, run) => {
      cancel(key);
      pending.set(
        key,
        clock.after(Math.max(0, atMs - clock.now()), () => {
          pending.delete(key);
          run();
        }),
      );
    },
    cancel,
    cancelAll: () => {
      for (const stop of pending.values()) stop();
      pending.clear();
    },
  };
}
