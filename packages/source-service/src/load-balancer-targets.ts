import { recordTypeOfTarget } from '@org/dns-core';
import type { ServiceContext } from './service-context.ts';

/**
 * The public targets of a LoadBalancer Service: its `externalIPs`, else addresses and host names of its status, these
 * looked up where `--resolve-service-load-balancer-hostname` is set.
 */
export function loadBalancerTargets(context: ServiceContext): readonly string[] {
  const { service, options } = context;
  const externalIps = service.spec?.externalIPs;
  if (externalIps !== undefined && externalIps.length > 0) return externalIps;
  const ingress = service.status?.loadBalancer?.ingress ?? noIngress;
  const targetsOf = ({ ip = '', hostname = '' }: Ingress): readonly string[] => {
    const targets = ip === '' ? [] : [ip];
    if (hostname === '') return targets;
    return options.resolveLoadBalancerHostname
      ? [...targets, ...addressesOf(hostname, context)]
      : [...targets, hostname];
  };
  // As most have it; the list is kept, and one that flatMap makes has room for sixteen more.
  const [only] = ingress;
  return only !== undefined && ingress.length === 1 ? targetsOf(only) : ingress.flatMap(targetsOf);
}

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

const noIngress: readonly Ingress[] = Object.freeze([]);

function addressesOf(hostname: string, { reader, note }: ServiceContext): readonly string[] {
  if (recordTypeOfTarget(hostname) !== 'CNAME') return [hostname];
  const addresses = reader.resolve(hostname);
  if (addresses?.length === 0) {
    note(
      'hostname-not-resolved',
      `the load balancer's host name ${hostname} has no address; it is left out until it resolves`,
    );
  }
  return addresses ?? [];
}
