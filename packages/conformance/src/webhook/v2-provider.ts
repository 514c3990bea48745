import type { Provider, Zone } from '@org/dns-core';
import {
  decodeDescription,
  decodeResults,
  decodeVersion,
  decodeZones,
  encodeGroups,
  encodeNames,
  mediaTypeV2,
} from '@org/dns-webhook-protocol';
import { createV1Provider } from './v1-provider.ts';
import {
  decodeEndpointText,
  textOf,
  valueOf,
  type WebhookClient,
  type WebhookRequest,
} from './webhook-client.ts';

/** A service that offers version 2 as a provider, for the suite. @param path where it said that it speaks it. */
export async function createV2Provider(
  client: WebhookClient,
  path: string,
  signal: AbortSignal,
): Promise<Provider> {
  const get = (below: string): WebhookRequest => ({
    method: 'GET',
    path: path + below,
    type: mediaTypeV2,
  });
  const post = (below: string, body: string): WebhookRequest => ({
    method: 'POST',
    path: path + below,
    type: mediaTypeV2,
    body,
  });
  const of = ({ id }: Zone): string => `/zones/${encodeURIComponent(id)}`;
  const described = get('');
  const description = valueOf(
    described,
    decodeDescription(await textOf(client, described, 200, signal)),
  );
  const v1 = createV1Provider(client, []);

  return {
    spec: 1,
    name: description.provider,
    capabilities: description.capabilities,

    async listZones(until) {
      const request = get('/zones');
      return valueOf(request, decodeZones(await textOf(client, request, 200, until)));
    },

    async *readZone(zone, until) {
      const request = get(`${of(zone)}/records`);
      yield valueOf(request, decodeEndpointText(await textOf(client, request, 200, until)));
    },

    async applyChanges(zone, groups, until) {
      if (groups.length === 0) return { outcomes: [] };
      const request = post(`${of(zone)}/changes`, [...encodeGroups(groups)].join(''));
      const text = await textOf(client, request, 200, until);
      return { outcomes: valueOf(request, decodeResults(text, groups.length)) };
    },

    adjust: async (desired, until) => (await v1.adjust?.(desired, until)) ?? desired,

    ...(description.names
      ? {
          readNames: async (zone, names, until) => {
            const request = post(`${of(zone)}/names`, encodeNames(names));
            return valueOf(request, decodeEndpointText(await textOf(client, request, 200, until)));
          },
        }
      : {}),

    ...(description.versions
      ? {
          zoneVersion: async (zone, until) => {
            const request = get(`${of(zone)}/version`);
            return valueOf(request, decodeVersion(await textOf(client, request, 200, until)));
          },
        }
      : {}),
  } satisfies Provider;
}
