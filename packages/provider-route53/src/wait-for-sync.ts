import type { Clock } from '@org/dns-core';
import { sleep } from '@org/dns-provider-kit';
import type { Route53Api } from './route53-api.ts';

const pollMs = 5000;

/** Waits until a change has reached all name servers, but no longer than `mostMs`: it will get there in any case. */
export async function waitForSync(
  api: Pick<Route53Api, 'isInSync'>,
  changeId: string,
  mostMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const endMs = clock.now() + mostMs;
  while (clock.now() < endMs) {
    if (await api.isInSync(changeId, signal)) return;
    await sleep(Math.min(pollMs, Math.max(0, endMs - clock.now())), clock, signal);
  }
}
