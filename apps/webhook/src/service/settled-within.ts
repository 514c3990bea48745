import type { Clock } from '@org/dns-core';

/** What a promise gives, or `undefined` when that takes longer; the work goes on. 0: waits for ever. */
export async function settledWithin<T>(
  work: Promise<T>,
  ms: number,
  clock: Clock,
): Promise<T | undefined> {
  if (ms === 0) return work;
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    work.then(resolve, reject).finally(cancel);
  });
}
