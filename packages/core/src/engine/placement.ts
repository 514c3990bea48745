import type { Provider } from '../contract/provider.ts';
import { subject, type Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { Registry } from '../registry/registry.ts';
import type { ZoneIndex } from './zone-index.ts';

export interface PlacementOptions {
  readonly provider: Provider;
  readonly registry: Registry;
  readonly index: ZoneIndex;
  readonly types: readonly RecordType[];
}

/** Where names, records and markers belong. */
export interface Placement {
  readonly index: ZoneIndex;
  /** The zones in whose plans a name appears. */
  zonesOfName(name: DnsName): readonly Zone[];
  /** A record that lies in the zone under this name is part of the zone's plan; otherwise another zone's name is meant. */
  covers(zone: Zone, name: DnsName): boolean;
  /** The endpoint is to be written to the zone. */
  wants(zone: Zone, endpoint: Endpoint): boolean;
  /** The zone that holds a marker of a record in `zone`; `undefined`: no zone of ours. */
  markerZone(zone: Zone, marker: DnsName): Zone | undefined;
  /** Some marker of the name lies in another zone. */
  isCrossing(zone: Zone, name: DnsName): boolean;
  /** Where a change of the plan for `zone` is written to. */
  zonesOfChange(zone: Zone, change: Change): readonly Zone[];
}

export function createPlacement(options: PlacementOptions): Placement {
  const { provider, registry, index, types } = options;
  const only = index.zones.length === 1;

  const covers = (zone: Zone, name: DnsName): boolean =>
    only || provider.zonesFor !== undefined || index.longest(name)[0]?.id === zone.id;

  const markerZone = (zone: Zone, marker: DnsName): Zone | undefined => {
    if (only && zone.name === '') return zone;
    if (provider.zonesFor === undefined) return index.longest(marker)[0];
    const enclosing = index.enclosing(marker);
    return enclosing.find(({ id }) => id === zone.id) ?? enclosing[0];
  };

  return {
    index,
    zonesOfName: (name) =>
      provider.zonesFor === undefined ? index.longest(name).slice(0, 1) : index.enclosing(name),
    covers,
    wants: (zone, endpoint) =>
      provider.zonesFor === undefined ||
      provider.zonesFor(endpoint, index.zones).some(({ id }) => id === zone.id),
    markerZone,
    isCrossing: (zone, name) => {
      // A registry puts a marker below the parent of the name it speaks of. So only the apex has markers outside its zone,
      // and only where zones of ours lie below can a marker fall into one of them.
      if (only || (name !== zone.name && !index.hasChildren(zone))) return false;
      return registry.markerNames(name, types).some((marker) => {
        const holder = markerZone(zone, marker);
        return holder !== undefined && holder.id !== zone.id;
      });
    },
    zonesOfChange: (zone, change) => {
      if (change.role === 'record') return [zone];
      const holder = markerZone(zone, subject(change).name);
      return holder === undefined ? [] : [holder];
    },
  };
}
