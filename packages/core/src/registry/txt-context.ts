import type { RecordType } from '../model/endpoint.ts';
import type { MarkerCipher } from './marker-cipher.ts';
import type { MarkerNaming } from './marker-name.ts';

/** What both behaviours of the TXT registry work with; options that were checked. */
export interface TxtContext {
  readonly owner: string;
  /** `''`: no migration. */
  readonly oldOwner: string;
  /** As given: upstream looks it up so, although it writes it in lower case. */
  readonly wildcardReplacement: string;
  readonly naming: MarkerNaming;
  /** The naming before a wildcard replacement was configured. */
  readonly starNaming: MarkerNaming;
  readonly readCipher: MarkerCipher | undefined;
  readonly writeCipher: MarkerCipher | undefined;
  readonly managed: ReadonlySet<RecordType>;
  readonly writesOldFormat: boolean;
}

/**
 * Where the marker of v0.12 – v0.15 lies, if one is wanted: none for AAAA, and none beside a CNAME, where DNS has no room
 * for it.
 */
export function oldFormatName(
  context: TxtContext,
  name: string,
  type: RecordType,
): string | undefined {
  if (!context.writesOldFormat || type === 'AAAA') return undefined;
  const oldName = context.naming.oldNameFor(name);
  return type === 'CNAME' && oldName === name ? undefined : oldName;
}

/** A marker of before v0.22 for an alias A record calls it a CNAME. */
export function hasAliasMarker(type: RecordType, alias: string | undefined): boolean {
  return type === 'A' && (alias === 'true' || alias === 'A');
}

/** Markers of the former owner are ours to change. */
export function isOwnMarker({ owner, oldOwner }: TxtContext, holder: string | undefined): boolean {
  return holder === owner || (oldOwner !== '' && holder === oldOwner);
}
