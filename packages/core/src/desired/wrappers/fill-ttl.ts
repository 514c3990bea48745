import type { Endpoint } from '../../model/endpoint.ts';

/** `--min-ttl`: a default, not a floor; fills in what is not configured. `0`: off. */
export function fillTtl(endpoint: Endpoint, minTtlSeconds: number): Endpoint {
  if (endpoint.ttlSeconds > 0 || minTtlSeconds <= 0) return endpoint;
  return { ...endpoint, ttlSeconds: Math.trunc(minTtlSeconds) };
}
