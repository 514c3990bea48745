/** At most so many tasks at a time, first come, first served. */
export interface ConcurrencyLimit {
  /** Runs the task when its turn comes; rejects with the signal's reason when it is aborted before that. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createConcurrencyLimit(max: number): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      if (running < max) {
        running += 1;
        return resolve();
      }
      const leave = (): void => {
        waiting.delete(go);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(go);
    });

  const pass = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    async run(task, signal) {
      await turn(signal);
      try {
        return await task();
      } finally {
        pass();
      }
    },
  };
}
