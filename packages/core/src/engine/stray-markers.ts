import { recordKey } from '../model/record-key.ts';
import type { Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { DomainMatcher } from '../plan/domain-filter.ts';
import type { Decoded, Marker } from '../registry/registry.ts';
import type { EngineOptions } from './engine.ts';

export interface StrayMarkersInput {
  readonly decoded: Decoded;
  /** What is planned; a marker whose record is about to be made is completed by it. */
  readonly changes: readonly Change[];
  /** Names whose records are not taken away now. */
  readonly protectedNames: ReadonlySet<DnsName>;
  /** See `Wanted`. */
  readonly unclear: ReadonlySet<string>;
  readonly covers: (name: DnsName) => boolean;
  readonly options: Pick<EngineOptions, 'registry' | 'policy' | 'managedTypes' | 'excludedTypes'>;
  readonly inDomain: DomainMatcher;
}

/** A marker to remove, and the name of the record that it spoke of. */
export interface StrayMarker {
  readonly name: DnsName;
  readonly change: Change & { readonly kind: 'delete' };
}

/** Removes markers of ours whose record is gone and will not be made; one whose record is wanted is completed instead. */
export function strayMarkers(input: StrayMarkersInput): readonly StrayMarker[] {
  const { decoded, options } = input;
  if (options.policy !== 'sync' || decoded.orphans.length === 0) return [];
  const made = input.changes.flatMap((change) => (change.kind === 'create' ? change.after : []));
  const places = new Set(made.map((endpoint) => keyOf(endpoint)));
  const names = new Set(made.map(({ name }) => name));
  const removed = new Map<string, StrayMarker>();
  for (const marker of decoded.orphans) {
    if (!input.covers(marker.name) || !input.inDomain(marker.name)) continue;
    if (marker.labels['owner'] !== options.registry.owner || !isManaged(marker, options)) continue;
    if (marker.type === '' ? names.has(marker.name) : places.has(keyOf(marker))) continue;
    if (isClaimed(marker, input)) continue;
    const { record } = marker;
    removed.set(keyOf(record), {
      name: marker.name,
      change: { kind: 'delete', before: record, role: 'marker' },
    });
  }
  return [...removed.values()];
}

/** Somebody may want the record again, and should then find its marker. */
function isClaimed(marker: Marker, input: StrayMarkersInput): boolean {
  return (
    input.protectedNames.has(marker.name) || input.unclear.has(marker.labels['resource'] ?? '')
  );
}

function isManaged(marker: Marker, options: StrayMarkersInput['options']): boolean {
  return (
    marker.type === '' ||
    (options.managedTypes.includes(marker.type) && !options.excludedTypes.includes(marker.type))
  );
}

function keyOf(of: Pick<Endpoint, 'name' | 'type' | 'setIdentifier'>): string {
  return recordKey(of.name, of.type, of.setIdentifier);
}
