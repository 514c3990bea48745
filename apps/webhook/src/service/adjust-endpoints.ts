import type { Endpoint, ProviderCapabilities } from '@org/dns-core';
import { toHoldable } from './holdable.ts';
import type { Service } from './service.ts';

/** Wanted endpoints as the provider will hold them: by its own word, and within what it can hold. */
export async function adjustEndpoints(
  { provider, observe }: Service,
  wanted: readonly Endpoint[],
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  const { properties: _properties, ...others } = provider.capabilities;
  const held = (endpoints: readonly Endpoint[], by: ProviderCapabilities): readonly Endpoint[] => {
    const holdable = toHoldable(endpoints, by);
    for (const { endpoint, why } of holdable.unheld) observe({ kind: 'unheld', endpoint, why });
    return holdable.endpoints;
  };
  // A provider may read a property that it does not hold, so these are taken off last.
  const possible = held(wanted, others);
  const own =
    provider.adjust === undefined || possible.length === 0
      ? possible
      : await provider.adjust(possible, signal);
  return held(own, provider.capabilities);
}
