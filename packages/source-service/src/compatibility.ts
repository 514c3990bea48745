import {
  createSourceEndpoint,
  recordTypeOfTarget,
  toDnsName,
  type ObjectRef,
  type RecordType,
} from '@org/dns-core';
import { splitList, type Reader } from '@org/dns-kubernetes';
import { internalIpv6Addresses, nodeAddresses } from './node-addresses.ts';
import type { ServiceSourceOptions } from './options.ts';
import type { Published } from './publish.ts';
import { nodes, type Node, type Service } from './resources.ts';

type TypedTarget = readonly [type: RecordType, target: string];

const mateName = 'zalando.org/dnsname';
const moleculeName = 'domainName';
const kopsExternal = 'dns.alpha.kubernetes.io/external';
const kopsInternal = 'dns.alpha.kubernetes.io/internal';
const kopsNodeRole = 'node-role.kubernetes.io/node';

const nothing: Published = { endpoints: [], waiting: [] };

/**
 * What a Service that is annotated for an older controller (`--compatibility`) publishes. The endpoints carry no TTL, label,
 * set identifier or property, as upstream's (`source/compatibility.go`).
 */
export function publishForOlderController(
  service: Service,
  options: Pick<ServiceSourceOptions, 'compatibility' | 'exposeInternalIpv6'>,
  reader: Reader,
  object: ObjectRef,
): Published {
  const { annotations = {}, labels = {} } = service.metadata;
  switch (options.compatibility) {
    case 'mate': {
      const name = annotations[mateName];
      return name === undefined ? nothing : publishStatus([name], service, object);
    }
    case 'molecule': {
      const names = annotations[moleculeName];
      if (labels['dns'] !== 'route53' || names === undefined) return nothing;
      return publishStatus(splitList(names), service, object);
    }
    case 'kops-dns-controller':
      return publishForKops(service, options.exposeInternalIpv6, reader, object);
    case undefined:
      return nothing;
  }
}

function publishForKops(
  service: Service,
  exposeInternalIpv6: boolean,
  reader: Reader,
  object: ObjectRef,
): Published {
  const external = service.metadata.annotations?.[kopsExternal];
  const internal = service.metadata.annotations?.[kopsInternal];
  const names = [external, internal].flatMap((list) => (list === undefined ? [] : splitList(list)));
  if (service.spec?.type === 'LoadBalancer') return publishStatus(names, service, object);
  // Both at once say nothing about which addresses are meant.
  const isClear = (external === undefined) !== (internal === undefined);
  if (service.spec?.type !== 'NodePort' || !isClear) return nothing;
  const records = reader
    .list<Node>(nodes)
    .filter((node) => node.metadata.labels?.[kopsNodeRole] !== undefined)
    .flatMap((node) => {
      if (internal !== undefined) return nodeAddresses(node, 'InternalIP');
      const own = nodeAddresses(node, 'ExternalIP');
      return exposeInternalIpv6 ? [...own, ...internalIpv6Addresses(node)] : own;
    })
    .map((address): TypedTarget => [recordTypeOfTarget(address), address]);
  return publishRecords(names, records, object);
}

/** Every name with what the load balancer's status says: an address of either family is called A there. */
function publishStatus(names: readonly string[], service: Service, object: ObjectRef): Published {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const records = ingress.flatMap(({ ip = '', hostname = '' }) => {
    const typed: readonly TypedTarget[] = [
      ['A', ip],
      ['CNAME', hostname],
    ];
    return typed.filter(([, target]) => target !== '');
  });
  return publishRecords(names, records, object);
}

function publishRecords(
  names: readonly string[],
  records: readonly TypedTarget[],
  object: ObjectRef,
): Published {
  if (records.length === 0) return { endpoints: [], waiting: names.map(toDnsName) };
  const objects = [object];
  const endpoints = names.flatMap((name) =>
    records.flatMap(
      ([type, target]) => createSourceEndpoint({ name, type, targets: [target], objects }) ?? [],
    ),
  );
  return { endpoints, waiting: [] };
}
