import {
  createSourceEndpoint,
  endpointsForHostname,
  type Endpoint,
  type ObjectRef,
  type RecordType,
} from '@org/dns-core';
import { splitList, type Reader } from '@org/dns-kubernetes';
import { internalIpv6Addresses, nodeAddresses } from './node-addresses.ts';
import type { ServiceSourceOptions } from './options.ts';
import { nodes, type Node, type Service } from './resources.ts';

const mateName = 'zalando.org/dnsname';
const moleculeName = 'domainName';
const kopsExternal = 'dns.alpha.kubernetes.io/external';
const kopsInternal = 'dns.alpha.kubernetes.io/internal';
const kopsNodeRole = 'node-role.kubernetes.io/node';

/**
 * The endpoints of a Service that is annotated for an older controller (`--compatibility`). They carry no TTL, label, set
 * identifier or property, as upstream's (`source/compatibility.go`).
 */
export function compatibilityEndpoints(
  service: Service,
  options: Pick<ServiceSourceOptions, 'compatibility' | 'exposeInternalIpv6'>,
  reader: Reader,
  objects: readonly ObjectRef[],
): readonly Endpoint[] {
  const { annotations = {}, labels = {} } = service.metadata;
  switch (options.compatibility) {
    case 'mate': {
      const name = annotations[mateName];
      return name === undefined ? [] : statusEndpoints([name], service, objects);
    }
    case 'molecule': {
      const names = annotations[moleculeName];
      if (labels['dns'] !== 'route53' || names === undefined) return [];
      return statusEndpoints(splitList(names), service, objects);
    }
    case 'kops-dns-controller':
      return kopsEndpoints(service, options.exposeInternalIpv6, reader, objects);
    case undefined:
      return [];
  }
}

function kopsEndpoints(
  service: Service,
  exposeInternalIpv6: boolean,
  reader: Reader,
  objects: readonly ObjectRef[],
): readonly Endpoint[] {
  const external = service.metadata.annotations?.[kopsExternal];
  const internal = service.metadata.annotations?.[kopsInternal];
  const names = [external, internal].flatMap((list) => (list === undefined ? [] : splitList(list)));
  if (service.spec?.type === 'LoadBalancer') return statusEndpoints(names, service, objects);
  // Both at once say nothing about which addresses are meant.
  if (service.spec?.type !== 'NodePort' || (external !== undefined && internal !== undefined)) {
    return [];
  }
  if (names.length === 0) return [];
  const addresses = reader
    .list<Node>(nodes)
    .filter((node) => node.metadata.labels?.[kopsNodeRole] !== undefined)
    .flatMap((node) => {
      if (internal !== undefined) return nodeAddresses(node, 'InternalIP');
      const own = nodeAddresses(node, 'ExternalIP');
      return exposeInternalIpv6 ? [...own, ...internalIpv6Addresses(node)] : own;
    });
  return names.flatMap((name) =>
    addresses.flatMap((address) => endpointsForHostname(name, [address], { objects })),
  );
}

/** Every name with what the load balancer's status says: an address of either family is called A there. */
function statusEndpoints(
  names: readonly string[],
  service: Service,
  objects: readonly ObjectRef[],
): readonly Endpoint[] {
  const records = (service.status?.loadBalancer?.ingress ?? []).flatMap(
    ({ ip = '', hostname = '' }): [RecordType, string][] => [
      ...(ip === '' ? [] : [['A', ip] satisfies [RecordType, string]]),
      ...(hostname === '' ? [] : [['CNAME', hostname] satisfies [RecordType, string]]),
    ],
  );
  return names.flatMap((name) =>
    records.flatMap(
      ([type, target]) => createSourceEndpoint({ name, type, targets: [target], objects }) ?? [],
    ),
  );
}
