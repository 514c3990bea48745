import type { DnsName } from '@org/dns-core';

/** Finds, among named things, the one with the longest name that a DNS name is in; a name is in itself, and everything is in the root `''`. */
export type ZoneFinder<Z> = (name: DnsName) => Z | undefined;

/** Where two zones share a name the first is found. The cost of a search follows the number of labels, not of zones. */
export function createZoneFinder<Z extends { readonly name: DnsName }>(
  zones: Iterable<Z>,
): ZoneFinder<Z> {
  const byName = new Map<string, Z>();
  for (const zone of zones) if (!byName.has(zone.name)) byName.set(zone.name, zone);
  return (name) => {
    for (let rest: string = name; ;) {
      const found = byName.get(rest);
      if (found !== undefined || rest === '') return found;
      const dot = rest.indexOf('.');
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
  };
}
