import { checkDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Skipped } from './plan.ts';

export interface Screened {
  readonly desired: readonly Endpoint[];
  readonly skipped: readonly Skipped[];
  /** Their records stay until a valid wish replaces them: what is wrong must not take away what is right. */
  readonly protectedNames: ReadonlySet<DnsName>;
}

/** Takes out what must never become a record: bad names, no target, two targets in one CNAME. */
export function screenDesired(desired: readonly Endpoint[]): Screened {
  const skipped: Skipped[] = [];
  const protectedNames = new Set<DnsName>();
  const valid = desired.filter((endpoint) => {
    const message = faultOf(endpoint);
    if (message === undefined) return true;
    skipped.push({ endpoint, because: { code: 'invalid', message } });
    protectedNames.add(endpoint.name);
    return false;
  });
  return { desired: valid, skipped, protectedNames };
}

function faultOf({ spelling, type, targets }: Endpoint): string | undefined {
  const fault = checkDnsName(spelling);
  if (fault !== undefined) return `the name "${spelling}" ${fault}; correct it in the object`;
  if (targets.every((target) => target.trim() === '')) {
    return `${spelling}: ${type} without a target`;
  }
  const isSingle = type === 'CNAME' || type === 'DNAME';
  if (!isSingle || targets.length === 1) return undefined;
  return `${spelling}: a ${type} has one target, not ${targets.length} (${targets.join(', ')})`;
}
