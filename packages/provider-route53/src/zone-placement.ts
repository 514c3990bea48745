import { propertyOf, type Behavior, type DnsName, type Endpoint, type Zone } from '@org/dns-core';
import { propertyNames } from './property-names.ts';
import { withoutPrefix } from './zone-filter.ts';

/** Which hosted zones a record belongs to. */
export interface ZonePlacement {
  /** Every private zone that its name is in, and the public one with the longest name; only one of them where it is pinned. */
  zonesFor(endpoint: Endpoint, zones: readonly Zone[]): readonly Zone[];
  /** Remembers the pins of the endpoints under these names; `adjust` takes them out, because no record can hold them. */
  notePins(endpoints: readonly Endpoint[]): void;
}

export function createZonePlacement(
  isPrivate: (zone: Zone) => boolean,
  behavior: Behavior,
): ZonePlacement {
  const indexes = new WeakMap<readonly Zone[], ReadonlyMap<string, readonly Zone[]>>();
  /** Name and set identifier → zone id. */
  const pins = new Map<string, string>();

  const indexOf = (zones: readonly Zone[]): ReadonlyMap<string, readonly Zone[]> => {
    const known = indexes.get(zones);
    if (known !== undefined) return known;
    const index = Map.groupBy(zones, ({ name }) => name as string);
    indexes.set(zones, index);
    return index;
  };

  const pinOf = (endpoint: Endpoint): string | undefined => {
    const given = propertyOf(endpoint, propertyNames.hostedZoneId);
    if (given !== undefined) return withoutPrefix(given);
    if (pins.size === 0) return undefined;
    const owned = endpoint.labels['ownedRecord'];
    return (
      pins.get(pinKey(endpoint.name, endpoint)) ??
      (owned === undefined ? undefined : pins.get(pinKey(owned, endpoint)))
    );
  };

  return {
    zonesFor(endpoint, zones) {
      const enclosing = enclosingZones(endpoint.name, indexOf(zones));
      const longest = enclosing.find((zone) => !isPrivate(zone));
      const all = enclosing.filter((zone) => isPrivate(zone) || zone === longest);
      const pin = pinOf(endpoint);
      return pin === undefined ? all : all.filter(({ id }) => withoutPrefix(id) === pin);
    },

    notePins(endpoints) {
      if (behavior === 'compat') return;
      const given = new Map<string, string>();
      for (const endpoint of endpoints) {
        const pin = propertyOf(endpoint, propertyNames.hostedZoneId);
        if (pin !== undefined) given.set(pinKey(endpoint.name, endpoint), withoutPrefix(pin));
      }
      if (pins.size > 0) for (const one of endpoints) pins.delete(pinKey(one.name, one));
      for (const [key, pin] of given) pins.set(key, pin);
    },
  };
}

function pinKey(name: string, { setIdentifier }: Endpoint): string {
  return `${name} ${setIdentifier}`;
}

/** The longest name first. */
function enclosingZones(name: DnsName, index: ReadonlyMap<string, readonly Zone[]>): Zone[] {
  const found: Zone[] = [];
  for (let at: string = name; ; at = at.slice(at.indexOf('.') + 1)) {
    found.push(...(index.get(at) ?? []));
    if (!at.includes('.')) return found;
  }
}
