import type { Clock } from '../contract/clock.ts';

/** Lets whatever waits have its turn. */
export function nextTurn(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(0, resolve);
  });
}
