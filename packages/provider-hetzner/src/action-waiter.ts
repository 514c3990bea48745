import { ProviderError, type Clock } from '@org/dns-core';
import { reasonOfCode } from './api-error.ts';
import type { Action } from './rrset.ts';

/** Waits for the actions that carry out what the API has accepted. */
export interface ActionWaiter {
  /**
   * Resolves once the action has succeeded.
   *
   * @throws ProviderError when it failed, or did not end in time; rejects with the signal's reason once it is aborted.
   */
  wait(action: Action, signal: AbortSignal): Promise<void>;
  /** Asks no more. */
  close(): void;
}

const idsPerRequest = 25;
const firstPollMs = 250;
const slowestPollMs = 2000;
const longestWaitMs = 60_000;

interface Waiting {
  readonly sinceMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** All who wait share the requests that ask: up to 25 actions in each, at first after a quarter of a second, then less and less often while none ends. */
export function createActionWaiter(
  readActions: (ids: readonly number[], signal: AbortSignal) => Promise<readonly Action[]>,
  clock: Clock,
): ActionWaiter {
  const waiting = new Map<number, Waiting>();
  const stop = new AbortController();
  let pollMs = firstPollMs;
  let cancelTimer: (() => void) | undefined;
  let polling = false;

  const end = (id: number, how: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (one !== undefined) how(one);
  };

  const schedule = (): void => {
    if (polling || cancelTimer !== undefined || waiting.size === 0) return;
    cancelTimer = clock.after(pollMs, () => {
      cancelTimer = undefined;
      void poll();
    });
  };

  const ask = async (ids: readonly number[]): Promise<void> => {
    try {
      for (const action of await readActions(ids, stop.signal)) {
        if (action.status === 'running') continue;
        pollMs = firstPollMs;
        end(action.id, (one) => {
          if (action.status === 'success') one.resolve();
          else one.reject(actionError(action));
        });
      }
    } catch (error) {
      for (const id of ids) end(id, (one) => one.reject(notKnown(error)));
    }
  };

  const poll = async (): Promise<void> => {
    polling = true;
    const ids = [...waiting.keys()];
    pollMs = Math.min(slowestPollMs, pollMs * 2);
    for (let start = 0; start < ids.length; start += idsPerRequest)
      await ask(ids.slice(start, start + idsPerRequest));
    polling = false;
    for (const [id, { sinceMs }] of waiting)
      if (clock.now() - sinceMs >= longestWaitMs) end(id, (one) => one.reject(tooLong(id)));
    schedule();
  };

  return {
    wait: (action, signal) =>
      new Promise((resolve, reject) => {
        if (action.status === 'success') return resolve();
        if (action.status === 'error') return reject(actionError(action));
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = (): void => end(action.id, () => reject(signal.reason as Error));
        signal.addEventListener('abort', leave, { once: true });
        const left = <T>(settle: (value: T) => void) => {
          return (value: T): void => {
            signal.removeEventListener('abort', leave);
            settle(value);
          };
        };
        waiting.set(action.id, {
          sinceMs: clock.now(),
          resolve: left<void>(resolve),
          reject: left(reject),
        });
        schedule();
      }),

    close() {
      cancelTimer?.();
      stop.abort();
      const error = new ProviderError('transient', 'closed while an action was under way', {
        mayHaveWritten: true,
      });
      for (const id of waiting.keys()) end(id, (one) => one.reject(error));
    },
  };
}

function actionError({ id, error }: Action): ProviderError {
  const { code = '', message = '' } = error ?? {};
  const reason = reasonOfCode(code) ?? 'transient';
  const said = [code, message].filter((part) => part !== '').join(': ');
  return new ProviderError(
    reason,
    `the change was accepted, but its action ${id} failed${said === '' ? '' : `: ${said}`}`,
    // What an action did before it failed is not told.
    { mayHaveWritten: reason === 'transient' },
  );
}

function notKnown(error: unknown): ProviderError {
  const known = ProviderError.is(error) ? error : undefined;
  return new ProviderError(
    known?.reason === 'unauthorized' ? 'unauthorized' : 'transient',
    `the change was accepted, but its action cannot be read: ${(error as Error).message}`,
    { cause: error, mayHaveWritten: true, retryAfterMs: known?.retryAfterMs },
  );
}

function tooLong(id: number): ProviderError {
  return new ProviderError(
    'transient',
    `the change was accepted, but its action ${id} is still running after ${longestWaitMs / 1000} s`,
    { mayHaveWritten: true },
  );
}
