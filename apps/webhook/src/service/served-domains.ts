import { domainFilterToJson, type DomainFilter, type DomainFilterJson } from '@org/dns-core';
import type { Service } from './service.ts';

/**
 * The domains that clients are told: those of the flags, else those that the provider names, else its zones. So a controller
 * plans nothing that lies in no zone.
 */
export async function servedDomains(
  { provider, domainFilter, zoneList }: Service,
  signal: AbortSignal,
): Promise<DomainFilterJson> {
  if (isGiven(domainFilter)) return domainFilterToJson(domainFilter);
  if (provider.domainFilter !== undefined)
    return domainFilterToJson(await provider.domainFilter(signal));
  const names = new Set((await zoneList.fresh(signal)).map(({ name }) => name));
  return domainFilterToJson({
    include: [...names].some((name) => name === '') ? [] : [...names],
    exclude: [],
  });
}

function isGiven(filter: DomainFilter): boolean {
  return (
    filter.regexInclude !== undefined ||
    filter.regexExclude !== undefined ||
    [...filter.include, ...filter.exclude].some((entry) => entry !== '')
  );
}
