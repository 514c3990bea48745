import type { KubeObject, ResourceType } from '@org/dns-kubernetes';

export const dnsEndpoints: ResourceType = {
  group: 'externaldns.k8s.io',
  version: 'v1alpha1',
  plural: 'dnsendpoints',
  kind: 'DNSEndpoint',
  namespaced: true,
};

/** One record of a DNSEndpoint, as a person wrote it: nothing is required. */
export interface DnsEndpointEntry {
  readonly dnsName?: string;
  readonly recordType?: string;
  readonly targets?: readonly string[] | null;
  readonly setIdentifier?: string;
  readonly recordTTL?: number;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly providerSpecific?: readonly { readonly name?: string; readonly value?: string }[] | null;
}

export interface DnsEndpoint extends KubeObject {
  readonly spec?: { readonly endpoints?: readonly (DnsEndpointEntry | null)[] | null };
  readonly status?: { readonly observedGeneration?: number };
}

export const dnsEndpointFields: readonly string[] = ['spec.endpoints', 'status.observedGeneration'];
