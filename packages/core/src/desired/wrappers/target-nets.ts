import type { Problem } from '../../model/problem.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { networkContains, parseIp, parseNetwork, type IpNetwork } from '../../model/ip.ts';
import type { OnDrop } from '../claim.ts';

export interface TargetNets {
  readonly include: readonly IpNetwork[];
  readonly exclude: readonly IpNetwork[];
}

/** The networks of `--target-net-filter` and `--exclude-target-net`; what does not parse is a problem and filters nothing. */
export function parseTargetNets(
  include: readonly string[],
  exclude: readonly string[],
): { readonly nets: TargetNets; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parse = (flag: string, values: readonly string[]): IpNetwork[] =>
    values.flatMap((value) => {
      const network = parseNetwork(value.trim());
      if (network !== undefined) return network;
      problems.push({
        code: 'invalid-network',
        message: `${flag}: "${value}" is ignored because it is not a network such as 192.0.2.0/24`,
      });
      return [];
    });
  const nets = {
    include: parse('--target-net-filter', include),
    exclude: parse('--exclude-target-net', exclude),
  };
  return { nets, problems };
}

/**
 * Only the targets inside an included network, where there is one, and outside every excluded one. A target that is no
 * address lies in no network. Endpoints without targets, also those that came so, are dropped. Without networks: all.
 */
export function keepTargetsInNets(
  endpoints: readonly Endpoint[],
  nets: TargetNets,
  onDrop: OnDrop,
): readonly Endpoint[] {
  if (nets.include.length + nets.exclude.length === 0) return endpoints;
  return endpoints.flatMap((endpoint) => {
    const targets = endpoint.targets.filter((target) => isKept(target, nets));
    if (targets.length === 0) {
      const message = `${endpoint.spelling}: no target of the ${endpoint.type} record (${endpoint.targets.join(', ')}) passes --target-net-filter and --exclude-target-net`;
      onDrop({ code: 'filtered', endpoint, message });
      return [];
    }
    return targets.length === endpoint.targets.length ? endpoint : { ...endpoint, targets };
  });
}

function isKept(target: string, nets: TargetNets): boolean {
  const address = parseIp(target);
  if (address === undefined) return nets.include.length === 0;
  const isIn = (network: IpNetwork) => networkContains(network, address);
  return (nets.include.length === 0 || nets.include.some(isIn)) && !nets.exclude.some(isIn);
}
