import type { Zone } from '@org/dns-core';
import { keyText, type SetKey } from './record-set.ts';

/**
 * The etags of the record sets as they were last seen, zone by zone. One that is wrong or missing costs a request, never
 * more: the service compares, and we look again.
 */
export interface KnownEtags {
  get(zone: Zone, key: SetKey): string | undefined;
  /** `undefined`: the set is gone, or nothing is known of it. */
  set(zone: Zone, key: SetKey, etag: string | undefined): void;
  /** Those of a zone that was read from its beginning to its end, by {@link keyText}. */
  replace(zone: Zone, etags: Map<string, string>): void;
  /** Drops what belongs to other zones. */
  keepOnly(zones: readonly Zone[]): void;
}

export function createKnownEtags(): KnownEtags {
  const byZone = new Map<string, Map<string, string>>();
  return {
    get: (zone, key) => byZone.get(zone.id)?.get(keyText(key)),
    set(zone, key, etag) {
      if (etag === undefined) byZone.get(zone.id)?.delete(keyText(key));
      else byZone.get(zone.id)?.set(keyText(key), etag);
    },
    replace: (zone, etags) => void byZone.set(zone.id, etags),
    keepOnly(zones) {
      const ids = new Set(zones.map(({ id }) => id));
      for (const id of byZone.keys()) if (!ids.has(id)) byZone.delete(id);
    },
  };
}
