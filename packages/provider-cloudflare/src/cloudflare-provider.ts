import { ProviderError, type Endpoint, type Provider, type Zone } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { adjust } from './adjust.ts';
import { adjustAsUpstream } from './adjust-as-upstream.ts';
import { applyAsUpstream } from './apply-as-upstream.ts';
import { applyInPlace } from './apply-in-place.ts';
import { capabilities } from './capabilities.ts';
import { createCloudflareApi, type CloudflareZone } from './cloudflare-api.ts';
import { noExtras, proxiable, toEndpoints, type NameExtras } from './convert.ts';
import { toEndpointsAsUpstream } from './convert-as-upstream.ts';
import { createRecordReader } from './held-records.ts';
import type { CloudflareOptions } from './options.ts';
import type { CloudflareRecord } from './record.ts';
import { upstreamComment } from './upstream-comment.ts';
import { createZonePlans, type ZonePlans } from './zone-plans.ts';

const chunkSize = 1000;

/** DNS zones at Cloudflare. */
export function createCloudflareProvider(options: CloudflareOptions): Provider {
  const { behavior, propertyPrefix, acceptsZone = () => true } = options;
  const clock = options.clock ?? createSystemClock();
  const api = createCloudflareApi(options);
  const reader = createRecordReader(api, clock);
  let known: ZonePlans | undefined;

  async function listPlans(signal: AbortSignal): Promise<ZonePlans> {
    known = createZonePlans(
      options.zoneIds.length === 0 ? await api.listZones(signal) : await readZonesById(signal),
    );
    return known;
  }

  /** In `safe` an id that is not there any more does not stand in the way of the others. */
  async function readZonesById(signal: AbortSignal): Promise<readonly CloudflareZone[]> {
    const zones: CloudflareZone[] = [];
    let missing: unknown;
    for (const id of options.zoneIds) {
      try {
        zones.push(await api.readZone(id, signal));
      } catch (error) {
        const isGone = ProviderError.is(error) && error.reason === 'not-found';
        if (!isGone || behavior === 'compat') throw error;
        missing = error;
      }
    }
    if (zones.length === 0 && missing !== undefined) throw missing;
    return zones;
  }

  async function readExtras(
    zone: Zone,
    records: readonly CloudflareRecord[],
    origin: string | undefined,
    signal: AbortSignal,
  ): Promise<NameExtras> {
    const { customHostnames, defaultRegion } = options;
    const isRegional =
      defaultRegion !== undefined && records.some(({ type }) => proxiable.has(type));
    return {
      customHostnames:
        customHostnames === undefined
          ? noExtras.customHostnames
          : await ifAllowed(() => api.listCustomHostnames(zone.id, origin, signal)),
      regionalHostnames: isRegional
        ? await ifAllowed(() => api.listRegionalHostnames(zone.id, signal))
        : noExtras.regionalHostnames,
    };
  }

  /** A zone without the feature holds none of it; what asks for one is told so when it is written. */
  async function ifAllowed<T>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
    try {
      return await list();
    } catch (error) {
      const isDenied = ProviderError.is(error) && error.reason === 'unauthorized';
      if (isDenied && behavior === 'safe') return [];
      throw error;
    }
  }

  async function* readZone(zone: Zone, signal: AbortSignal): AsyncGenerator<readonly Endpoint[]> {
    const records = await reader.readAll(zone, signal);
    const extras = await readExtras(zone, records, undefined, signal);
    const endpoints =
      behavior === 'compat'
        ? toEndpointsAsUpstream(records, extras, options)
        : toEndpoints(records, extras, propertyPrefix);
    for (let start = 0; start < endpoints.length; start += chunkSize)
      yield endpoints.slice(start, start + chunkSize);
  }

  const common = {
    spec: 1,
    name: 'cloudflare',
    capabilities,
    async listZones(signal) {
      const { zones } = await listPlans(signal);
      return options.zoneIds.length > 0 ? zones : zones.filter(({ name }) => acceptsZone(name));
    },
    readZone,
    close: () => api.close(),
  } as const satisfies Provider | Omit<Provider, 'applyChanges'>;

  if (behavior === 'compat')
    return {
      ...common,
      async applyChanges(zone, groups, signal) {
        const plans = known ?? (await listPlans(signal));
        const commentOf = (endpoint: Endpoint): string => upstreamComment(endpoint, options, plans);
        return applyAsUpstream(zone, groups, { api, options, clock, commentOf }, signal);
      },
      adjust: async (desired) => desired.map((endpoint) => adjustAsUpstream(endpoint, options)),
    };

  return {
    ...common,

    async applyChanges(zone, groups, signal) {
      const plans = known ?? (await listPlans(signal));
      const batchSize = options.batchSize ?? plans.limitsOf(zone).batchOperations;
      return applyInPlace(zone, groups, { api, reader, options, clock, batchSize }, signal);
    },

    async readNames(zone, names, signal) {
      const found = [...(await reader.readNames(zone, names, signal)).values()].flat();
      const origins = new Set(
        found.filter(({ type }) => proxiable.has(type)).map(({ name }) => name),
      );
      const extras = await readExtras(
        zone,
        found,
        origins.size === 1 ? [...origins][0] : undefined,
        signal,
      );
      return toEndpoints(found, extras, propertyPrefix);
    },

    async adjust(desired, signal) {
      const plans = known ?? (await listPlans(signal));
      return adjust(desired, options, ({ name }) => plans.limitsOf(plans.find(name)));
    },
  };
}
