import type { Endpoint } from '../../model/endpoint.ts';
import {
  formatIp,
  networkContains,
  parseIp,
  parseNetwork,
  type IpNetwork,
} from '../../model/ip.ts';
import type { OnDrop } from '../claim.ts';

/**
 * The networks of `--nat64-networks`.
 *
 * @throws RangeError that names the value which is not an IPv6 prefix of length 96.
 */
export function parseNat64Networks(values: readonly string[]): readonly IpNetwork[] {
  return values.map((value) => {
    const network = parseNetwork(value.trim());
    if (network?.family === 6 && network.prefixLength === 96) return network;
    throw new RangeError(
      `--nat64-networks: "${value}" is not an IPv6 prefix of length 96, such as 64:ff9b::/96`,
    );
  });
}

/**
 * Adds to each AAAA endpoint with targets inside a NAT64 network an A endpoint with the IPv4 addresses that these embed
 * (RFC 6052). An AAAA target that is no address (an alias) is left alone; upstream fails over it, so it is reported.
 */
export function addNat64(
  endpoints: readonly Endpoint[],
  networks: readonly IpNetwork[],
  onDrop: OnDrop,
): readonly Endpoint[] {
  const made = endpoints.flatMap((endpoint) => {
    if (endpoint.type !== 'AAAA') return [];
    const targets = endpoint.targets.flatMap((target) => {
      if (parseIp(target) !== undefined) return embeddedIpv4(target, networks) ?? [];
      const message = `${endpoint.spelling}: AAAA target "${target}" is not an address, so NAT64 cannot translate it`;
      onDrop({ code: 'untranslatable', endpoint, message });
      return [];
    });
    return targets.length === 0 ? [] : [{ ...endpoint, type: 'A', targets }];
  });
  return made.length === 0 ? endpoints : [...endpoints, ...made];
}

/** The IPv4 address inside an address that lies in one of the networks. */
export function embeddedIpv4(target: string, networks: readonly IpNetwork[]): string | undefined {
  const address = parseIp(target);
  if (address === undefined || !networks.some((network) => networkContains(network, address))) {
    return undefined;
  }
  return formatIp({ family: 4, value: address.value & 0xffffffffn, zone: '' });
}
