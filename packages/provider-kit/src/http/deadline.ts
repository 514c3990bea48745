import type { Clock } from '@org/dns-core';

export interface DeadlineOptions {
  readonly clock: Clock;
  /** The caller's. */
  readonly signal: AbortSignal;
  readonly idleMs: number;
  readonly totalMs: number | undefined;
}

/** Ends a request that takes too long, or that its caller gave up. */
export interface Deadline {
  /** Aborted by the caller or by time. */
  readonly signal: AbortSignal;
  /** `caller`, or the time that ran out, such as `5000 ms`; `undefined` while nothing stopped it. */
  readonly stoppedBy: string | undefined;
  /** Something was heard: the idle time begins again. */
  alive(): void;
  /** Stops watching. */
  end(): void;
}

export function createDeadline(options: DeadlineOptions): Deadline {
  const { clock, signal, idleMs, totalMs } = options;
  const controller = new AbortController();
  let stoppedBy: string | undefined;

  const stop = (by: string, reason: unknown): void => {
    stoppedBy ??= by;
    end();
    controller.abort(reason);
  };
  const byCaller = (): void => stop('caller', signal.reason);
  const byTime = (ms: number) => (): void =>
    stop(`${ms} ms`, new DOMException(`no reply within ${ms} ms`, 'TimeoutError'));

  const cancelTotal = totalMs === undefined ? undefined : clock.after(totalMs, byTime(totalMs));
  let cancelIdle = clock.after(idleMs, byTime(idleMs));
  signal.addEventListener('abort', byCaller, { once: true });

  function end(): void {
    cancelTotal?.();
    cancelIdle();
    signal.removeEventListener('abort', byCaller);
  }

  return {
    signal: controller.signal,
    get stoppedBy() {
      return stoppedBy;
    },
    alive() {
      if (stoppedBy !== undefined) return;
      cancelIdle();
      cancelIdle = clock.after(idleMs, byTime(idleMs));
    },
    end,
  };
}
