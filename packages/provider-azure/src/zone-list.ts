import { toDnsName, type DomainMatcher, type Zone } from '@org/dns-core';
import type { ZoneResource } from './dns-client.ts';
import type { ZonePlace } from './record-set.ts';

export interface ZoneFilter {
  readonly accepts: DomainMatcher;
  readonly zoneIdSuffixes: readonly string[];
  /** Empty: no further zones. */
  readonly acceptsByName: DomainMatcher | undefined;
}

/** The zones among resources that the filters take: by domain and id, or by the names given for zones alone. */
export function toZones(
  resources: readonly ZoneResource[],
  { accepts, zoneIdSuffixes, acceptsByName }: ZoneFilter,
): readonly Zone[] {
  const matchesId = (id: string): boolean =>
    zoneIdSuffixes.length === 0 || zoneIdSuffixes.some((suffix) => id.endsWith(suffix));
  return resources.flatMap(({ id, name: spelling }) => {
    if (id === undefined || spelling === undefined) return [];
    const name = toDnsName(spelling);
    const isTaken =
      (accepts(name, spelling) && matchesId(id)) || acceptsByName?.(name, spelling) === true;
    return isTaken ? [{ id, name }] : [];
  });
}

/** Group and name of a zone, out of its id `/subscriptions/…/resourceGroups/GROUP/providers/Microsoft.Network/dnsZones/NAME`. */
export function placeOf(zone: Zone): ZonePlace {
  const parts = zone.id.split('/');
  return { group: parts[4] ?? '', name: parts.at(-1) ?? zone.name };
}

/** Entries of a filter by name; blank ones are none. */
export function withoutBlank(list: readonly string[]): readonly string[] {
  return list.filter((entry) => entry.trim() !== '');
}
