import type { ApplyReport, ChangeGroup, DnsName, Endpoint, Zone } from '@org/dns-core';
import type { HttpRequest } from '@org/dns-provider-kit';
import {
  decodeDescription,
  decodeResults,
  decodeVersion,
  decodeZones,
  encodeGroups,
  encodeNames,
  mediaTypeV2,
  type ServiceDescription,
} from '@org/dns-webhook-protocol';
import { toBody } from './request-body.ts';
import { decodedOf, type WebhookHttp } from './webhook-http.ts';

/** The calls of version 2; the only file that knows their paths and statuses. All reject with a `ProviderError`. */
export interface WebhookApiV2 {
  /** `GET /v2`. */
  describe(signal: AbortSignal): Promise<ServiceDescription>;
  /** `GET /v2/zones`. */
  zones(signal: AbortSignal): Promise<readonly Zone[]>;
  /** `GET /v2/zones/{id}/records`, as the bytes come. */
  records(zone: Zone, signal: AbortSignal): AsyncIterable<readonly Endpoint[]>;
  /** `POST /v2/zones/{id}/names`. */
  names(zone: Zone, names: readonly DnsName[], signal: AbortSignal): Promise<readonly Endpoint[]>;
  /** `GET /v2/zones/{id}/version`. */
  version(zone: Zone, signal: AbortSignal): Promise<string | undefined>;
  /** `POST /v2/zones/{id}/changes`. */
  apply(zone: Zone, groups: readonly ChangeGroup[], signal: AbortSignal): Promise<ApplyReport>;
}

/** @param path where the service said that it speaks version 2, below its base URL. */
export function createWebhookApiV2(http: WebhookHttp, path: string): WebhookApiV2 {
  const accept = { accept: mediaTypeV2 };
  const get = (below: string, route = below): HttpRequest => ({
    method: 'GET',
    path: path + below,
    route: path + route,
    headers: accept,
  });
  const ofZone = (zone: Zone, part: string): readonly [path: string, route: string] => [
    `/zones/${encodeURIComponent(zone.id)}/${part}`,
    `/zones/{id}/${part}`,
  ];
  const post = (
    [below, route]: readonly [string, string],
    pieces: () => Iterable<string>,
  ): HttpRequest => ({
    method: 'POST',
    path: path + below,
    route: path + route,
    ...toBody(pieces, { ...accept, 'content-type': mediaTypeV2 }),
  });
  const textOf = async (request: HttpRequest, signal: AbortSignal): Promise<string> =>
    http.text(request, await http.call(request, 200, signal));

  return {
    async describe(signal) {
      const request = get('');
      return decodedOf(request, decodeDescription(await textOf(request, signal)));
    },
    async zones(signal) {
      const request = get('/zones');
      return decodedOf(request, decodeZones(await textOf(request, signal)));
    },
    async *records(zone, signal) {
      const request = get(...ofZone(zone, 'records'));
      yield* http.list(request, await http.call(request, 200, signal));
    },
    async names(zone, names, signal) {
      const request = {
        ...post(ofZone(zone, 'names'), () => [encodeNames(names)]),
        idempotent: true,
      };
      const found: Endpoint[] = [];
      for await (const part of http.list(request, await http.call(request, 200, signal)))
        for (const endpoint of part) found.push(endpoint);
      return found;
    },
    async version(zone, signal) {
      const request = get(...ofZone(zone, 'version'));
      return decodedOf(request, decodeVersion(await textOf(request, signal)));
    },
    async apply(zone, groups, signal) {
      const request = post(ofZone(zone, 'changes'), () => encodeGroups(groups));
      const results = decodeResults(await textOf(request, signal), groups.length);
      return { outcomes: decodedOf(request, results) };
    },
  };
}
