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

/** A name and set identifier as one text. */
export function placeOf(name: DnsName, setIdentifier: string): string {
  return setIdentifier === '' ? name : `${name} ${setIdentifier}`;
}

const noMarkers: readonly Marker[] = Object.freeze([]);
const noRecords: readonly Endpoint[] = Object.freeze([]);

export function createOwnershipIndex({ endpoints, markers }: Decoded): OwnershipIndex {
  const bySubject = Map.groupBy(markers, ({ name, type, setIdentifier }) =>
    recordKey(name, type, setIdentifier),
  );
  const byPlace = new Map(
    markers.map((marker) => [placeOf(marker.record.name, marker.setIdentifier), marker]),
  );
  const byName = Map.groupBy(endpoints, ({ name }) => name);
  return {
    markersOf: (name, type, setIdentifier) =>
      bySubject.size === 0
        ? noMarkers
        : (bySubject.get(recordKey(name, type, setIdentifier)) ?? noMarkers),
    markerAt: (name, setIdentifier) => byPlace.get(placeOf(name, setIdentifier)),
    recordsAt: (name) => byName.get(name) ?? noRecords,
  };
}
