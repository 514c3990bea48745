import { internalIpv6Addresses, nodeAddresses } from './node-addresses.ts';
import { nodes, pods, type Node, type Pod } from './resources.ts';
import type { ServiceContext } from './service-context.ts';

/** The node addresses of a NodePort Service, external or internal as its `access` annotation and the nodes have it. */
export function nodePortTargets(context: ServiceContext): readonly string[] {
  const { options, service } = context;
  const usable = servingNodes(context).filter(
    (node) => !(options.excludeUnschedulable && node.spec?.unschedulable === true),
  );
  const external = usable.flatMap((node) => nodeAddresses(node, 'ExternalIP'));
  const internal = usable.flatMap((node) => nodeAddresses(node, 'InternalIP'));
  const access = options.annotations.access(service);
  if (access === 'private' || (access === undefined && external.length === 0)) return internal;
  return options.exposeInternalIpv6
    ? [...external, ...usable.flatMap(internalIpv6Addresses)]
    : external;
}

/** All nodes; with `externalTrafficPolicy: Local` those that run the best pods there are. */
function servingNodes({ service, reader }: ServiceContext): readonly Node[] {
  if (service.spec?.externalTrafficPolicy !== 'Local') return reader.list<Node>(nodes);
  const running = reader
    .list<Pod>(pods, {
      namespace: service.metadata.namespace ?? '',
      labels: service.spec.selector ?? {},
    })
    .filter((pod) => pod.status?.phase === 'Running')
    .flatMap((pod) => {
      const node = reader.get<Node>(nodes, '', pod.spec?.nodeName ?? '');
      return node === undefined ? [] : [{ tier: tierOf(pod), node }];
    });
  const best = Math.min(...running.map(({ tier }) => tier));
  const byName = new Map(
    running
      .filter(({ tier }) => tier === best)
      .map(({ node }): [string, Node] => [node.metadata.name, node]),
  );
  return [...byName.values()];
}

/** 0: ready; 1: ready, but being deleted; 2: not ready. */
function tierOf(pod: Pod): number {
  const ready = pod.status?.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  if (ready !== true) return 2;
  return pod.metadata.deletionTimestamp === undefined ? 0 : 1;
}
