import type { KubeObject, ResourceType } from '@org/dns-kubernetes';

export const ingresses: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  namespaced: true,
};

/** The fields of an Ingress that records are made from. */
export interface Ingress extends KubeObject {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

export const ingressFields: readonly string[] = [
  'spec.ingressClassName',
  'spec.rules.host',
  'spec.tls.hosts',
  'status.loadBalancer.ingress.ip',
  'status.loadBalancer.ingress.hostname',
];
