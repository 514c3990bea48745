import {
  toDnsName,
  type DomainFilter,
  type Provider,
  type ProviderCapabilities,
  type Zone,
} from '@org/dns-core';
import { applyInBatches } from '@org/dns-provider-kit';
import { toWebhookChanges } from '@org/dns-webhook-protocol';
import { applyWhole } from './apply-whole.ts';
import { capabilities } from './capabilities.ts';
import { createNegotiation } from './negotiation.ts';
import type { WebhookOptions } from './options.ts';
import { createWebhookApi } from './webhook-api.ts';
import { createWebhookHttp } from './webhook-http.ts';

/** Version 1 knows no zones: everything is in the root. */
const root: Zone = { id: '', name: toDnsName('') };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Any provider behind the ExternalDNS webhook protocol. Speaks version 1; where the service offers version 2, from the next
 * listing of its zones on that one: then `capabilities` are those of the provider behind it, and `readNames` and `zoneVersion`
 * are there if it has them.
 */
export function createWebhookProvider(options: WebhookOptions): Provider {
  const http = createWebhookHttp(options);
  const v1 = createWebhookApi(http, options);
  const isCompat = options.behavior === 'compat';
  const negotiation = createNegotiation(http, v1, { onlyV1: isCompat });
  let known: DomainFilter | undefined;

  const provider: Mutable<Provider> = {
    spec: 1,
    name: 'webhook',
    capabilities,

    async listZones(signal) {
      if (isCompat) return [root];
      const { v2, description } = await negotiation.run(signal);
      become(description?.capabilities ?? capabilities);
      if (v2 === undefined || description === undefined) return [root];
      if (description.names) provider.readNames = (zone, names, on) => v2.names(zone, names, on);
      if (description.versions) provider.zoneVersion = (zone, on) => v2.version(zone, on);
      return v2.zones(signal);
    },

    readZone: (zone, signal) => negotiation.v2Of(zone)?.records(zone, signal) ?? v1.records(signal),

    async applyChanges(zone, groups, signal) {
      const v2 = negotiation.v2Of(zone);
      if (v2 !== undefined)
        return groups.length === 0 ? { outcomes: [] } : v2.apply(zone, groups, signal);
      const send = (some: typeof groups): Promise<void> => v1.apply(toWebhookChanges(some), signal);
      return isCompat ? applyWhole(groups, send) : applyInBatches(groups, {}, send, signal);
    },

    async domainFilter(signal) {
      if (known === undefined || !isCompat) known = (await negotiation.run(signal)).domainFilter;
      return known;
    },

    adjust: (desired, signal) => v1.adjust(desired, signal),

    close: () => http.close(),
  };

  /** What the service said last counts, also when it offers less than before. */
  function become(behind: ProviderCapabilities): void {
    provider.capabilities = behind;
    delete provider.readNames;
    delete provider.zoneVersion;
  }

  return provider;
}
