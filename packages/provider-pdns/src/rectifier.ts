import { ProviderError, type Zone } from '@org/dns-core';
import type { PdnsApi } from './pdns-api.ts';
import type { PdnsZoneFacts } from './record-set.ts';

/**
 * Puts signed zones right after a write. A server does that itself where the zone has `API-RECTIFY`; a zone that was signed
 * with `pdnsutil secure-zone` has not, and would answer wrongly below new delegations and names.
 */
export interface Rectifier {
  /** What the zone's page said. */
  learn(zoneId: string, facts: PdnsZoneFacts): void;
  /** Rectifies the zone where it needs that; gives the error when it failed. */
  rectify(zone: Zone, signal: AbortSignal): Promise<ProviderError | undefined>;
}

export function createRectifier(api: Pick<PdnsApi, 'zoneFacts' | 'rectifyZone'>): Rectifier {
  const known = new Map<string, PdnsZoneFacts>();
  return {
    learn: (zoneId, facts) => void known.set(zoneId, facts),
    async rectify(zone, signal) {
      try {
        const facts = known.get(zone.id) ?? (await api.zoneFacts(zone.id, signal));
        known.set(zone.id, facts);
        if (facts.isSigned && !facts.rectifiesItself) await api.rectifyZone(zone.id, signal);
        return undefined;
      } catch (error) {
        // Refused by a zone that is signed elsewhere: there is nothing to put right.
        if (ProviderError.is(error) && error.reason === 'rejected') return undefined;
        return new ProviderError(
          'transient',
          `${zone.name}: written, but not rectified: ${(error as Error).message}`,
          { cause: error, mayHaveWritten: true },
        );
      }
    },
  };
}
