import { createDomainMatcher, matchesParent, toDnsName, type DomainFilter } from '@org/dns-core';

/**
 * The filter for whole zones that fits a filter for names: a zone is served when names in it may be wanted, so also the
 * parent of a domain in the lists, and any zone where expressions are given.
 */
export function toZoneFilter(filter: DomainFilter): DomainFilter {
  const accepts = createDomainMatcher([filter]);
  return {
    include: [],
    exclude: [],
    regexInclude: {
      source: 'zones of the domain filter',
      test: (text) => {
        const zone = toDnsName(text);
        return accepts(zone) || matchesParent(filter, zone);
      },
    },
  };
}
