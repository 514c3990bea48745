import {
  parseIp,
  toDnsName,
  type Clock,
  type DnsName,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import type { HostedZones } from './hosted-zones.ts';
import { readRecordSetsOf } from './read-record-sets.ts';

type AddressType = 'A' | 'AAAA';

/** What the targets of aliases inside our own hosted zones are. */
export interface AliasTargets {
  /**
   * The address types under a name in some zones together; where it has none yet those that `wanted` says it will have, and
   * both where that does not tell either.
   */
  addressTypesOf(
    target: string,
    zones: readonly Zone[],
    wanted: WantedAddresses,
    signal: AbortSignal,
  ): Promise<readonly AddressType[]>;
}

/** The address types that are wanted under a name. */
export type WantedAddresses = (name: DnsName) => ReadonlySet<string>;

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
    // What is not there yet may come at any time.
    const forget = (): void => void seen.delete(key);
    types.then((found) => {
      if (!both.some((type) => found.has(type))) forget();
    }, forget);
    return types;
  }

  return {
    async addressTypesOf(target, zones, wanted, signal) {
      const lists = await Promise.all(zones.map((zone) => typesIn(target, zone, signal)));
      const found = both.filter((type) => lists.some((types) => types.has(type)));
      if (found.length > 0) return found;
      const coming = wanted(toDnsName(target));
      const expected = both.filter((type) => coming.has(type));
      return expected.length === 0 ? both : expected;
    },
  };
}

/** The address records among what is wanted, by name; looked for when the first is asked for. */
export function wantedAddresses(desired: readonly Endpoint[]): WantedAddresses {
  let types: ReadonlyMap<DnsName, ReadonlySet<string>> | undefined;
  return (name) => {
    types ??= addressTypesByName(desired);
    return types.get(name) ?? new Set();
  };
}

function addressTypesByName(
  desired: readonly Endpoint[],
): ReadonlyMap<DnsName, ReadonlySet<string>> {
  const types = new Map<DnsName, Set<string>>();
  for (const { name, type, targets } of desired) {
    if (!both.some((address) => address === type)) continue;
    if (!targets.every((target) => parseIp(target) !== undefined)) continue;
    const known = types.get(name);
    if (known === undefined) types.set(name, new Set([type]));
    else known.add(type);
  }
  return types;
}

/** The zones that hold both a record and the target of its alias. */
export function zonesShared(zones: readonly Zone[], target: string): readonly Zone[] {
  const name = toDnsName(target);
  return zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
}
