import type { Endpoint } from '@org/dns-core';
import { createMemoryReader, type KubeObject } from '@org/dns-kubernetes';
import { parseServiceSourceSettings, type ServiceSourceSettings } from '../options.ts';
import type { EndpointSlice, Node, Pod, Service } from '../resources.ts';
import { createServiceSource } from '../service-source.ts';

const prefix = 'external-dns.kubernetes.io/';

/** Annotations by their key without a prefix. */
function annotated(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key.includes('/') || key === 'domainName' ? key : prefix + key,
      value,
    ]),
  );
}

type Parts = Partial<Service['spec']> & {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
};

/** A Service `shop/web` with the hostname `web.example.org`, a load balancer unless another type is named. */
export function service(parts: Parts = {}): Service {
  const {
    name = 'web',
    annotations = { hostname: 'web.example.org' },
    labels = {},
    ingress = [],
    ...spec
  } = parts;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels,
      annotations: annotated(annotations),
    },
    spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9', ...spec },
    status: { loadBalancer: { ingress } },
  };
}

export function node(
  name: string,
  addresses: Readonly<{ external?: readonly string[]; internal?: readonly string[] }>,
  options: { readonly unschedulable?: boolean; readonly labels?: Record<string, string> } = {},
): Node {
  const { external = [], internal = [] } = addresses;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: options.labels ?? {} },
    spec: { unschedulable: options.unschedulable ?? false },
    status: {
      addresses: [
        ...internal.map((address) => ({ type: 'InternalIP', address })),
        ...external.map((address) => ({ type: 'ExternalIP', address })),
      ],
    },
  };
}

export interface PodParts {
  readonly hostname?: string;
  readonly on?: string;
  readonly ready?: boolean;
  readonly phase?: string;
  readonly terminating?: boolean;
  readonly hostIP?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function pod(name: string, parts: PodParts = {}): Pod {
  const { hostname, on = 'n1', ready = true, phase = 'Running', terminating = false } = parts;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      labels: { app: 'web' },
      annotations: annotated(parts.annotations ?? {}),
      ...(terminating ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: { nodeName: on, ...(hostname === undefined ? {} : { hostname }) },
    status: {
      phase,
      hostIP: parts.hostIP ?? '192.0.2.100',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

type SliceEntry = NonNullable<EndpointSlice['endpoints']>[number];

/** A slice of the Service `web`; each entry is a pod's name and its address. */
export function slice(
  entries: readonly (readonly [pod: string, address: string, ready?: boolean])[],
  addressType = 'IPv4',
): EndpointSlice {
  return sliceOf(
    entries.map(([name, address, ready = true]) => ({
      addresses: [address],
      conditions: { ready },
      targetRef: { kind: 'Pod', name },
    })),
    addressType,
  );
}

export function sliceOf(endpoints: readonly SliceEntry[], addressType = 'IPv4'): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `web-${addressType.toLowerCase()}`,
      namespace: 'shop',
      labels: { 'kubernetes.io/service-name': 'web' },
    },
    addressType,
    endpoints,
  };
}

/** What the source says of the first object; `undefined` where it does not keep it. */
export function stateOf(
  objects: readonly [Service, ...KubeObject[]],
  settings: ServiceSourceSettings = {},
  addresses: Readonly<Record<string, readonly string[]>> = {},
) {
  const options = parseServiceSourceSettings(settings);
  if (!options.ok) throw new Error(JSON.stringify(options.problems));
  const source = createServiceSource(options.value);
  if (source.primary.keep?.(objects[0]) === false) return undefined;
  return source.endpoints(objects[0], createMemoryReader(objects, addresses));
}

/** Endpoints as lines: type, name, targets. */
export function lines(endpoints: readonly Endpoint[] = []): readonly string[] {
  return endpoints.map(({ type, spelling, targets }) => `${type} ${spelling} ${targets.join(' ')}`);
}
