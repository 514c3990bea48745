import type { Endpoint } from '@org/dns-core';
import { hostTarget, parseHostTarget } from './host-data.ts';
import { isReverseName } from './key-space.ts';
import { emptyMessage } from './message.ts';

/** A wanted endpoint as it will be read again: SRV and MX data in one spelling, and one target for a PTR, which has one key. */
export function toHeld(endpoint: Endpoint): Endpoint {
  const { name, type, targets } = endpoint;
  if (type === 'PTR' && isReverseName(name) && targets.length > 1)
    return { ...endpoint, targets: targets.slice(0, 1) };
  if (type !== 'SRV' && type !== 'MX') return endpoint;
  return {
    ...endpoint,
    targets: targets.map((target) => {
      const data = parseHostTarget(type, target);
      return data === undefined ? target : hostTarget(type, { ...emptyMessage, ...data });
    }),
  };
}
