import type { KubeObject, ResourceType } from '@org/dns-kubernetes';

export const services: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
};
export const pods: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
};
export const nodes: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  namespaced: false,
};
export const endpointSlices: ResourceType = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  namespaced: true,
};

/** The label that says which Service an EndpointSlice belongs to. */
export const serviceNameLabel = 'kubernetes.io/service-name';

/** The fields of a Service that records are made from. */
export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly externalTrafficPolicy?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly publishNotReadyAddresses?: boolean;
    readonly ports?: readonly { readonly nodePort?: number; readonly protocol?: string }[];
  };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

export interface Pod extends KubeObject {
  readonly spec?: { readonly hostname?: string; readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly hostIP?: string;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
  };
}

export interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
  };
}

export interface EndpointSlice extends KubeObject {
  readonly addressType?: string;
  readonly endpoints?:
    | readonly {
        readonly addresses?: readonly string[];
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: {
          readonly kind?: string;
          readonly name?: string;
          readonly apiVersion?: string;
        };
      }[]
    | null;
}

export const serviceFields: readonly string[] = [
  'spec.type',
  'spec.clusterIP',
  'spec.externalIPs',
  'spec.externalName',
  'spec.externalTrafficPolicy',
  'spec.selector',
  'spec.publishNotReadyAddresses',
  'spec.ports.nodePort',
  'spec.ports.protocol',
  'status.loadBalancer.ingress.ip',
  'status.loadBalancer.ingress.hostname',
];
export const podFields: readonly string[] = [
  'spec.hostname',
  'spec.nodeName',
  'status.phase',
  'status.hostIP',
  'status.conditions.type',
  'status.conditions.status',
];
export const nodeFields: readonly string[] = ['spec.unschedulable', 'status.addresses'];
export const endpointSliceFields: readonly string[] = [
  'addressType',
  'endpoints.addresses',
  'endpoints.conditions.ready',
  'endpoints.targetRef.kind',
  'endpoints.targetRef.name',
  'endpoints.targetRef.apiVersion',
];
