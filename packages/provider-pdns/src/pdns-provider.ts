import { toDnsName, type DnsName, type Endpoint, type Provider, type Zone } from '@org/dns-core';
import { applyInBatches, createConcurrencyLimit } from '@org/dns-provider-kit';
import { applyInPhases } from './apply-in-phases.ts';
import { asHeld, withoutInvalid } from './adjust.ts';
import { capabilities } from './capabilities.ts';
import { fromRecordSet } from './convert.ts';
import type { PdnsOptions } from './options.ts';
import { createPdnsApi } from './pdns-api.ts';
import { toZoneFacts, type PdnsZoneFacts } from './record-set.ts';
import { createRectifier } from './rectifier.ts';
import { toZoneChanges } from './zone-changes.ts';
import { createZonePicker } from './zone-picker.ts';

/** The server's `webserver-max-bodysize` is 2 MB unless raised. */
const maxPatchBytes = 1_800_000;
const namesAtOnce = 8;
/** From so many names on one request for the whole zone is the smaller burden, for the server too. */
const manyNames = 100;
/** Ways of `SOA-EDIT-API` in which every edit gives a new serial. */
const serialsThatMove = new Set(['DEFAULT', 'INCREASE', 'SOA-EDIT-INCREASE']);

/** A PowerDNS Authoritative Server through its HTTP API. */
export function createPdnsProvider(options: PdnsOptions): Provider {
  const { behavior, acceptsZone = () => true } = options;
  const api = createPdnsApi(options);
  const rectifier = createRectifier(api);
  const atOnce = createConcurrencyLimit(namesAtOnce);
  /** Names under which a zone held disabled records only, when it was last read: the server leaves those out of small reads. */
  const disabledOnly = new Map<string, ReadonlyMap<DnsName, readonly Endpoint[]>>();
  const picker = createZonePicker();

  async function listAll(signal: AbortSignal): Promise<readonly Zone[]> {
    const zones = (await api.listZones(signal)).map(({ id, name }) => ({
      id,
      name: toDnsName(name),
    }));
    picker.know(zones);
    return zones;
  }

  async function* readZone(zone: Zone, signal: AbortSignal): AsyncGenerator<readonly Endpoint[]> {
    const reader = api.readZone(zone.id, signal);
    const hidden = new Map<DnsName, Endpoint[]>();
    try {
      for (;;) {
        const next = await reader.next();
        if (next.done === true) {
          rectifier.learn(zone.id, next.value);
          disabledOnly.set(zone.id, hidden);
          return;
        }
        const endpoints = next.value.map((set) => fromRecordSet(set, behavior));
        for (const endpoint of endpoints)
          if (endpoint.targets.length === 0)
            hidden.set(endpoint.name, [...(hidden.get(endpoint.name) ?? []), endpoint]);
        yield endpoints;
      }
    } finally {
      await reader.return(toZoneFacts({}));
    }
  }

  async function readSome(
    zone: Zone,
    names: ReadonlySet<DnsName>,
    signal: AbortSignal,
  ): Promise<readonly Endpoint[]> {
    const found: Endpoint[] = [];
    for await (const part of readZone(zone, signal))
      for (const endpoint of part) if (names.has(endpoint.name)) found.push(endpoint);
    return found;
  }

  const common = {
    spec: 1,
    name: 'pdns',
    capabilities,
    listZones: async (signal) => (await listAll(signal)).filter(({ name }) => acceptsZone(name)),
    readZone,
    close: () => api.close(),
  } as const satisfies Provider | Omit<Provider, 'applyChanges'>;

  if (behavior === 'compat')
    return {
      ...common,
      applyChanges: (zone, groups, signal) =>
        applyInPhases(groups, zone, (changes) => api.patchZone(zone.id, changes, signal)),
      adjust: async (desired) => withoutInvalid(desired),
    };

  return {
    ...common,

    async applyChanges(zone, groups, signal) {
      const costOf = (group: (typeof groups)[number]) => ({
        changes: group.changes.length,
        bytes: JSON.stringify(toZoneChanges([group], zone, behavior)).length,
      });
      const report = await applyInBatches(
        groups,
        { maxBytes: maxPatchBytes, costOf },
        (some) => api.patchZone(zone.id, toZoneChanges(some, zone, behavior), signal),
        signal,
      );
      if (!report.outcomes.some(({ outcome }) => outcome !== 'failed')) return report;
      const error = await rectifier.rectify(zone, signal);
      return error === undefined
        ? report
        : {
            outcomes: report.outcomes.map((one) =>
              one.outcome === 'applied' ? { outcome: 'unknown', error } : one,
            ),
          };
    },

    async readNames(zone, names, signal) {
      if (names.length >= manyNames) return readSome(zone, new Set(names), signal);
      const hidden = disabledOnly.get(zone.id);
      const read = async (name: DnsName): Promise<readonly Endpoint[]> => {
        const sets = await api.readName(zone.id, `${name}.`, signal);
        const found = sets
          .map((set) => fromRecordSet(set, behavior))
          .filter((endpoint) => endpoint.name === name);
        const rest = (hidden?.get(name) ?? []).filter(
          ({ type }) => !found.some((endpoint) => endpoint.type === type),
        );
        return [...found, ...rest];
      };
      return (await Promise.all(names.map((name) => atOnce.run(() => read(name), signal)))).flat();
    },

    async zoneVersion(zone, signal) {
      const facts = await api.zoneFacts(zone.id, signal);
      rectifier.learn(zone.id, facts);
      return versionOf(facts);
    },

    /** A name in a zone that is filtered out belongs nowhere, not to the parent of that zone. */
    zonesFor: (endpoint, zones) => picker.pick(endpoint.name, zones),

    async adjust(desired, signal) {
      const zones = new Set((picker.all ?? (await listAll(signal))).map(({ name }) => name));
      return withoutInvalid(desired).map((endpoint) => asHeld(endpoint, (name) => zones.has(name)));
    },
  };
}

function versionOf(facts: PdnsZoneFacts): string | undefined {
  return serialsThatMove.has(facts.soaEditApi) ? String(facts.serial) : undefined;
}
