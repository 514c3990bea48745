import { recordKey } from '../model/record-key.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { Decoded, Marker } from './registry.ts';

/** What was read, by the keys that writing asks for. */
export interface OwnershipIndex {
  /** The markers that speak of a name and type (`''` for the form without a type). */
  markersOf(name: DnsName, type: RecordType, setIdentifier: string): readonly Marker[];
  /** The marker that lies at a name. */
  markerAt(name: DnsName, setIdentifier: string): Marker | undefined;
  /** The records under a name. */
  recordsAt(name: DnsName): readonly Endpoint[];
}

export function createOwnershipIndex({ endpoints, markers }: Decoded): OwnershipIndex {
  const bySubject = Map.groupBy(markers, ({ name, type, setIdentifier }) =>
    recordKey(name, type, setIdentifier),
  );
  const byPlace = new Map(
    markers.map((marker) => [`${marker.record.name} ${marker.setIdentifier}`, marker]),
  );
  const byName = Map.groupBy(endpoints, ({ name }) => name);
  return {
    markersOf: (name, type, setIdentifier) =>
      bySubject.get(recordKey(name, type, setIdentifier)) ?? [],
    markerAt: (name, setIdentifier) => byPlace.get(`${name} ${setIdentifier}`),
    recordsAt: (name) => byName.get(name) ?? [],
  };
}
