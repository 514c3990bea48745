import type { KubeObject, ResourceType } from '@org/dns-kubernetes';

export const gatewayGroup = 'gateway.networking.k8s.io';

export const gateways: ResourceType = {
  group: gatewayGroup,
  version: 'v1',
  plural: 'gateways',
  kind: 'Gateway',
  namespaced: true,
};

export const listenerSets: ResourceType = {
  group: gatewayGroup,
  version: 'v1',
  plural: 'listenersets',
  kind: 'ListenerSet',
  namespaced: true,
};

export const namespaces: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

export interface Condition {
  readonly type?: string;
  readonly status?: string;
}

/** Which Gateway or ListenerSet a route names. */
export interface ParentReference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** The fields of a route of any kind that records are made from; TCP and UDP routes have no hostnames. */
export interface Route extends KubeObject {
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly ParentReference[];
  };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef?: ParentReference;
      readonly conditions?: readonly Condition[];
    }[];
  };
}

export const routeFields: readonly string[] = [
  'spec.hostnames',
  'spec.parentRefs',
  'status.parents.parentRef',
  'status.parents.conditions.type',
  'status.parents.conditions.status',
];

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** From which namespaces something may attach. */
export interface NamespaceRule {
  readonly from?: string;
  readonly selector?: LabelSelector;
}

export interface Listener {
  readonly name?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly allowedRoutes?: {
    readonly namespaces?: NamespaceRule;
    readonly kinds?: readonly { readonly group?: string; readonly kind?: string }[];
  };
}

const listenerFields: readonly string[] = [
  'name',
  'hostname',
  'port',
  'protocol',
  'allowedRoutes',
].map((field) => `spec.listeners.${field}`);

/** The fields of a Gateway that records are made from. */
export interface Gateway extends KubeObject {
  readonly spec?: {
    readonly listeners?: readonly Listener[];
    readonly allowedListeners?: { readonly namespaces?: NamespaceRule };
  };
  readonly status?: { readonly addresses?: readonly { readonly value?: string }[] };
}

export const gatewayFields: readonly string[] = [
  ...listenerFields,
  'spec.allowedListeners',
  'status.addresses.value',
];

/** The fields of a ListenerSet that records are made from. */
export interface ListenerSet extends KubeObject {
  readonly spec?: {
    readonly parentRef?: { readonly namespace?: string; readonly name?: string };
    readonly listeners?: readonly Listener[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly {
      readonly name?: string;
      readonly conditions?: readonly Condition[];
    }[];
  };
}

export const listenerSetFields: readonly string[] = [
  ...listenerFields,
  'spec.parentRef',
  'status.conditions.type',
  'status.conditions.status',
  'status.listeners.name',
  'status.listeners.conditions.type',
  'status.listeners.conditions.status',
];

/** Whether the condition `Accepted` is there and `True`, for whatever generation it was observed. */
export function isAccepted(conditions: readonly Condition[] = []): boolean {
  return conditions.find(({ type }) => type === 'Accepted')?.status === 'True';
}
