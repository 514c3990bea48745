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
  readonly dnsName?: string | null;
  readonly recordType?: string | null;
  readonly targets?: readonly string[] | null;
  readonly setIdentifier?: string | null;
  readonly recordTTL?: number | null;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly providerSpecific?: readonly EntryProperty[] | null;
}

export type EntryProperty = {
  readonly name?: string | null;
  readonly value?: string | null;
} | null;

export interface DnsEndpoint extends KubeObject {
  readonly spec?: { readonly endpoints?: readonly (DnsEndpointEntry | null)[] | null };
  readonly status?: { readonly observedGeneration?: number };
}

export const dnsEndpointFields: readonly string[] = ['spec.endpoints', 'status.observedGeneration'];
