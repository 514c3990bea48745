import type { DnsName } from '../model/dns-name.ts';
import { isWildcard, toDnsName } from '../model/dns-name.ts';
import { toUnicodeName } from '../model/idna.ts';
import type { RecordType } from '../model/endpoint.ts';
import type { Decoded, Registry } from './registry.ts';
import type { TxtContext } from './txt-context.ts';
import { decodeSafe, readingsOf } from './txt-safe-decode.ts';
import { encodeSafe } from './txt-safe-encode.ts';
import { createOwnershipIndex, type OwnershipIndex } from './ownership-index.ts';
import { reasonAgainstMarker } from './marker-refusal.ts';

/**
 * The TXT registry with what upstream's lacks: markers are found whatever the spelling, a marker that could speak of two
 * records is believed for the one that exists, one that was read is changed in place and goes with its record, and no
 * record is created that could not be marked as ours.
 */
export function createSafeTxtRegistry(context: TxtContext): Registry {
  const indexes = new WeakMap<Decoded, OwnershipIndex>();
  const indexOf = (decoded: Decoded): OwnershipIndex => {
    let index = indexes.get(decoded);
    if (index === undefined) indexes.set(decoded, (index = createOwnershipIndex(decoded)));
    return index;
  };
  return {
    name: 'txt',
    owner: context.owner,
    markerNames: (name, types) => safeMarkerNames(context, name, types),
    decode: (records) => decodeSafe(context, records),
    refuse: (endpoint, decoded) => reasonAgainstMarker(context, endpoint, indexOf(decoded)),
    encode: (changes, decoded) =>
      changes.length === 0 ? [] : encodeSafe(context, changes, decoded, indexOf(decoded)),
  };
}

function safeMarkerNames(
  context: TxtContext,
  name: DnsName,
  types: readonly RecordType[],
): readonly DnsName[] {
  const names = new Set<DnsName>([name]);
  for (const naming of [context.naming, context.starNaming]) {
    for (const spelling of new Set([name, toUnicodeName(name)])) {
      for (const type of new Set([...types, 'CNAME'])) add(names, naming.nameFor(spelling, type));
      add(names, naming.oldNameFor(spelling));
    }
    if (!isWildcard(name)) break;
  }
  const spokenOf = [...names].flatMap((marker) => readingsOf(context, marker));
  for (const reading of spokenOf) names.add(reading.name);
  names.delete(name);
  return [...names];
}

function add(names: Set<DnsName>, name: string | undefined): void {
  if (name !== undefined) names.add(toDnsName(name));
}
