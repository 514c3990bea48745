import { compareText, mergeEndpoints, type Endpoint } from '@org/dns-core';

/**
 * How Services share a name: their targets are united, but for CNAMEs, and the Service with the lowest `resource` label
 * gives TTL, label and properties (upstream's `service.go`). CNAMEs with different targets stay apart.
 */
export function mergeServices(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  if (endpoints.length < 2) return mergeEndpoints(endpoints);
  const sorted = endpoints.toSorted((a, b) => compareText(resourceOf(a), resourceOf(b)));
  const ttls = new Map<string, number>();
  const aligned = sorted.map((endpoint) => {
    if (endpoint.type === 'CNAME') return endpoint;
    const key = JSON.stringify([endpoint.spelling, endpoint.type, endpoint.setIdentifier]);
    const ttlSeconds = ttls.get(key) ?? endpoint.ttlSeconds;
    ttls.set(key, ttlSeconds);
    return ttlSeconds === endpoint.ttlSeconds ? endpoint : { ...endpoint, ttlSeconds };
  });
  return mergeEndpoints(aligned);
}

function resourceOf(endpoint: Endpoint): string {
  return endpoint.labels['resource'] ?? '';
}
