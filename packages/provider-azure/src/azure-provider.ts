import {
  createDomainMatcher,
  noProperties,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { asHeld } from './adjust.ts';
import { applyAsUpstream } from './apply-as-upstream.ts';
import { applyGroups } from './apply-groups.ts';
import { createAzureApi } from './azure-api.ts';
import { capabilitiesOf } from './capabilities.ts';
import { fromRecordSet } from './convert.ts';
import { createKnownEtags } from './known-etags.ts';
import type { AzureOptions } from './options.ts';
import { keyText, type AzureRecordSet } from './record-set.ts';
import { createSetWriter } from './set-writer.ts';
import { withTagsAsMetadata } from './tags.ts';
import { placeOf, toZones, withoutBlank } from './zone-list.ts';

/** Azure DNS or Azure Private DNS, in one resource group. */
export function createAzureProvider(options: AzureOptions): Provider {
  const { kind, behavior, accepts = () => true } = options;
  const clock = options.clock ?? createSystemClock();
  const api = createAzureApi({ ...options, clock });
  const etags = createKnownEtags();
  const zoneNames = withoutBlank(options.zoneNames);
  const acceptsByName =
    zoneNames.length === 0 ? undefined : createDomainMatcher([{ include: zoneNames, exclude: [] }]);
  let listed: { readonly zones: readonly Zone[]; readonly atMs: number } | undefined;

  /** Upstream hides what the domain filter does not accept where zones were chosen by name. */
  const isHidden = (endpoint: Endpoint): boolean =>
    behavior === 'compat' &&
    acceptsByName !== undefined &&
    !accepts(endpoint.name, endpoint.spelling);

  async function listZones(signal: AbortSignal): Promise<readonly Zone[]> {
    const isFresh = listed !== undefined && clock.now() - listed.atMs < options.zonesCacheMs;
    if (listed !== undefined && isFresh) return listed.zones;
    const zones: Zone[] = [];
    for await (const page of api.listZones(signal))
      zones.push(
        ...toZones(page, { accepts, zoneIdSuffixes: options.zoneIdSuffixes, acceptsByName }),
      );
    listed = { zones, atMs: clock.now() };
    etags.keepOnly(zones);
    return zones;
  }

  async function* readZone(zone: Zone, signal: AbortSignal): AsyncGenerator<readonly Endpoint[]> {
    const seen = new Map<string, string>();
    for await (const page of api.listRecordSets(placeOf(zone), signal)) {
      for (const set of page) remember(seen, set);
      yield page
        .map((set) => fromRecordSet(set, zone.name, { kind, behavior }))
        .filter((endpoint) => endpoint !== undefined)
        .filter((endpoint) => !isHidden(endpoint));
    }
    etags.replace(zone, seen);
  }

  const common = {
    spec: 1,
    name: kind === 'public' ? 'azure' : 'azure-private-dns',
    capabilities: capabilitiesOf(kind, behavior),
    listZones,
    readZone,
    close: () => api.close(),
  } as const satisfies Omit<Provider, 'applyChanges'>;

  if (behavior === 'compat')
    return {
      ...common,
      applyChanges: (zone, groups, signal) =>
        applyAsUpstream(zone, groups, { api, accepts, kind, behavior }, signal),
      ...(kind === 'public'
        ? { adjust: async (desired) => desired.map(withTagsAsMetadata).map(withoutEmptyList) }
        : {}),
    };

  return {
    ...common,
    applyChanges: (zone, groups, signal) =>
      applyGroups(groups, createSetWriter(zone, { api, etags, kind, behavior }), signal),
    adjust: async (desired) => desired.map(asHeld),
  };
}

function remember(seen: Map<string, string>, { type = '', name, etag }: AzureRecordSet): void {
  if (name === undefined || etag === undefined) return;
  const word = type.slice(type.lastIndexOf('/') + 1).toUpperCase();
  seen.set(keyText({ type: word, name: name.toLowerCase() }), etag);
}

function withoutEmptyList(endpoint: Endpoint): Endpoint {
  return endpoint.properties.length > 0 || endpoint.properties === noProperties
    ? endpoint
    : { ...endpoint, properties: noProperties };
}
