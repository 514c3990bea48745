import { recordKey } from '../model/record-key.ts';
import type { Change, ChangeGroup } from '../model/change.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName, type DnsName } from '../model/dns-name.ts';
import type { Endpoint, Labels, RecordType } from '../model/endpoint.ts';
import { propertyOf, withProperty } from '../model/properties.ts';
import { changesByName, groupOf } from './group-changes.ts';
import { formatMarker, parseMarker } from './marker-value.ts';
import type { Decoded, Marker, Registry } from './registry.ts';
import { hasAliasMarker, oldFormatName, type TxtContext } from './txt-context.ts';

const forceUpdate = 'txt/force-update';

/** The TXT registry exactly as upstream v0.22 decides: names by their spelling, markers made anew for every change. */
export function createCompatTxtRegistry(context: TxtContext): Registry {
  return {
    name: 'txt',
    owner: context.owner,
    markerNames: (name, types) => compatMarkerNames(context, name, types),
    decode: (records) => decode(context, records),
    encode: (changes, decoded) => encode(context, changes, decoded),
  };
}

function compatMarkerNames(
  { naming }: TxtContext,
  name: DnsName,
  types: readonly RecordType[],
): readonly DnsName[] {
  const names = [
    ...[...types, 'CNAME'].map((type) => naming.nameFor(name, type)),
    naming.oldNameFor(name),
  ].filter((marker) => marker !== undefined);
  return [...new Set(names.map(toDnsName))].filter((marker) => marker !== name);
}

function decode(context: TxtContext, records: readonly Endpoint[]): Decoded {
  const markers: Marker[] = [];
  const labelsByKey = new Map<string, Labels>();
  const markerSpellings = new Set<string>();
  const others: Endpoint[] = [];
  for (const record of records) {
    if (record.type !== 'TXT') {
      others.push(record);
      continue;
    }
    const [text] = record.targets;
    if (text === undefined) continue;
    const labels = parseMarker(text, context.readCipher, 'cut');
    if (labels === undefined) {
      others.push(record);
      continue;
    }
    const { name, type } = context.naming.readings(record.spelling)[0] ?? { name: '', type: '' };
    const { setIdentifier } = record;
    labelsByKey.set(recordKey(name, type, setIdentifier), labels);
    markerSpellings.add(record.spelling);
    markers.push({ record, name: toDnsName(name), type, setIdentifier, labels });
  }
  const endpoints = others.map((record) => {
    const labels = ownLabels(context, record, labelsByKey);
    const endpoint = labels === undefined ? record : { ...record, labels };
    if (markers.length === 0 || !lacksMarker(context, endpoint, markerSpellings)) return endpoint;
    return { ...endpoint, properties: withProperty(endpoint.properties, forceUpdate, 'true') };
  });
  return { endpoints, markers, orphans: [], repairs: new Set() };
}

function ownLabels(
  context: TxtContext,
  record: Endpoint,
  labelsByKey: ReadonlyMap<string, Labels>,
): Labels | undefined {
  const { wildcardReplacement: replacement, oldOwner, owner } = context;
  const isWildcard = record.spelling === '*' || record.spelling.startsWith('*.');
  const name =
    replacement !== '' && isWildcard ? replacement + record.spelling.slice(1) : record.spelling;
  const labelsOf = (type: RecordType): Labels | undefined =>
    labelsByKey.get(recordKey(name, type, record.setIdentifier));
  const found =
    labelsOf(record.type) ??
    (hasAliasMarker(record.type, propertyOf(record, 'alias')) ? labelsOf('CNAME') : undefined) ??
    (record.type === 'AAAA' ? undefined : labelsOf(''));
  const labels = found === undefined ? record.labels : { ...record.labels, ...found };
  if (oldOwner !== '' && labels['owner'] === oldOwner) return { ...labels, owner };
  return found === undefined ? undefined : labels;
}

function lacksMarker(
  context: TxtContext,
  endpoint: Endpoint,
  markerSpellings: ReadonlySet<string>,
): boolean {
  if (endpoint.labels['owner'] !== context.owner || !context.managed.has(endpoint.type)) {
    return false;
  }
  const marker = context.naming.nameFor(endpoint.spelling, endpoint.type);
  return marker !== undefined && !markerSpellings.has(withoutFinalDot(marker));
}

function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function encode(
  context: TxtContext,
  changes: readonly Change[],
  decoded: Decoded,
): readonly ChangeGroup[] {
  if (changes.length === 0) return [];
  const read = new Map(
    decoded.markers.map((marker) => [`${marker.record.spelling} ${marker.setIdentifier}`, marker]),
  );
  return Array.from(changesByName(changes), ([name, group]) =>
    groupOf(
      name,
      group.flatMap((change) => withMarkers(context, change, read)),
    ),
  );
}

function withMarkers(
  context: TxtContext,
  change: Change,
  read: ReadonlyMap<string, Marker>,
): readonly Change[] {
  const markersOf = (endpoint: Endpoint): Endpoint[] => markersFor(context, endpoint, read);
  if (change.kind === 'create') {
    const after = { ...change.after, labels: { ...change.after.labels, owner: context.owner } };
    const markers = markersOf(after).filter(
      (marker) => !read.has(`${marker.spelling} ${marker.setIdentifier}`),
    );
    return [
      { ...change, after },
      ...markers.map((marker): Change => ({ kind: 'create', after: marker, role: 'marker' })),
    ];
  }
  if (change.kind === 'delete') {
    const markers = markersOf(change.before);
    return [
      change,
      ...markers.map((before): Change => ({ kind: 'delete', before, role: 'marker' })),
    ];
  }
  const befores = markersOf(change.before);
  const pairs = markersOf(change.after).flatMap((after, index): Change[] => {
    const before = befores[index];
    return before === undefined ? [] : [{ kind: 'update', before, after, role: 'marker' }];
  });
  return [change, ...pairs];
}

function markersFor(
  context: TxtContext,
  endpoint: Endpoint,
  read: ReadonlyMap<string, Marker>,
): Endpoint[] {
  const { spelling, type } = endpoint;
  const names = [context.naming.nameFor(spelling, type), oldFormatName(context, spelling, type)];
  return names.flatMap((name) => {
    if (name === undefined) return [];
    const marker = createEndpoint({
      name,
      type: 'TXT',
      targets: [textFor(context, endpoint, read.get(`${name} ${endpoint.setIdentifier}`))],
      setIdentifier: endpoint.setIdentifier,
      labels: { ownedRecord: spelling },
      properties: endpoint.properties,
    });
    return [marker];
  });
}

/**
 * An encrypted text that was read and still says the same is kept: compressors differ, and a provider that deletes by value
 * needs the very bytes.
 */
function textFor(context: TxtContext, endpoint: Endpoint, read: Marker | undefined): string {
  const plain = formatMarker(endpoint.labels, undefined);
  const [text] = read?.record.targets ?? [];
  if (
    context.writeCipher !== undefined &&
    text !== undefined &&
    read?.labels['txt-encryption-nonce'] !== undefined &&
    formatMarker(read.labels, undefined) === plain
  ) {
    return text;
  }
  return formatMarker(endpoint.labels, context.writeCipher);
}
