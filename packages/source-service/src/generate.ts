import { endpointsForHostname } from '@org/dns-core';
import { headlessEndpoints } from './headless-endpoints.ts';
import { loadBalancerTargets } from './load-balancer-targets.ts';
import { nodePortTargets } from './node-port-targets.ts';
import type { Generated, ServiceContext } from './service-context.ts';
import { srvEndpoints } from './srv-endpoints.ts';

/** Nothing is published, on purpose. */
const nothing: Generated = { endpoints: [], waiting: false };

/**
 * The endpoints of one hostname of a Service, by its type; a `target` annotation replaces everything else.
 *
 * @param internal The hostname comes from `internal-hostname` and asks for cluster addresses.
 */
export function generate(written: string, internal: boolean, context: ServiceContext): Generated {
  const { service, options } = context;
  const hostname = written.endsWith('.') ? written.slice(0, -1) : written;
  const annotated = options.annotations.targets(service);
  if (annotated.length > 0) {
    return { endpoints: endpointsForHostname(hostname, annotated, context.shared), waiting: false };
  }
  const { type, clusterIP = '', externalIPs = [], externalName = '' } = service.spec ?? {};
  switch (type) {
    case 'LoadBalancer':
      if (!internal) return published(hostname, loadBalancerTargets(context), context);
      return clusterIP === 'None' ? nothing : published(hostname, [clusterIP], context);
    case 'ClusterIP':
      if (clusterIP === 'None') {
        const endpoints = headlessEndpoints(hostname, context);
        return { endpoints, waiting: endpoints.length === 0 };
      }
      if (!internal && !options.publishInternal) return nothing;
      return published(hostname, [clusterIP], context);
    case 'NodePort': {
      const { endpoints, waiting } = published(hostname, nodePortTargets(context), context);
      return { endpoints: [...endpoints, ...srvEndpoints(hostname, context)], waiting };
    }
    case 'ExternalName':
      return published(hostname, externalIPs.length > 0 ? externalIPs : [externalName], context);
    default:
      return nothing;
  }
}

/** Upstream takes an address that is not set yet as a name without characters; `safe` waits for it. */
function published(
  hostname: string,
  targets: readonly string[],
  { options, shared }: ServiceContext,
): Generated {
  const isWhole = options.behavior === 'compat' || !targets.includes('');
  const present = isWhole ? targets : targets.filter((target) => target !== '');
  return {
    endpoints: endpointsForHostname(hostname, present, shared),
    waiting: present.length === 0,
  };
}
