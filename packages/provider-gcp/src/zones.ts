import {
  toDnsName,
  toUnicodeName,
  type DomainMatcher,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import { createZoneFinder } from '@org/dns-provider-kit';
import type { GoogleSettings } from './options.ts';
import type { GoogleZone } from './record-set.ts';

/** The zones that the settings select. Upstream also takes those that answer from elsewhere, and nothing can be written to them. */
export function selectZones(
  zones: readonly GoogleZone[],
  settings: Pick<GoogleSettings, 'behavior' | 'zoneIds' | 'zoneVisibility'>,
  acceptsName: DomainMatcher,
): readonly Zone[] {
  const { behavior, zoneIds, zoneVisibility } = settings;
  const isChosen = (text: string): boolean =>
    zoneIds.length === 0 || zoneIds.some((end) => text.endsWith(end));
  return zones
    .filter(
      ({ isPeering, isServedElsewhere }) =>
        !isPeering && !(isServedElsewhere && behavior === 'safe'),
    )
    .filter(({ visibility }) => zoneVisibility === '' || visibility === zoneVisibility)
    .filter(({ id, name }) => isChosen(id) || isChosen(name))
    .map(({ name, dnsName }) => ({ id: name, name: toDnsName(dnsName) }))
    .filter(({ name }) => acceptsName(name));
}

export type ZonesFor = (
  endpoint: Pick<Endpoint, 'name' | 'spelling'>,
  zones: readonly Zone[],
) => readonly Zone[];

/** Every zone with the longest name that a record is in: a public and a private zone of one name both get it. */
export function createZonesFor(): ZonesFor {
  const finderOf = rememberLast((zones) =>
    createZoneFinder(
      [...Map.groupBy(zones, ({ name }) => name)].map(([name, twins]) => ({ name, twins })),
    ),
  );
  return ({ name }, zones) => finderOf(zones)(name)?.twins ?? [];
}

/**
 * Upstream's one zone: it looks for the name in Unicode among zone names in ASCII, so that a zone with an IDN gets nothing. Of
 * zones with one name it takes any; here it is the first.
 */
export function createZonesForAsUpstream(): ZonesFor {
  const finderOf = rememberLast((zones) => createZoneFinder(zones));
  return ({ spelling }, zones) => {
    const found = finderOf(zones)(toUnicodeName(spelling) as Zone['name']);
    return found === undefined || found.name === '' ? [] : [found];
  };
}

/** The engine asks for one list of zones again and again. */
function rememberLast<T>(make: (zones: readonly Zone[]) => T): (zones: readonly Zone[]) => T {
  let last: { readonly zones: readonly Zone[]; readonly made: T } | undefined;
  return (zones) => {
    if (last?.zones !== zones) last = { zones, made: make(zones) };
    return last.made;
  };
}
