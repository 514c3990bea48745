import type { Change, ChangeGroup } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint, Labels } from '../model/endpoint.ts';
import { propertyOf } from '../model/properties.ts';
import { differs, sameLabels, sameProperties } from '../plan/difference.ts';
import { changesByName, groupOf } from './group-changes.ts';
import { reasonAgainstMarker } from './marker-refusal.ts';
import { formatMarker, nonceLabel } from './marker-value.ts';
import { placeOf, type OwnershipIndex } from './ownership-index.ts';
import type { Decoded, Marker } from './registry.ts';
import { hasAliasMarker, isOwnMarker, oldFormatName, type TxtContext } from './txt-context.ts';

export function encodeSafe(
  context: TxtContext,
  changes: readonly Change[],
  decoded: Decoded,
  index: OwnershipIndex,
): readonly ChangeGroup[] {
  const taken = new Map<string, DnsName>();
  const groups: ChangeGroup[] = [];
  for (const [name, ofName] of changesByName(changes)) {
    const written = ofName.filter((change) => isWritable(context, change, index, taken));
    const steps = markerChanges(context, name, written, index);
    for (const change of written) {
      const record = recordChange(context, change, decoded);
      if (record !== undefined) steps.push(record);
    }
    if (steps.length > 0) groups.push(groupOf(name, steps));
  }
  return groups;
}

function isWritable(
  context: TxtContext,
  change: Change,
  index: OwnershipIndex,
  taken: Map<string, DnsName>,
): boolean {
  if (change.kind === 'delete') return true;
  const isRefused =
    change.kind === 'create' && reasonAgainstMarker(context, change.after, index) !== undefined;
  return !isRefused && takePlace(context, change.after, taken);
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
  const own = type === 'TXT' ? placeOf(name, setIdentifier) : undefined;
  const place = marker === undefined ? undefined : placeOf(toDnsName(marker), setIdentifier);
  const isFree = (at: string | undefined): boolean =>
    at === undefined || (taken.get(at) ?? name) === name;
  if (!isFree(place) || !isFree(own)) return false;
  if (place !== undefined) taken.set(place, name);
  if (own !== undefined) taken.set(own, name);
  return true;
}

/** The record's own change; `undefined`: only its marker is to be written. */
function recordChange(context: TxtContext, change: Change, decoded: Decoded): Change | undefined {
  if (change.kind === 'create') {
    const { after } = change;
    return { ...change, after: { ...after, labels: ownLabels(context, after) } };
  }
  if (change.kind === 'update' && decoded.repairs.has(change.before)) {
    return differs(change.before, change.after) ? change : undefined;
  }
  return change;
}

function ownLabels({ owner }: TxtContext, { labels }: Endpoint): Labels {
  return { ...labels, owner };
}

interface WantedMarker {
  readonly marker: Endpoint;
  readonly labels: Labels;
}

function markerChanges(
  context: TxtContext,
  name: DnsName,
  changes: readonly Change[],
  index: OwnershipIndex,
): Change[] {
  const wanted = wantedMarkers(context, name, changes, index);
  const steps: Change[] = [];
  for (const { marker, labels } of wanted) {
    const read = index.markerAt(marker.name, marker.setIdentifier);
    if (read === undefined) steps.push({ kind: 'create', after: marker, role: 'marker' });
    else if (!saysTheSame(context, read, marker, labels)) {
      const after = { ...marker, spelling: read.record.spelling };
      steps.push({ kind: 'update', before: read.record, after, role: 'marker' });
    }
  }
  for (const { record } of markersToRemove(context, name, changes, index)) {
    const isWanted = wanted.some(({ marker }) => isSamePlace(marker, record));
    if (!isWanted) steps.push({ kind: 'delete', before: record, role: 'marker' });
  }
  return steps;
}

/** One for each place; where several records share one, the last speaks. */
function wantedMarkers(
  context: TxtContext,
  name: DnsName,
  changes: readonly Change[],
  index: OwnershipIndex,
): readonly WantedMarker[] {
  const wanted: WantedMarker[] = [];
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    const { after } = change;
    const labels = ownLabels(context, after);
    for (const place of placesFor(context, after, index)) {
      const marker = createEndpoint({
        name: place,
        type: 'TXT',
        targets: [formatMarker(withoutNonce(labels), context.writeCipher)],
        setIdentifier: after.setIdentifier,
        labels: { ownedRecord: name },
        properties: after.properties,
      });
      const known = wanted.findIndex((other) => isSamePlace(other.marker, marker));
      if (known < 0) wanted.push({ marker, labels });
      else wanted[known] = { marker, labels };
    }
  }
  return wanted;
}

function isSamePlace(a: Endpoint, b: Endpoint): boolean {
  return a.name === b.name && a.setIdentifier === b.setIdentifier;
}

/** Where a record's markers belong: where one was read, else where they are written today. */
function placesFor(context: TxtContext, endpoint: Endpoint, index: OwnershipIndex): string[] {
  const { name, type, setIdentifier } = endpoint;
  const present = context.naming.nameFor(name, type);
  const read = index.markersOf(name, type, setIdentifier);
  const place = read.find(({ record }) => record.name === present) ?? read[0];
  const written = place?.record.spelling ?? present;
  const old = oldFormatName(context, name, type);
  const places = written === undefined ? [] : [written];
  if (old !== undefined) places.push(old);
  return places;
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
  if (labels[nonceLabel] === undefined) return labels;
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
  if (changes.every((change) => change.kind !== 'delete' && !isCname(change.after))) return [];
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
