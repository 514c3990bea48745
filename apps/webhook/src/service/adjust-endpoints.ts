import type { Endpoint } from '@org/dns-core';
import { toHoldable } from './holdable.ts';
import type { Service } from './service.ts';

/** Wanted endpoints as the provider will hold them: by its own word, and within what it can hold. */
export async function adjustEndpoints(
  { provider, observe }: Service,
  wanted: readonly Endpoint[],
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  const own = toHoldable(wanted, provider.capabilities);
  for (const { endpoint, why } of own.unheld) observe({ kind: 'unheld', endpoint, why });
  if (provider.adjust === undefined || own.endpoints.length === 0) return own.endpoints;
  return provider.adjust(own.endpoints, signal);
}
