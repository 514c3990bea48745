import type { Clock, Provider, Zone } from '@org/dns-core';

/** The provider's zones, listed anew or as they were a moment ago. */
export interface ZoneList {
  fresh(signal: AbortSignal): Promise<readonly Zone[]>;
  /** At most a minute old: for requests about zones that a client knows from a list of ours. Versions in it are not to be trusted. */
  recent(signal: AbortSignal): Promise<readonly Zone[]>;
}

const recentMs = 60_000;

export function createZoneList(provider: Provider, clock: Clock): ZoneList {
  let last: { readonly zones: readonly Zone[]; readonly atMs: number } | undefined;
  const fresh = async (signal: AbortSignal): Promise<readonly Zone[]> => {
    const atMs = clock.now();
    const zones = await provider.listZones(signal);
    last = { zones, atMs };
    return zones;
  };
  return {
    fresh,
    recent: async (signal) =>
      last !== undefined && clock.now() - last.atMs < recentMs ? last.zones : fresh(signal),
  };
}
