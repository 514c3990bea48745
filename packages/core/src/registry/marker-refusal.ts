import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { SkipReason } from '../plan/plan.ts';
import { parseMarker } from './marker-value.ts';
import type { OwnershipIndex } from './ownership-index.ts';
import type { Marker } from './registry.ts';
import { isOwnMarker, type TxtContext } from './txt-context.ts';

/** Why a new record could not be marked as ours, or would damage a marker. */
export function reasonAgainstMarker(
  context: TxtContext,
  endpoint: Endpoint,
  index: OwnershipIndex,
): SkipReason | undefined {
  const { name, type, setIdentifier } = endpoint;
  const written = context.naming.nameFor(name, type);
  if (written === undefined || written.length > 253) {
    return invalid(
      `${endpoint.spelling}: the name of its ownership record would be too long (63 bytes a label, 253 in all); shorten the name (or, where no record is owned yet, begin with --txt-prefix=%{record_type}.)`,
    );
  }
  if (
    type === 'TXT' &&
    parseMarker(endpoint.targets[0] ?? '', context.readCipher, 'join') !== undefined
  ) {
    return invalid(`${endpoint.spelling}: the text is that of an ownership record; change it`);
  }
  const inTheWay = index.markerAt(name, setIdentifier);
  if (inTheWay !== undefined && (type === 'TXT' || (type === 'CNAME' && inTheWay.name !== name))) {
    return invalid(`${endpoint.spelling}: an ownership record lies at this name; use another one`);
  }
  const place = toDnsName(written);
  for (const record of index.recordsAt(place)) {
    const isInPlace =
      record.type === 'CNAME' || (record.type === 'TXT' && record.setIdentifier === setIdentifier);
    if (isInPlace) return { code: 'blocked-by-foreign', foreign: record };
  }
  const markerInPlace = index.markerAt(place, setIdentifier);
  if (markerInPlace !== undefined && markerInPlace.name !== name) {
    return invalid(
      `${endpoint.spelling}: its ownership record would be that of another name; choose another --txt-wildcard-replacement`,
    );
  }
  const rivals = type === 'CNAME' ? [inTheWay, markerInPlace] : [markerInPlace];
  const foreign =
    index.markersOf(name, type, setIdentifier).find((marker) => isForeign(context, marker)) ??
    rivals.find((marker) => isForeign(context, marker));
  return foreign && { code: 'not-owned', owner: foreign.labels['owner'] };
}

function isForeign(context: TxtContext, marker: Marker | undefined): boolean {
  return marker !== undefined && !isOwnMarker(context, marker.labels['owner']);
}

function invalid(message: string): SkipReason {
  return { code: 'invalid', message };
}
