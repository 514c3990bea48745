import { toDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint, Labels, RecordType } from '../model/endpoint.ts';
import { toUnicodeName } from '../model/idna.ts';
import { propertyOf } from '../model/properties.ts';
import { parseMarker } from './marker-value.ts';
import { recordKey } from '../model/record-key.ts';
import type { Decoded, Marker } from './registry.ts';
import { hasAliasMarker, type TxtContext } from './txt-context.ts';

interface Reading {
  readonly name: DnsName;
  readonly type: RecordType;
}

/** A TXT record with our heritage, before it is known what it speaks of. */
interface Candidate {
  readonly record: Endpoint;
  readonly labels: Labels;
}

/**
 * What the marker at a name may speak of, the likeliest first: read with its labels in Unicode, because markers of IDN
 * names were written so, and a name that begins with the wildcard's replacement also as the wildcard.
 */
export function readingsOf(context: TxtContext, markerName: DnsName): readonly Reading[] {
  const replacement = context.wildcardReplacement.toLowerCase();
  return context.naming.readings(toUnicodeName(markerName)).flatMap(({ name, type }) => {
    const reading = { name: toDnsName(name), type };
    if (replacement === '' || !`${name}.`.startsWith(`${replacement}.`)) return [reading];
    return [{ name: toDnsName(`*${name.slice(replacement.length)}`), type }, reading];
  });
}

export function decodeSafe(context: TxtContext, records: readonly Endpoint[]): Decoded {
  const { candidates, others } = separate(context, records);
  const existing = existingKeys(others);
  const markers: Marker[] = [];
  const orphans: Marker[] = [];
  const byKey = new Map<string, Marker>();
  for (const candidate of candidates) {
    const { marker, fits } = believe(context, candidate, existing);
    markers.push(marker);
    if (fits) {
      const key = recordKey(marker.name, marker.type, marker.setIdentifier);
      const rival = byKey.get(key);
      if (rival === undefined || isPresentForm(context, marker)) byKey.set(key, marker);
    } else if (isOrphan(context, marker)) {
      orphans.push(marker);
    }
  }
  const repairs = new Set<Endpoint>();
  const endpoints = others.map((record) => {
    const { endpoint, needsRepair } = owned(context, record, byKey);
    if (needsRepair) repairs.add(endpoint);
    return endpoint;
  });
  return { endpoints, markers, orphans, repairs };
}

function separate(
  context: TxtContext,
  records: readonly Endpoint[],
): { readonly candidates: readonly Candidate[]; readonly others: readonly Endpoint[] } {
  const candidates: Candidate[] = [];
  const others: Endpoint[] = [];
  for (const record of records) {
    const [text] = record.type === 'TXT' ? record.targets : [];
    // A long text arrives as several quoted strings, which are one text (RFC 1035, section 3.3.14).
    const labels = text && parseMarker(text.replace(/" *"/g, ''), context.readCipher, 'join');
    if (labels) candidates.push({ record, labels });
    else others.push(record);
  }
  return { candidates, others };
}

/** The markers that the records could have; one for every type but AAAA may also have the form without a type. */
function existingKeys(records: readonly Endpoint[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const record of records) {
    const { name, type, setIdentifier } = record;
    keys.add(recordKey(name, type, setIdentifier));
    if (type !== 'AAAA') keys.add(recordKey(name, '', setIdentifier));
    if (hasAliasMarker(type, propertyOf(record, 'alias'))) {
      keys.add(recordKey(name, 'CNAME', setIdentifier));
    }
  }
  return keys;
}

/**
 * Decides what a marker speaks of: the likeliest of its readings whose record exists. Where both the wildcard and the host
 * that its replacement names exist, nobody can tell, and it speaks of neither.
 */
function believe(
  context: TxtContext,
  { record, labels }: Candidate,
  existing: ReadonlySet<string>,
): { readonly marker: Marker; readonly fits: boolean } {
  const { setIdentifier } = record;
  const readings = readingsOf(context, record.name);
  const fitting = readings.filter(({ name, type }) =>
    existing.has(recordKey(name, type, setIdentifier)),
  );
  const [first] = fitting;
  const isAmbiguous =
    first?.name.startsWith('*') === true &&
    fitting.some(({ name, type }) => type === first.type && name !== first.name);
  const none: Reading = { name: toDnsName(''), type: '' };
  const { name, type } = isAmbiguous ? none : (first ?? readings[0] ?? none);
  const marker = { record, name, type, setIdentifier, labels };
  return { marker, fits: first !== undefined && !isAmbiguous };
}

function isPresentForm({ naming }: TxtContext, { record, name, type }: Marker): boolean {
  const expected = naming.nameFor(name, type);
  return expected !== undefined && toDnsName(expected) === record.name;
}

/** Only types that we manage: of others the provider may just not show the records. */
function isOrphan(context: TxtContext, { name, type, labels }: Marker): boolean {
  return (
    name !== '' && labels['owner'] === context.owner && (type === '' || context.managed.has(type))
  );
}

function owned(
  context: TxtContext,
  record: Endpoint,
  byKey: ReadonlyMap<string, Marker>,
): { readonly endpoint: Endpoint; readonly needsRepair: boolean } {
  const { name, type, setIdentifier } = record;
  const markerOf = (markedType: RecordType): Marker | undefined =>
    byKey.get(recordKey(name, markedType, setIdentifier));
  const exact = markerOf(type);
  const marker =
    exact ??
    (hasAliasMarker(type, propertyOf(record, 'alias')) ? markerOf('CNAME') : undefined) ??
    (type === 'AAAA' ? undefined : markerOf(''));
  const { owner, oldOwner } = context;
  const labels = marker === undefined ? record.labels : { ...record.labels, ...marker.labels };
  const isMigrating = oldOwner !== '' && labels['owner'] === oldOwner;
  const endpoint =
    marker === undefined && !isMigrating
      ? record
      : { ...record, labels: isMigrating ? { ...labels, owner } : labels };
  const needsRepair =
    endpoint.labels['owner'] === owner &&
    context.managed.has(type) &&
    (isMigrating || exact === undefined) &&
    context.naming.nameFor(name, type) !== undefined;
  return { endpoint, needsRepair };
}
