import type { Clock } from '../contract/clock.ts';

/** Bounds how many passes begin at a time. */
export interface Slots {
  /** Waits for a free slot; the function that is given back frees it. */
  take(): Promise<() => void>;
}

/**
 * A pass that has lasted for `slowMs` keeps going but gives up its slot, so that however many zones are slow, another is not
 * kept from beginning.
 */
export function createSlots(limit: number, slowMs: number, clock: Clock): Slots {
  const waiting: (() => void)[] = [];
  let free = limit;

  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return {
    take: async () => {
      if (free > 0) free -= 1;
      else {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      let held = true;
      const release = (): void => {
        if (!held) return;
        held = false;
        cancel();
        give();
      };
      const cancel = clock.after(slowMs, release);
      return release;
    },
  };
}
