import { Secret, ProviderError } from '@org/dns-core';
import {
  createHttpTransport,
  createSystemClock,
  createTokenBucket,
  rateLimited,
  retrying,
  type RequestHeaders,
} from '@org/dns-provider-kit';
import { BaseRegionalHostnames } from 'cloudflare/resources/addressing/regional-hostnames/regional-hostnames';
import {
  BaseCustomHostnames,
  type CustomHostnameCreateParams,
} from 'cloudflare/resources/custom-hostnames/custom-hostnames';
import {
  BaseRecords,
  type RecordBatchParams,
  type RecordCreateParams,
  type RecordUpdateParams,
} from 'cloudflare/resources/dns/records';
import { BaseZones } from 'cloudflare/resources/zones/zones';
import { createClient } from 'cloudflare/tree-shakable';
import { errorCodes, hasCode } from './api-error.ts';
import { callLibrary, createLibraryFetch } from './library-fetch.ts';
import type { CloudflareOptions, CustomHostnameSettings } from './options.ts';
import { heedingQuota } from './quota.ts';
import { readList, type ListPage } from './read-list.ts';
import { toRecord, type CloudflareRecord, type RecordBody } from './record.ts';
import { asText, fieldsOf } from './reply-fields.ts';

export interface CloudflareZone {
  readonly id: string;
  readonly name: string;
  /** `free`, `pro`, `business`, `enterprise`; `''`: not said. */
  readonly plan: string;
}

export interface CustomHostname {
  readonly id: string;
  readonly hostname: string;
  /** The name of ours that it leads to; `''`: the zone's fallback. */
  readonly origin: string;
}

export interface RegionalHostname {
  readonly id: string;
  readonly hostname: string;
  readonly region: string;
}

/** What happens in one transaction: deletes, then patches, puts and posts. Lists that are empty are left out. */
interface RecordBatch {
  readonly deletes?: readonly { readonly id: string }[];
  readonly patches?: readonly (RecordBody & { readonly id: string })[];
  readonly puts?: readonly (RecordBody & { readonly id: string })[];
  readonly posts?: readonly RecordBody[];
}

/** Which records to list; absent: all. */
export type RecordQuery = { readonly exact: string } | { readonly endswith: string };

/** Typed calls of the Cloudflare API v4 (developers.cloudflare.com/api), over its own library. */
export interface CloudflareApi {
  listZones(signal: AbortSignal): Promise<readonly CloudflareZone[]>;
  readZone(zoneId: string, signal: AbortSignal): Promise<CloudflareZone>;
  /** Records by their names; the service may give more than was asked for. */
  listRecords(
    zoneId: string,
    query: RecordQuery | undefined,
    signal: AbortSignal,
  ): Promise<readonly CloudflareRecord[]>;
  /** Writes all or none. */
  batch(zoneId: string, batch: RecordBatch, signal: AbortSignal): Promise<void>;
  createRecord(zoneId: string, body: RecordBody, signal: AbortSignal): Promise<void>;
  /** Replaces a record whole. */
  replaceRecord(zoneId: string, id: string, body: RecordBody, signal: AbortSignal): Promise<void>;
  /** Changes a record and leaves what is not named, such as its settings. */
  editRecord(zoneId: string, id: string, body: RecordBody, signal: AbortSignal): Promise<void>;
  /** A record that is gone already is a success. */
  deleteRecord(zoneId: string, id: string, signal: AbortSignal): Promise<void>;
  /** All of a zone, or those that lead to one name of ours; the service may give more than was asked for. */
  listCustomHostnames(
    zoneId: string,
    origin: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly CustomHostname[]>;
  createCustomHostname(
    zoneId: string,
    hostname: string,
    origin: string,
    settings: CustomHostnameSettings,
    signal: AbortSignal,
  ): Promise<void>;
  deleteCustomHostname(zoneId: string, id: string, signal: AbortSignal): Promise<void>;
  listRegionalHostnames(zoneId: string, signal: AbortSignal): Promise<readonly RegionalHostname[]>;
  createRegionalHostname(
    zoneId: string,
    hostname: string,
    region: string,
    signal: AbortSignal,
  ): Promise<void>;
  editRegionalHostname(
    zoneId: string,
    hostname: string,
    region: string,
    signal: AbortSignal,
  ): Promise<void>;
  deleteRegionalHostname(zoneId: string, hostname: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** 1,200 requests in five minutes per user: a burst and what trickles in meanwhile are never more together. */
const burst = 300;
const perSecond = 3;
const mostZonesPerPage = 50;
const mostHostnamesPerPage = 50;
/** Longer than any wait for the rate limit: the transport has time-outs of its own. */
const libraryTimeoutMs = 3_600_000;

export function createCloudflareApi(options: CloudflareOptions): CloudflareApi {
  const clock = options.clock ?? createSystemClock();
  const bucket = createTokenBucket({ perSecond, burst, clock });
  const transport = retrying(
    rateLimited(
      heedingQuota(
        createHttpTransport({
          baseUrl: options.baseUrl,
          clock,
          headers: () => requestHeaders(options),
          ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
          ...(options.observe === undefined ? {} : { observe: options.observe }),
        }),
        bucket,
        options.observeQuota,
      ),
      bucket,
      clock,
    ),
    { clock, random: options.random ?? Math.random, attempts: 3 },
  );
  const client = createClient({
    resources: [BaseZones, BaseRecords, BaseCustomHostnames, BaseRegionalHostnames],
    baseURL: options.baseUrl,
    // Credentials are the transport's; without these the library looks for its own in the environment.
    apiToken: null,
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    defaultHeaders: { authorization: null },
    logLevel: 'off',
    maxRetries: 0,
    timeout: libraryTimeoutMs,
    fetch: createLibraryFetch(transport),
  });
  const perPage = options.recordsPerPage > 0 ? { per_page: options.recordsPerPage } : {};

  return {
    listZones: (signal) =>
      readList('zones', toZone, (page) =>
        callLibrary(signal, () =>
          listPage(client.zones.list({ page, per_page: mostZonesPerPage }, { signal })),
        ),
      ),

    async readZone(zoneId, signal) {
      const zone = await callLibrary(signal, () =>
        client.zones.get({ zone_id: zoneId }, { signal }),
      );
      return toZone(zone) ?? { id: zoneId, name: '', plan: '' };
    },

    listRecords: (zoneId, query, signal) =>
      readList(`records of zone ${zoneId}`, toRecord, (page) =>
        callLibrary(signal, () =>
          listPage(
            client.dns.records.list(
              {
                zone_id: zoneId,
                page,
                ...perPage,
                ...(query === undefined ? {} : { name: query }),
              },
              { signal },
            ),
          ),
        ),
      ),

    async batch(zoneId, batch, signal) {
      const params = { zone_id: zoneId, ...withoutEmpty(batch) } as unknown as RecordBatchParams;
      await callLibrary(signal, () => client.dns.records.batch(params, { signal }));
    },

    async createRecord(zoneId, body, signal) {
      const params = { zone_id: zoneId, ...body } as unknown as RecordCreateParams;
      await callLibrary(signal, () => client.dns.records.create(params, { signal }));
    },

    async replaceRecord(zoneId, id, body, signal) {
      const params = { zone_id: zoneId, ...body } as unknown as RecordUpdateParams;
      await callLibrary(signal, () => client.dns.records.update(id, params, { signal }));
    },

    async editRecord(zoneId, id, body, signal) {
      const params = { zone_id: zoneId, ...body } as unknown as RecordUpdateParams;
      await callLibrary(signal, () => client.dns.records.edit(id, params, { signal }));
    },

    async deleteRecord(zoneId, id, signal) {
      try {
        await callLibrary(signal, () =>
          client.dns.records.delete(id, { zone_id: zoneId }, { signal }),
        );
      } catch (error) {
        if (!hasCode(error, errorCodes.noSuchRecord)) throw error;
      }
    },

    listCustomHostnames: (zoneId, origin, signal) =>
      readList(`custom hostnames of zone ${zoneId}`, toCustomHostname, (page) =>
        callLibrary(signal, () =>
          listPage(
            client.customHostnames.list(
              {
                zone_id: zoneId,
                page,
                per_page: mostHostnamesPerPage,
                ...(origin === undefined ? {} : { custom_origin_server: origin }),
              },
              { signal },
            ),
          ),
        ),
      ),

    async createCustomHostname(zoneId, hostname, origin, settings, signal) {
      const params: CustomHostnameCreateParams = {
        zone_id: zoneId,
        hostname,
        custom_origin_server: origin,
        ssl: {
          type: 'dv',
          method: 'http',
          bundle_method: 'ubiquitous',
          settings: { min_tls_version: settings.minTlsVersion },
          ...(settings.certificateAuthority === undefined
            ? {}
            : { certificate_authority: settings.certificateAuthority }),
        },
      };
      await callLibrary(signal, () => client.customHostnames.create(params, { signal }));
    },

    deleteCustomHostname: (zoneId, id, signal) =>
      gone(() =>
        callLibrary(signal, () =>
          client.customHostnames.delete(id, { zone_id: zoneId }, { signal }),
        ),
      ),

    listRegionalHostnames: async (zoneId, signal) => {
      const { result } = await callLibrary(signal, () =>
        client.addressing.regionalHostnames.list({ zone_id: zoneId }, { signal }),
      );
      return ((result ?? []) as readonly unknown[])
        .map(toRegionalHostname)
        .filter((one) => one !== undefined);
    },

    async createRegionalHostname(zoneId, hostname, region, signal) {
      await callLibrary(signal, () =>
        client.addressing.regionalHostnames.create(
          { zone_id: zoneId, hostname, region_key: region },
          { signal },
        ),
      );
    },

    async editRegionalHostname(zoneId, hostname, region, signal) {
      await callLibrary(signal, () =>
        client.addressing.regionalHostnames.edit(
          hostname,
          { zone_id: zoneId, region_key: region },
          { signal },
        ),
      );
    },

    deleteRegionalHostname: (zoneId, hostname, signal) =>
      gone(() =>
        callLibrary(signal, () =>
          client.addressing.regionalHostnames.delete(hostname, { zone_id: zoneId }, { signal }),
        ),
      ),

    close: () => transport.close(),
  };
}

/** Deleting what is not there is a success. */
async function gone(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!ProviderError.is(error) || error.reason !== 'not-found') throw error;
  }
}

/** The library's page with its numbers, which its types leave out. */
async function listPage(
  call: PromiseLike<{ readonly result?: readonly unknown[]; readonly result_info?: unknown }>,
): Promise<ListPage> {
  const { result = [], result_info } = await call;
  return { result, result_info };
}

async function requestHeaders(options: CloudflareOptions): Promise<RequestHeaders> {
  const { credentials, userAgent } = options;
  const agent = userAgent === undefined ? {} : { 'user-agent': userAgent };
  try {
    if (credentials.kind === 'token') {
      const token = await credentials.token();
      return { ...agent, authorization: new Secret(`Bearer ${token.reveal().trim()}`) };
    }
    const key = await credentials.key();
    return {
      ...agent,
      'x-auth-key': new Secret(key.reveal().trim()),
      'x-auth-email': credentials.email,
    };
  } catch (error) {
    throw new ProviderError('unauthorized', `Cloudflare credentials: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function withoutEmpty(batch: RecordBatch): RecordBatch {
  return Object.fromEntries(
    Object.entries(batch).filter(([, list]) => (list as readonly unknown[]).length > 0),
  );
}

function toZone(reply: unknown): CloudflareZone | undefined {
  const { id, name, plan } = fieldsOf(reply);
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  const { legacy_id: legacyId, is_subscribed: isSubscribed } = fieldsOf(plan);
  return { id, name, plan: asText(legacyId) ?? (isSubscribed === true ? 'pro' : '') };
}

function toCustomHostname(reply: unknown): CustomHostname | undefined {
  const { id, hostname, custom_origin_server: origin } = fieldsOf(reply);
  if (typeof id !== 'string' || typeof hostname !== 'string') return undefined;
  return { id, hostname, origin: asText(origin) ?? '' };
}

function toRegionalHostname(reply: unknown): RegionalHostname | undefined {
  const { hostname, region_key: region } = fieldsOf(reply);
  if (typeof hostname !== 'string' || typeof region !== 'string') return undefined;
  return { id: hostname, hostname, region };
}
