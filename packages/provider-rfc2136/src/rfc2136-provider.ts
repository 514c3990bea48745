import { toDnsName, type Provider, type Zone } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { applySafely } from './apply-safely.ts';
import { capabilities } from './capabilities.ts';
import { createCompatProvider } from './compat/compat-provider.ts';
import { asHeld } from './convert.ts';
import { createApiFor } from './create-api.ts';
import type { Rfc2136Options } from './options.ts';
import { toProviderError } from './provider-errors.ts';
import { createServerChoice } from './server-choice.ts';
import { serverText } from './transport/dns-server.ts';
import { createZoneMirror } from './zone-mirror.ts';

const chunkSize = 1000;

/** Zones of DNS servers through dynamic updates (RFC 2136) and zone transfers. */
export function createRfc2136Provider(options: Rfc2136Options): Provider {
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? Math.random;
  const api = createApiFor(options, clock);
  if (options.behavior === 'compat') return createCompatProvider({ ...options, random }, api);

  const { minTtlSeconds, transfer, batchChangeSize } = options;
  const choice = createServerChoice({
    servers: options.servers,
    strategy: options.loadBalancing,
    random,
    clock,
  });
  const mirror = transfer ? createZoneMirror(api, choice, clock) : undefined;
  const zones: readonly Zone[] = [...new Set(options.zones.map(toDnsName))].map((name) => ({
    id: name === '' ? '.' : name,
    name,
  }));

  const common: Provider = {
    spec: 1,
    name: 'rfc2136',
    capabilities,

    listZones: async () => zones,

    async *readZone(zone, signal) {
      if (mirror === undefined) return;
      const content = await mirror.refresh(zone, signal).catch((error: unknown) => {
        throw toProviderError(error, zone.name, 'read');
      });
      yield* content.chunks(chunkSize);
    },

    applyChanges: (zone, groups, signal) =>
      applySafely(zone, groups, { api, choice, mirror, batchChangeSize, minTtlSeconds }, signal),

    adjust: async (desired) => desired.map((endpoint) => asHeld(endpoint, minTtlSeconds)),

    close: async () => api.close(),
  };
  if (mirror === undefined) return common;

  return {
    ...common,

    /** One request for the differences since the last look, whatever the number of names. */
    async readNames(zone, names, signal) {
      const content = await mirror.refresh(zone, signal).catch((error: unknown) => {
        throw toProviderError(error, zone.name, 'read');
      });
      return names.flatMap((name) => content.under(name));
    },

    async zoneVersion(zone, signal) {
      try {
        return await choice.run(
          zone.id,
          'read',
          async (server) =>
            `${serverText(server)} ${await api.serial(server, `${zone.name}.`, signal)}`,
        );
      } catch (error) {
        throw toProviderError(error, zone.name, 'read');
      }
    },
  };
}
