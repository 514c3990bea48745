import type { Change, ChangeGroup } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint, Labels } from '../model/endpoint.ts';
import { propertyOf } from '../model/properties.ts';
import { differs, sameLabels, sameProperties } from '../plan/difference.ts';
import { changesByName, groupOf } from './group-changes.ts';
import { reasonAgainstMarker } from './marker-refusal.ts';
import { formatMarker, nonceLabel } from './marker-value.ts';
import type { OwnershipIndex } from './ownership-index.ts';
import type { Decoded, Marker } from './registry.ts';
import { hasAliasMarker, isOwnMarker, oldFormatName, type TxtContext } from './txt-context.ts';

export function encodeSafe(
  context: TxtContext,
  changes: readonly Change[],
  decoded: Decoded,
  index: OwnershipIndex,
): readonly ChangeGroup[] {
  const taken = new Map<string, DnsName>();
  return Array.from(changesByName(changes), ([name, group]) => {
    const written = group
      .filter(
        (change) =>
          change.kind !== 'create' ||
          reasonAgainstMarker(context, change.after, index) === undefined,
      )
      .filter((change) => change.kind === 'delete' || takePlace(context, change.after, taken));
    const records = written.flatMap((change) => recordChange(context, change, decoded));
    return groupOf(name, [...records, ...markerChanges(context, name, written, index)]);
  }).filter(({ changes: ofGroup }) => ofGroup.length > 0);
}

/**
 * Two new records cannot share one marker (a wildcard and the host that its replacement names), and a TXT record cannot lie
 * where another's marker does: the first gets the place, the other is refused in the next pass.
 */
function takePlace(
  context: TxtContext,
  { name, type, setIdentifier }: Endpoint,
  taken: Map<string, DnsName>,
): boolean {
  const marker = context.naming.nameFor(name, type);
  const places = [marker, type === 'TXT' ? name : undefined]
    .filter((place) => place !== undefined)
    .map((place) => `${toDnsName(place)} ${setIdentifier}`);
  if (places.some((place) => (taken.get(place) ?? name) !== name)) return false;
  for (const place of places) taken.set(place, name);
  return true;
}

function recordChange(context: TxtContext, change: Change, decoded: Decoded): Change[] {
  if (change.kind === 'create') {
    const labels = { ...change.after.labels, owner: context.owner };
    return [{ ...change, after: { ...change.after, labels } }];
  }
  if (change.kind === 'update' && decoded.repairs.has(change.before)) {
    // Only the marker is to be written.
    return differs(change.before, change.after) ? [change] : [];
  }
  return [change];
}

function markerChanges(
  context: TxtContext,
  name: DnsName,
  changes: readonly Change[],
  index: OwnershipIndex,
): readonly Change[] {
  const wanted = new Map<string, { readonly marker: Endpoint; readonly labels: Labels }>();
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    for (const place of placesFor(context, change.after, index)) {
      const labels = { ...change.after.labels, owner: context.owner };
      const marker = createEndpoint({
        name: place,
        type: 'TXT',
        targets: [formatMarker(withoutNonce(labels), context.writeCipher)],
        setIdentifier: change.after.setIdentifier,
        labels: { ownedRecord: name },
        properties: change.after.properties,
      });
      wanted.set(`${marker.name} ${marker.setIdentifier}`, { marker, labels });
    }
  }
  const written = [...wanted.values()].flatMap(({ marker, labels }): Change[] => {
    const read = index.markerAt(marker.name, marker.setIdentifier);
    if (read === undefined) return [{ kind: 'create', after: marker, role: 'marker' }];
    if (saysTheSame(context, read, marker, labels)) return [];
    const after = { ...marker, spelling: read.record.spelling };
    return [{ kind: 'update', before: read.record, after, role: 'marker' }];
  });
  const removed = markersToRemove(context, name, changes, index)
    .filter(({ record }) => !wanted.has(`${record.name} ${record.setIdentifier}`))
    .map(({ record }): Change => ({ kind: 'delete', before: record, role: 'marker' }));
  return [...written, ...removed];
}

/** Where a record's markers belong: where one was read, else where they are written today. */
function placesFor(context: TxtContext, endpoint: Endpoint, index: OwnershipIndex): string[] {
  const { name, type, setIdentifier } = endpoint;
  const present = context.naming.nameFor(name, type);
  const read = index.markersOf(name, type, setIdentifier);
  const place = read.find(({ record }) => record.name === present) ?? read[0];
  const places = [place?.record.spelling ?? present, oldFormatName(context, name, type)];
  return places.filter((written) => written !== undefined);
}

function saysTheSame(context: TxtContext, read: Marker, marker: Endpoint, labels: Labels): boolean {
  const isEncrypted = read.labels[nonceLabel] !== undefined;
  return (
    isEncrypted === (context.writeCipher !== undefined) &&
    sameLabels(withoutNonce(read.labels), withoutNonce(labels)) &&
    sameProperties(read.record.properties, marker.properties)
  );
}

function withoutNonce(labels: Labels): Labels {
  const { [nonceLabel]: _nonce, ...rest } = labels;
  return rest;
}

/**
 * Every marker of ours that spoke of a deleted record; the form without a type once no record of the name needs it, or once a
 * CNAME comes, which cannot lie beside it.
 */
function markersToRemove(
  context: TxtContext,
  name: DnsName,
  changes: readonly Change[],
  index: OwnershipIndex,
): readonly Marker[] {
  const deleted = changes.filter((change) => change.kind === 'delete').map(({ before }) => before);
  const created = changes.filter((change) => change.kind === 'create').map(({ after }) => after);
  const gone = new Set(deleted.map(({ type, setIdentifier }) => `${type} ${setIdentifier}`));
  const staying = index
    .recordsAt(name)
    .filter(({ type, setIdentifier }) => !gone.has(`${type} ${setIdentifier}`));
  const markers = new Set(
    created
      .filter(isCname)
      .map(({ setIdentifier }) => index.markerAt(name, setIdentifier))
      .filter((marker) => marker !== undefined),
  );
  for (const endpoint of deleted) {
    const { type, setIdentifier } = endpoint;
    const rest = [...staying, ...created].filter((other) => other.setIdentifier === setIdentifier);
    const types = [type];
    if (hasAliasMarker(type, propertyOf(endpoint, 'alias')) && !rest.some(isCname)) {
      types.push('CNAME');
    }
    if (!rest.some((record) => record.type !== 'AAAA')) types.push('');
    for (const marked of types) {
      for (const marker of index.markersOf(name, marked, setIdentifier)) markers.add(marker);
    }
  }
  return [...markers].filter(({ labels }) => isOwnMarker(context, labels['owner']));
}

function isCname({ type }: Endpoint): boolean {
  return type === 'CNAME';
}
