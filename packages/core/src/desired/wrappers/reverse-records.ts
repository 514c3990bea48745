import { createEndpoint } from '../../model/create-endpoint.ts';
import type { DnsName } from '../../model/dns-name.ts';
import { toDnsName } from '../../model/dns-name.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { parseIp, reverseName } from '../../model/ip.ts';
import { propertyOf } from '../../model/properties.ts';
import type { WrapperOptions } from '../wrapper-options.ts';

const property = 'record-type';

/** The name of an address's PTR records; IPv4 inside IPv6 has the IPv4 name. `undefined`: not an address. */
export function reverseNameOf(target: string): DnsName | undefined {
  const address = parseIp(target);
  if (address === undefined) return undefined;
  const isMapped = address.family === 6 && address.value >> 32n === 0xffffn;
  return toDnsName(
    reverseName(isMapped ? { family: 4, value: address.value & 0xffffffffn, zone: '' } : address),
  );
}

/** Whether an endpoint asks for PTR records: by its property `record-type`, else by `--create-ptr`. */
export function wantsReverse(endpoint: Endpoint, options: WrapperOptions): boolean {
  if (endpoint.type !== 'A' && endpoint.type !== 'AAAA') return false;
  if (endpoint.spelling.startsWith('*.')) return false;
  const asked = propertyOf(endpoint, property);
  return asked === undefined ? options.createPtr : asked.toLowerCase() === 'ptr';
}

/** Without the property that asks for PTR records, which is spent here. */
export function withoutReverseWish(endpoint: Endpoint): Endpoint {
  if (propertyOf(endpoint, property) === undefined) return endpoint;
  return { ...endpoint, properties: endpoint.properties.filter(({ name }) => name !== property) };
}

/**
 * The PTR endpoints at one reverse name, from every forward endpoint that may have an address there: one for each spelling
 * of the address in `compat`, one in all in `safe`. The smallest TTL counts, and one that is not configured is the
 * smallest. (Upstream: `source/wrappers/ptrsource.go`.)
 */
export function reverseEndpoints(
  reverse: DnsName,
  forward: Iterable<Endpoint>,
  options: WrapperOptions,
): readonly Endpoint[] {
  const groups = new Map<string, { names: string[]; ttlSeconds: number }>();
  for (const endpoint of forward) {
    if (!wantsReverse(endpoint, options)) continue;
    for (const target of endpoint.targets) {
      if (reverseNameOf(target) !== reverse) continue;
      const key = options.behavior === 'compat' ? target : reverse;
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, { names: [endpoint.spelling], ttlSeconds: endpoint.ttlSeconds });
        continue;
      }
      group.names.push(endpoint.spelling);
      group.ttlSeconds = Math.min(group.ttlSeconds, endpoint.ttlSeconds);
    }
  }
  return Array.from(groups.values(), ({ names, ttlSeconds }) =>
    createEndpoint({
      name: reverse,
      type: 'PTR',
      targets: options.behavior === 'compat' ? names : [...new Set(names)],
      ttlSeconds,
    }),
  );
}
