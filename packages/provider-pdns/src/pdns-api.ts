import { ProviderError } from '@org/dns-core';
import {
  bufferReply,
  createHttpTransport,
  createSystemClock,
  jsonRequest,
  readJsonList,
  replyError,
  retrying,
  sendForJson,
  type HttpReply,
  type HttpRequest,
} from '@org/dns-provider-kit';
import type { PdnsOptions } from './options.ts';
import {
  toRecordSet,
  toZoneFacts,
  type PdnsChange,
  type PdnsRecordSet,
  type PdnsZone,
  type PdnsZoneFacts,
} from './record-set.ts';
import { inOrder } from './server-order.ts';

/** Typed calls of the PowerDNS HTTP API (doc.powerdns.com/authoritative/http-api); the only file that knows paths. */
export interface PdnsApi {
  listZones(signal: AbortSignal): Promise<readonly PdnsZone[]>;
  /** All record sets, part by part, then the zone's facts. */
  readZone(
    zoneId: string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly PdnsRecordSet[], PdnsZoneFacts>;
  /** The record sets of one name; servers that cannot select (before 4.6) answer with all of the zone. */
  readName(zoneId: string, name: string, signal: AbortSignal): Promise<readonly PdnsRecordSet[]>;
  /** A zone's facts without its records. */
  zoneFacts(zoneId: string, signal: AbortSignal): Promise<PdnsZoneFacts>;
  /** Writes record sets, all or none. */
  patchZone(zoneId: string, changes: readonly PdnsChange[], signal: AbortSignal): Promise<void>;
  /** Puts the NSEC order and the authority flags of a signed zone right. */
  rectifyZone(zoneId: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function createPdnsApi(options: PdnsOptions): PdnsApi {
  const clock = options.clock ?? createSystemClock();
  const transport = retrying(
    inOrder(
      options.servers.map((baseUrl) =>
        createHttpTransport({
          baseUrl,
          tls: options.tls,
          clock,
          headers: async () => ({
            'x-api-key': await readKey(options),
            ...(options.userAgent === undefined ? {} : { 'user-agent': options.userAgent }),
          }),
          ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
          ...(options.observe === undefined ? {} : { observe: options.observe }),
        }),
      ),
      clock,
    ),
    { clock, random: options.random ?? Math.random, attempts: 3 },
  );
  const server = `/api/v1/servers/${options.serverId}`;
  const zonePath = (zoneId: string): string => `${server}/zones/${zoneId}`;

  async function* readRecordSets(
    request: HttpRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly PdnsRecordSet[], PdnsZoneFacts> {
    const reply = await transport.stream(request, signal);
    if (reply.status !== 200) throw apiError(request, await bufferReply(reply));
    const reader = readJsonList(reply.body, 'rrsets', `${request.method} ${request.path}`);
    try {
      for (;;) {
        const next = await reader.next();
        if (next.done === true) return toZoneFacts(next.value);
        yield next.value.map(toRecordSet).filter((one) => one !== undefined);
      }
    } finally {
      await reader.return({});
    }
  }

  return {
    async listZones(signal) {
      const request = { method: 'GET', path: `${server}/zones` };
      const zones = await sendForJson(transport, request, signal, errorText);
      if (!Array.isArray(zones))
        throw new ProviderError(
          'transient',
          `GET ${request.path}: the reply is not a list of zones`,
        );
      return (zones as unknown[]).flatMap((zone) => {
        const { id, name } = (zone ?? {}) as Record<string, unknown>;
        return typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [];
      });
    },

    readZone: (zoneId, signal) => readRecordSets({ method: 'GET', path: zonePath(zoneId) }, signal),

    async readName(zoneId, name, signal) {
      const query = new URLSearchParams({ rrset_name: name }).toString();
      const sets: PdnsRecordSet[] = [];
      for await (const part of readRecordSets(
        { method: 'GET', path: `${zonePath(zoneId)}?${query}` },
        signal,
      ))
        sets.push(...part);
      return sets;
    },

    async zoneFacts(zoneId, signal) {
      const request = { method: 'GET', path: `${zonePath(zoneId)}?rrsets=false` };
      const facts = await sendForJson(transport, request, signal, errorText);
      return toZoneFacts((facts ?? {}) as Record<string, unknown>);
    },

    async patchZone(zoneId, changes, signal) {
      // Record sets are replaced or deleted whole, so that doing it twice is the same as doing it once.
      const request = jsonRequest(
        { method: 'PATCH', path: zonePath(zoneId), idempotent: true },
        { rrsets: changes },
      );
      const reply = await transport.send(request, signal);
      if (reply.status < 200 || reply.status > 299) throw apiError(request, reply);
    },

    async rectifyZone(zoneId, signal) {
      const request = { method: 'PUT', path: `${zonePath(zoneId)}/rectify` };
      await sendForJson(transport, request, signal, errorText);
    },

    close: () => transport.close(),
  };

  function apiError(request: HttpRequest, reply: HttpReply): ProviderError {
    return replyError(request, reply, { detail: errorTextOf(reply), clock });
  }
}

async function readKey(options: PdnsOptions): ReturnType<PdnsOptions['apiKey']> {
  try {
    return await options.apiKey();
  } catch (error) {
    throw new ProviderError('unauthorized', `PowerDNS API key: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** `{ "error": "…", "errors": ["…"] }`. */
function errorText(body: unknown): string | undefined {
  const { error, errors } = (body ?? {}) as Record<string, unknown>;
  const more = Array.isArray(errors) ? (errors as unknown[]) : [];
  const texts = [error, ...more].filter((text) => typeof text === 'string');
  return texts.length === 0 ? undefined : texts.join('; ');
}

function errorTextOf(reply: HttpReply): string | undefined {
  try {
    return errorText(JSON.parse(new TextDecoder().decode(reply.body)));
  } catch {
    return undefined;
  }
}
