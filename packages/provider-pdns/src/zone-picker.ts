import type { DnsName, Zone } from '@org/dns-core';
import { createZoneFinder, type ZoneFinder } from '@org/dns-provider-kit';

/** Picks the zone of a name among some zones, knowing that the server has others too. */
export interface ZonePicker {
  /** All zones of the server, those that are filtered out among them; `undefined` before they were listed. */
  readonly all: readonly Zone[] | undefined;
  know(all: readonly Zone[]): void;
  /** The zone that holds the name, if it is among `zones`: never the parent of one that is not. */
  pick(name: DnsName, zones: readonly Zone[]): readonly Zone[];
}

const none: readonly Zone[] = [];

/** The cost of a pick does not follow the number of zones while it is asked about the same list. */
export function createZonePicker(): ZonePicker {
  let all: readonly Zone[] | undefined;
  let find: ZoneFinder<Zone> | undefined;
  let asked: readonly Zone[] = none;
  let byId = new Map<string, readonly Zone[]>();
  return {
    get all() {
      return all;
    },
    know(zones) {
      all = zones;
      find = createZoneFinder(zones);
    },
    pick(name, zones) {
      if (asked !== zones) {
        asked = zones;
        byId = new Map(zones.map((zone) => [zone.id, [zone]]));
      }
      const holder = (find ?? createZoneFinder(zones))(name);
      return (holder === undefined ? undefined : byId.get(holder.id)) ?? none;
    },
  };
}
