import { createEndpoint, type Endpoint } from '@org/dns-core';
import { withHostDots, withoutHostDots } from '@org/dns-provider-kit';
import { capabilities } from './capabilities.ts';
import type { MyDnsRecordSet } from './record-set.ts';

/** A record set of the API as an endpoint. */
export function fromRecordSet(set: MyDnsRecordSet): Endpoint {
  return createEndpoint({
    name: set.name,
    type: set.type,
    ttlSeconds: set.ttl,
    targets: set.data.map((data) => withoutHostDots(set.type, data)),
  });
}

/** An endpoint as the API wants it: names and hosts end in a dot; without a TTL the service takes its own. */
export function toRecordSet(endpoint: Endpoint): MyDnsRecordSet {
  return {
    name: `${endpoint.name}.`,
    type: endpoint.type,
    ...(endpoint.ttlSeconds === 0 ? {} : { ttl: endpoint.ttlSeconds }),
    data: endpoint.targets.map((target) => withHostDots(endpoint.type, target)),
  };
}

/** The endpoint as it will be read back: its TTL within the bounds, its hosts without a final dot. */
export function asHeld(endpoint: Endpoint): Endpoint {
  const { min = 0, max = Infinity } = capabilities.ttlSeconds ?? {};
  const { type, ttlSeconds, targets } = endpoint;
  return {
    ...endpoint,
    ttlSeconds: ttlSeconds === 0 ? 0 : Math.min(max, Math.max(min, ttlSeconds)),
    targets: targets.map((target) => withoutHostDots(type, target)),
  };
}

/** Whether the service holds already what is wanted, letter by letter. */
export function holds(set: MyDnsRecordSet, wanted: Endpoint): boolean {
  const { ttl, data } = toRecordSet(wanted);
  const sameTtl = ttl === undefined || ttl === set.ttl;
  return sameTtl && JSON.stringify(data.toSorted()) === JSON.stringify(set.data.toSorted());
}
