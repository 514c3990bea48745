import type { DomainFilter, Zone } from '@org/dns-core';
import type { ServiceDescription } from '@org/dns-webhook-protocol';
import { createWebhookApiV2, type WebhookApiV2 } from './webhook-api-v2.ts';
import type { WebhookApi } from './webhook-api.ts';
import type { WebhookHttp } from './webhook-http.ts';

/** What is known about the service after a negotiation. */
interface Agreement {
  readonly domainFilter: DomainFilter;
  /** Both absent: version 1. */
  readonly v2?: WebhookApiV2;
  readonly description?: ServiceDescription;
}

export interface Negotiation {
  /** Asks the service; who asks meanwhile gets the same answer. */
  run(signal: AbortSignal): Promise<Agreement>;
  /** The calls for a zone that version 2 listed; `undefined`: the root of version 1. */
  v2Of(zone: Zone): WebhookApiV2 | undefined;
}

export function createNegotiation(
  http: WebhookHttp,
  v1: WebhookApi,
  { onlyV1 }: { readonly onlyV1: boolean },
): Negotiation {
  let running: Promise<Agreement> | undefined;
  let last: Agreement | undefined;

  const ask = async (signal: AbortSignal): Promise<Agreement> => {
    const { domainFilter, pathV2 } = await v1.negotiate(signal);
    if (pathV2 === undefined || onlyV1) return { domainFilter };
    const v2 = createWebhookApiV2(http, pathV2);
    return { domainFilter, v2, description: await v2.describe(signal) };
  };

  return {
    async run(signal) {
      running ??= ask(signal).finally(() => {
        running = undefined;
      });
      last = await running;
      return last;
    },
    v2Of: (zone) => (zone.id === '' ? undefined : last?.v2),
  };
}
