import type { Clock, EngineEvent } from '@org/dns-core';

const delayMs = 500;

/**
 * Calls `sweep` once, shortly after the first full pass that ended in step: the garbage of the start is collected while nothing
 * waits, not within a change that comes later.
 */
export function createFirstSweep(clock: Clock, sweep: () => void): (event: EngineEvent) => void {
  let isDue = true;
  return (event) => {
    if (!isDue || event.kind !== 'pass-ended' || event.scope !== 'full' || !event.inStep) return;
    isDue = false;
    clock.after(delayMs, sweep);
  };
}
