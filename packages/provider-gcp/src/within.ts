import { ProviderError, type Clock } from '@org/dns-core';
import { sleep } from '@org/dns-provider-kit';

/**
 * The result of work that cannot be stopped, unless it takes longer than `ms` or the signal is aborted first.
 *
 * @param what begins the error's sentence, such as `Google credentials`.
 * @throws ProviderError `transient` when the time is up.
 */
export async function within<T>(
  work: Promise<T>,
  ms: number,
  what: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  const done = new AbortController();
  const timeIsUp = sleep(ms, clock, AbortSignal.any([signal, done.signal])).then(() => {
    throw new ProviderError('transient', `${what}: no answer within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    done.abort();
  }
}
