import { toDnsName, type Clock, type Zone } from '@org/dns-core';
import type { HostedZones } from './hosted-zones.ts';
import { readRecordSetsOf } from './read-record-sets.ts';

type AddressType = 'A' | 'AAAA';

/** What the targets of aliases inside our own hosted zones are. */
export interface AliasTargets {
  /** The address types under a name in some zones together; both where it has none (yet). */
  addressTypesOf(
    target: string,
    zones: readonly Zone[],
    signal: AbortSignal,
  ): Promise<readonly AddressType[]>;
}

const both: readonly AddressType[] = ['A', 'AAAA'];
/** A target that gains or loses a type is noticed after this. */
const keepMs = 60_000;

export function createAliasTargets(hostedZones: HostedZones, clock: Clock): AliasTargets {
  const seen = new Map<
    string,
    { readonly types: Promise<ReadonlySet<string>>; readonly untilMs: number }
  >();

  async function read(
    target: string,
    zone: Zone,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const hosted = await hostedZones.find(zone, signal);
    const sets = await readRecordSetsOf(hosted, [toDnsName(target)], signal);
    return new Set(sets.map(({ Type = '' }) => Type as string));
  }

  function typesIn(target: string, zone: Zone, signal: AbortSignal): Promise<ReadonlySet<string>> {
    const now = clock.now();
    for (const [key, { untilMs }] of seen) if (untilMs <= now) seen.delete(key);
    const key = `${zone.id} ${target}`;
    const known = seen.get(key);
    if (known !== undefined) return known.types;
    const types = read(target, zone, signal);
    seen.set(key, { types, untilMs: now + keepMs });
    types.catch(() => seen.delete(key));
    return types;
  }

  return {
    async addressTypesOf(target, zones, signal) {
      const lists = await Promise.all(zones.map((zone) => typesIn(target, zone, signal)));
      const found = both.filter((type) => lists.some((types) => types.has(type)));
      return found.length === 0 ? both : found;
    },
  };
}

/** The zones that hold both a record and the target of its alias. */
export function zonesShared(zones: readonly Zone[], target: string): readonly Zone[] {
  const name = toDnsName(target);
  return zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
}
