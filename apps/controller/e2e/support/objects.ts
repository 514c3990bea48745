import type { ApplyObject } from '@org/dns-test-servers';

export interface ServiceInit {
  readonly name: string;
  readonly hostname: string;
  readonly ip: string;
  readonly namespace?: string;
  readonly ttl?: string;
}

/** A Service of type LoadBalancer that has its address. */
export function service({
  name,
  hostname,
  ip,
  namespace = 'default',
  ttl,
}: ServiceInit): ApplyObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      annotations: {
        'external-dns.kubernetes.io/hostname': hostname,
        ...(ttl === undefined ? {} : { 'external-dns.kubernetes.io/ttl': ttl }),
      },
    },
    spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }] },
    status: { loadBalancer: { ingress: [{ ip }] } },
  } as ApplyObject;
}

export interface DnsEndpointInit {
  readonly name: string;
  readonly namespace?: string;
  readonly endpoints: readonly Readonly<Record<string, unknown>>[];
}

export function dnsEndpoint({
  name,
  endpoints,
  namespace = 'default',
}: DnsEndpointInit): ApplyObject {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name, namespace },
    spec: { endpoints },
  };
}
