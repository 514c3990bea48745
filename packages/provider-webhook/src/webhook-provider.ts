import {
  toDnsName,
  type DomainFilter,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { applyInBatches } from '@org/dns-provider-kit';
import { toWebhookChanges } from '@org/dns-webhook-protocol';
import { applyWhole } from './apply-whole.ts';
import { capabilities } from './capabilities.ts';
import type { WebhookOptions } from './options.ts';
import { createWebhookApi } from './webhook-api.ts';

/** Version 1 knows no zones: everything is in the root. */
const root: Zone = { id: '', name: toDnsName('') };

/** Any provider behind the ExternalDNS webhook protocol, version 1. */
export function createWebhookProvider(options: WebhookOptions): Provider {
  const api = createWebhookApi(options);
  const isCompat = options.behavior === 'compat';
  let negotiated: DomainFilter | undefined;

  return {
    spec: 1,
    name: 'webhook',
    capabilities,
    listZones: async () => [root],
    readZone: (_zone, signal) => api.records(signal),

    applyChanges(_zone, groups, signal) {
      const send = (some: typeof groups): Promise<void> =>
        api.apply(toWebhookChanges(some), signal);
      return isCompat ? applyWhole(groups, send) : applyInBatches(groups, {}, send, signal);
    },

    async domainFilter(signal) {
      if (negotiated === undefined || !isCompat) negotiated = await api.negotiate(signal);
      return negotiated;
    },

    async adjust(desired, signal) {
      return withObjects(await api.adjust(desired, signal), desired);
    },

    close: () => api.close(),
  };
}

/** Kubernetes objects do not travel: they are put back by name, type and set identifier. */
function withObjects(adjusted: readonly Endpoint[], desired: readonly Endpoint[]): Endpoint[] {
  const objects = new Map(desired.map((endpoint) => [identity(endpoint), endpoint.objects]));
  return adjusted.map((endpoint) => {
    const known = objects.get(identity(endpoint));
    return known === undefined ? endpoint : { ...endpoint, objects: known };
  });
}

function identity(endpoint: Endpoint): string {
  return `${endpoint.name} ${endpoint.type} ${endpoint.setIdentifier}`;
}
