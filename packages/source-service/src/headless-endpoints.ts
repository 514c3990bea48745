import {
  compareText,
  createSourceEndpoint,
  recordTypeOfTarget,
  type Endpoint,
} from '@org/dns-core';
import { endpointInit } from './endpoint-init.ts';
import { internalIpv6Addresses, nodeAddresses } from './node-addresses.ts';
import {
  endpointSlices,
  nodes,
  pods,
  serviceNameLabel,
  type EndpointSlice,
  type Node,
  type Pod,
} from './resources.ts';
import type { ServiceContext } from './service-context.ts';

type SliceEndpoint = NonNullable<EndpointSlice['endpoints']>[number];
type Published = 'pod' | 'host' | 'node';

/** The endpoints of a headless Service: its hostname with all addresses, and a name below it for every pod with a hostname. */
export function headlessEndpoints(hostname: string, context: ServiceContext): readonly Endpoint[] {
  const { service, reader, options, shared } = context;
  const published = whatIsPublished(context);
  const withUnready =
    options.alwaysPublishNotReady || service.spec?.publishNotReadyAddresses === true;
  const groups = new Map<string, { name: string; type: string; targets: Set<string> }>();
  const slices = reader.list<EndpointSlice>(endpointSlices, {
    namespace: service.metadata.namespace ?? '',
    labels: { [serviceNameLabel]: service.metadata.name },
  });
  for (const slice of slices) {
    for (const entry of slice.endpoints ?? []) {
      if (entry.conditions?.ready === false && !withUnready) continue;
      if (published === 'pod' && !/^IPv[46]$/.test(slice.addressType ?? '')) continue;
      const pod = podOf(entry, context);
      if (pod === undefined) continue;
      const podHostname = pod.spec?.hostname ?? '';
      const names = podHostname === '' ? [hostname] : [hostname, `${podHostname}.${hostname}`];
      const targets = targetsOf(pod, entry, published, context);
      for (const name of names) {
        for (const target of targets) {
          const type = recordTypeOfTarget(target);
          const key = JSON.stringify([name, type]);
          const group = groups.get(key) ?? { name, type, targets: new Set() };
          group.targets.add(target);
          groups.set(key, group);
        }
      }
    }
  }
  return [...groups.values()]
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.type, b.type))
    .flatMap(
      ({ name, type, targets }) =>
        createSourceEndpoint({ ...endpointInit(shared), name, type, targets: [...targets] }) ?? [],
    );
}

function whatIsPublished({ service, options, note }: ServiceContext): Published {
  const endpointsType = options.annotations.endpointsType(service);
  if (endpointsType === 'NodeExternalIP') {
    if (options.serviceTypes.size > 0 && !options.serviceTypes.has('NodePort')) {
      note(
        'nodes-not-read',
        `${options.annotations.keyOf('endpoints-type')}: NodeExternalIP needs nodes, which are not read with this filter of Service types; add NodePort to it`,
      );
    }
    return 'node';
  }
  return endpointsType === 'HostIP' || options.publishHostIp ? 'host' : 'pod';
}

/** The pod behind an address: named by the slice, and selected by the Service (an empty selector selects every pod). */
function podOf(entry: SliceEndpoint, { service, reader, note }: ServiceContext): Pod | undefined {
  const { targetRef } = entry;
  const address = entry.addresses?.[0] ?? '';
  if (targetRef?.kind !== 'Pod' || (targetRef.apiVersion ?? '') !== '') {
    note('address-without-pod', `the address ${address} belongs to no pod; it is not published`);
    return undefined;
  }
  const name = targetRef.name ?? '';
  const pod = reader.get<Pod>(pods, service.metadata.namespace ?? '', name);
  const selected = Object.entries(service.spec?.selector ?? {}).every(
    ([key, value]) => pod?.metadata.labels?.[key] === value,
  );
  if (pod === undefined || !selected) {
    note(
      'address-without-pod',
      `the pod ${name} of the address ${address} is not there or not selected; it is not published`,
    );
    return undefined;
  }
  return pod;
}

function targetsOf(
  pod: Pod,
  entry: SliceEndpoint,
  published: Published,
  { options, reader }: ServiceContext,
): readonly string[] {
  const targets = options.annotations.targets(pod);
  if (targets.length > 0) return targets;
  if (published === 'pod') return (entry.addresses ?? []).slice(0, 1);
  if (published === 'host') return [pod.status?.hostIP ?? ''];
  if (options.serviceTypes.size > 0 && !options.serviceTypes.has('NodePort')) return [];
  const node = reader.get<Node>(nodes, '', pod.spec?.nodeName ?? '');
  if (node === undefined) return [];
  const external = nodeAddresses(node, 'ExternalIP');
  return options.exposeInternalIpv6 ? [...external, ...internalIpv6Addresses(node)] : external;
}
