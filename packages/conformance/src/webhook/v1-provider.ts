import {
  ProviderError,
  toDnsName,
  type ChangeGroup,
  type GroupOutcome,
  type Provider,
  type RecordType,
} from '@org/dns-core';
import { encodeChanges, encodeEndpoints, toWebhookChanges } from '@org/dns-webhook-protocol';
import {
  decodeEndpointText,
  textOf,
  valueOf,
  type WebhookClient,
  type WebhookRequest,
} from './webhook-client.ts';

/** A service that speaks version 1 as a provider, for the suite: nothing is tried twice and nothing is smoothed over. */
export function createV1Provider(client: WebhookClient, types: readonly RecordType[]): Provider {
  const write = async (groups: readonly ChangeGroup[], signal: AbortSignal): Promise<void> => {
    const body = [...encodeChanges(toWebhookChanges(groups))].join('');
    await textOf(client, { method: 'POST', path: '/records', body }, 204, signal);
  };

  const outcomeOf = async (group: ChangeGroup, signal: AbortSignal): Promise<GroupOutcome> => {
    try {
      await write([group], signal);
      return { outcome: 'applied' };
    } catch (error) {
      if (!ProviderError.is(error)) throw error;
      return { outcome: 'failed', error };
    }
  };

  return {
    spec: 1,
    name: 'webhook',
    capabilities: {
      granularity: 'record-set',
      recordTypes: Object.fromEntries(types.map((type) => [type, true])),
      setIdentifiers: true,
      atomicGroups: false,
      typeChangeInPlace: true,
      wildcards: true,
    },

    listZones: async () => [{ id: '', name: toDnsName('') }],

    async *readZone(_zone, signal) {
      const request: WebhookRequest = { method: 'GET', path: '/records' };
      yield valueOf(request, decodeEndpointText(await textOf(client, request, 200, signal)));
    },

    /** One request for all; when it is refused, one each. */
    async applyChanges(_zone, groups, signal) {
      if (groups.length === 0) return { outcomes: [] };
      try {
        await write(groups, signal);
        return { outcomes: groups.map(() => ({ outcome: 'applied' })) };
      } catch {
        const outcomes: GroupOutcome[] = [];
        for (const group of groups) outcomes.push(await outcomeOf(group, signal));
        return { outcomes };
      }
    },

    async adjust(desired, signal) {
      const body = [...encodeEndpoints(desired)].join('');
      const request: WebhookRequest = { method: 'POST', path: '/adjustendpoints', body };
      return valueOf(request, decodeEndpointText(await textOf(client, request, 200, signal)));
    },
  };
}
