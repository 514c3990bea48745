import type { EngineOptions } from './engine.ts';
import { createDeferredNames } from './deferred-names.ts';
import { createDeletionWindow } from './deletion-window.ts';
import type { UnitState } from './unit.ts';

/** From half a minute to an hour: somebody has to change the object, or the provider's mind. */
const quarantine = { firstMs: 30_000, mostMs: 3_600_000 };
/** From a second to five minutes: it may just pass. */
const retry = { firstMs: 1000, mostMs: 300_000 };

export function createUnitState(options: EngineOptions): UnitState {
  return {
    owned: 0,
    deletions: createDeletionWindow(options.deletionLimits?.windowMs ?? 0),
    withheld: new Map(),
    released: new Set(),
    troubled: new Set(),
    deferred: createDeferredNames({ now: () => options.clock.now(), quarantine, retry }),
    failure: undefined,
    stopped: undefined,
    hasWritten: false,
    strays: new Map(),
    planned: false,
    lastInStepMs: undefined,
  };
}
