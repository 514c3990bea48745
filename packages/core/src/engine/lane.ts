import type { ProviderError } from '../contract/provider-error.ts';
import type { Clock } from '../contract/clock.ts';
import type { DnsName } from '../model/dns-name.ts';
import { toProviderError } from './apply-bisecting.ts';
import { backOffMs, type BackOff } from './back-off.ts';
import type { EngineEvent } from './engine-event.ts';
import type { FullPass } from './full-pass.ts';
import type { PassRequest } from './pass.ts';
import type { PassResult } from './run-pass.ts';
import type { Slots } from './slots.ts';
import type { Timers } from './timers.ts';
import { shownZone, type Unit } from './unit.ts';

/** Passes over one unit, one after the other: what changes while one runs is gathered for the next. */
export interface Lane {
  readonly unit: Unit;
  /** The names that somebody may want there. */
  readonly names: Set<DnsName>;
  /** A changed name for the full pass that follows. */
  note(name: DnsName): void;
  /** Looks at these names as soon as it may. */
  mark(names: Iterable<DnsName>): void;
  /** Takes part in a full pass; a lane that has to wait after a failure says at once that it failed. */
  join(full: FullPass): void;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
  /** Begins nothing any more. */
  close(): void;
}

export interface LaneOptions {
  readonly unit: Unit;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly slots: Slots;
  readonly random: () => number;
  readonly backOff: BackOff;
  readonly observe: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
  readonly run: (request: PassRequest) => Promise<PassResult>;
  /** Every pass is about everything, as in `compat`. */
  readonly alwaysWhole: boolean;
  /** Called after each pass; without a result when it failed. */
  readonly onPass: (request: PassRequest, result: PassResult | undefined) => void;
  /** After a whole pass: hands on the names that have to be planned apart. */
  readonly onCrossing: (names: readonly DnsName[], full: FullPass | undefined) => void;
}

export function createLane(options: LaneOptions): Lane {
  const { unit, clock, timers, signal } = options;
  const { state } = unit;
  const names = new Set<DnsName>();
  const timerKey = `lane ${unit.crossing ? 'crossing ' : ''}${unit.id}`;
  let dirty = new Set<DnsName>();
  let fulls: FullPass[] = [];
  let needsWhole = false;
  let running: Promise<void> | undefined;
  let failures = 0;
  let notBeforeMs = 0;
  let closed = false;

  const hasWork = (): boolean => fulls.length > 0 || needsWhole || dirty.size > 0;

  const poke = (): void => {
    if (closed || signal.aborted || running !== undefined || !hasWork()) return;
    if (clock.now() < notBeforeMs) {
      timers.at(timerKey, notBeforeMs, poke);
      return;
    }
    running = pass().finally(() => {
      running = undefined;
      awaitDeferred();
      poke();
    });
  };

  const mark = (marked: Iterable<DnsName>): void => {
    for (const name of marked) {
      dirty.add(name);
      names.add(name);
    }
    poke();
  };

  /** Names that failed alone come back by themselves. */
  const awaitDeferred = (): void => {
    const dueMs = state.deferred.nextDueMs;
    if (dueMs === undefined || closed || signal.aborted) return;
    timers.at(`${timerKey} deferred`, dueMs, () => {
      mark(state.deferred.takeDue());
      awaitDeferred();
    });
  };

  const pass = async (): Promise<void> => {
    const release = await options.slots.take();
    const joined = fulls;
    const isFull = joined.length > 0 || needsWhole || options.alwaysWhole;
    const whole = isFull && !unit.crossing;
    const taken = dirty;
    fulls = [];
    dirty = new Set();
    const request: PassRequest = {
      scope: joined.length > 0 ? 'full' : 'delta',
      whole,
      mayRest: taken.size === 0 && !needsWhole,
      names: isFull ? new Set(names) : taken,
    };
    needsWhole = false;
    let result: PassResult | undefined;
    try {
      result = await options.run(request);
      for (const name of result.unwanted) if (!dirty.has(name)) names.delete(name);
      if (isFull) state.planned = true;
      if (whole) options.onCrossing(result.crossing, joined.at(-1));
      if (result.failure === undefined) succeeded();
      else failed(result.failure);
      for (const name of result.again) dirty.add(name);
      const { later } = result;
      if (later !== undefined && !closed) {
        timers.at(`${timerKey} later`, later.atMs, () => mark(later.names));
      }
    } catch (error) {
      for (const name of taken) dirty.add(name);
      if (isFull) needsWhole = true;
      if (!signal.aborted) failed(toProviderError(error));
    } finally {
      release();
      for (const full of joined) full.leave(result);
      if (!signal.aborted) options.onPass(request, result);
    }
  };

  const succeeded = (): void => {
    failures = 0;
    notBeforeMs = 0;
    state.failure = undefined;
  };

  const failed = (error: ProviderError): void => {
    failures += 1;
    const waitMs = backOffMs(options.backOff, failures, options.random, error.retryAfterMs);
    notBeforeMs = clock.now() + waitMs;
    state.failure = error;
    options.observe({ kind: 'zone-failed', zone: shownZone(unit), error, retryAfterMs: waitMs });
  };

  return {
    unit,
    names,
    note: (name) => {
      dirty.add(name);
      names.add(name);
    },
    mark,
    join: (full) => {
      full.enter();
      if (clock.now() < notBeforeMs) {
        needsWhole = true;
        full.leave(undefined);
      } else {
        fulls.push(full);
      }
      poke();
    },
    idle: async () => {
      await running;
    },
    close: () => {
      closed = true;
      timers.cancel(timerKey);
      timers.cancel(`${timerKey} deferred`);
      timers.cancel(`${timerKey} later`);
      for (const full of fulls) full.leave(undefined);
      fulls = [];
    },
  };
}
