import { recordTypeOfTarget } from '@org/dns-core';
import type { Node } from './resources.ts';

/** The addresses of one kind that a node reports, in its order. */
export function nodeAddresses(node: Node, type: 'ExternalIP' | 'InternalIP'): readonly string[] {
  return (node.status?.addresses ?? []).flatMap((address) =>
    address.type === type && address.address !== undefined ? [address.address] : [],
  );
}

/** Internal IPv6 addresses, which are often reachable from outside. */
export function internalIpv6Addresses(node: Node): readonly string[] {
  return nodeAddresses(node, 'InternalIP').filter(
    (address) => recordTypeOfTarget(address) === 'AAAA',
  );
}
