import { createSourceEndpoint, recordTypeOfTarget, type Endpoint } from '@org/dns-core';
import type { ServiceContext } from './service-context.ts';
import { endpointInit } from './endpoint-init.ts';

/** One SRV record (RFC 2782) for each node port of the Service: `_web._tcp.HOSTNAME` for the Service `web`. */
export function srvEndpoints(hostname: string, context: ServiceContext): readonly Endpoint[] {
  const { service, shared } = context;
  const host = recordTypeOfTarget(hostname) === 'CNAME' ? `${hostname}.` : hostname;
  return (service.spec?.ports ?? []).flatMap(({ nodePort = 0, protocol }) => {
    if (nodePort <= 0) return [];
    // An unset protocol means TCP.
    const transport = (protocol || 'TCP').toLowerCase();
    return (
      createSourceEndpoint({
        ...endpointInit(shared),
        name: `_${service.metadata.name}._${transport}.${hostname}`,
        type: 'SRV',
        targets: [`0 50 ${nodePort} ${host}`],
      }) ?? []
    );
  });
}
