import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { PlanInput } from './plan.ts';

/**
 * Whether a record is a zone's own: NS or SOA at the zone's name. Where zones are not known, a name that holds a SOA is the
 * apex of one.
 */
export function apexMatcher(input: PlanInput): (endpoint: Endpoint) => boolean {
  const apexes = new Set<DnsName>();
  if (input.zone !== undefined) apexes.add(input.zone);
  for (const endpoint of input.current) if (endpoint.type === 'SOA') apexes.add(endpoint.name);
  return ({ name, type }) => (type === 'NS' || type === 'SOA') && apexes.has(name);
}
