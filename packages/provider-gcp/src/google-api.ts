import { ProviderError } from '@org/dns-core';
import {
  createHttpTransport,
  createSystemClock,
  createTokenBucket,
  jsonRequest,
  rateLimited,
  readJson,
  readPages,
  reasonOfStatus,
  retrying,
  type HttpReply,
  type HttpRequest,
} from '@org/dns-provider-kit';
import { apiError, pointedAt, withRateLimitStatus } from './api-error.ts';
import { createCredentials } from './credentials.ts';
import type { GoogleOptions } from './options.ts';
import {
  toGoogleRecordSet,
  toGoogleZone,
  type GoogleChange,
  type GoogleRecordSet,
  type GoogleZone,
} from './record-set.ts';

/** Typed calls of the Cloud DNS API v1 (cloud.google.com/dns/docs/reference/rest/v1); the only file that knows paths. */
export interface GoogleApi {
  listZones(signal: AbortSignal): Promise<readonly GoogleZone[]>;
  /** The record sets of a zone, page by page; of one name only, given with its final dot. */
  readRecordSets(
    zone: string,
    signal: AbortSignal,
    name?: string,
  ): AsyncGenerator<readonly GoogleRecordSet[]>;
  /** The id of the last change; `undefined` in a zone that never had one. */
  newestChange(zone: string, signal: AbortSignal): Promise<string | undefined>;
  /** Writes a change, whole or not at all. Gives back why it was refused, where the change itself is the reason. */
  createChange(
    zone: string,
    change: GoogleChange,
    signal: AbortSignal,
  ): Promise<ChangeRefusal | undefined>;
  close(): Promise<void>;
}

export interface ChangeRefusal {
  readonly error: ProviderError;
  /** What is there is not what the change takes for granted: a deletion that does not match, an addition that exists. */
  readonly isStale: boolean;
  /** Positions of what Google names as the reason; none where it names nothing. */
  readonly additions: readonly number[];
  readonly deletions: readonly number[];
}

/** A larger value is refused (seen 2020-12, github.com/coredns/coredns/issues/4322). */
const pageSize = '1000';
/** The quota is a project's own matter (per minute and user); these keep one process from using up an ordinary one. */
const requestsPerSecond = 30;
const requestsAtOnce = 300;
const idleTimeoutMs = 30_000;

export function createGoogleApi(options: GoogleOptions): GoogleApi {
  const clock = options.clock ?? createSystemClock();
  const credentials =
    options.credentials ??
    createCredentials({
      watchedFile: options.watchedCredentialsFile,
      useProjectOfFile: options.behavior === 'safe',
      clock,
    });
  const bucket = createTokenBucket({ perSecond: requestsPerSecond, burst: requestsAtOnce, clock });
  const transport = retrying(
    rateLimited(
      withRateLimitStatus(
        createHttpTransport({
          baseUrl: `${options.baseUrl}/dns/v1/projects`,
          idleTimeoutMs,
          clock,
          ...(options.userAgent === undefined
            ? {}
            : { headers: { 'user-agent': options.userAgent } }),
          ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
          ...(options.observe === undefined ? {} : { observe: options.observe }),
        }),
      ),
      bucket,
      clock,
    ),
    { clock, random: options.random ?? Math.random },
  );
  let detected: string | undefined;

  async function project(signal: AbortSignal): Promise<string> {
    if (options.project !== '') return options.project;
    return (detected ??= await credentials.project(signal));
  }

  /** A reply with any status; a token that was refused is replaced once. */
  async function send(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<{ readonly sent: HttpRequest; readonly reply: HttpReply }> {
    const path = `/${encodeURIComponent(await project(signal))}${request.path}`;
    const route = `/dns/v1/projects/{project}${request.route}`;
    for (let isSecond = false; ; isSecond = true) {
      const headers = { ...request.headers, ...(await credentials.headers(signal)) };
      const sent = { ...request, path, route, headers };
      const reply = await transport.send(sent, signal);
      if (reply.status !== 401 || isSecond) return { sent, reply };
      credentials.forget();
    }
  }

  async function readList(request: HttpRequest, signal: AbortSignal): Promise<List> {
    const { sent, reply } = await send(request, signal);
    if (reasonOfStatus(reply.status) !== undefined) throw apiError(sent, reply, clock);
    return toList(sent, readJson(sent, reply));
  }

  function pages<T>(
    list: { readonly path: string; readonly route: string; readonly key: string },
    query: Readonly<Record<string, string>>,
    to: (json: unknown) => T | undefined,
    paging: { readonly what: string; readonly identify: (item: T) => string },
    signal: AbortSignal,
  ): AsyncGenerator<readonly T[]> {
    return readPages<T, string>(async (cursor) => {
      const parameters = new URLSearchParams({
        ...query,
        maxResults: pageSize,
        ...(cursor === undefined ? {} : { pageToken: cursor }),
      }).toString();
      const { path, route, key } = list;
      const body = await readList({ method: 'GET', path: `${path}?${parameters}`, route }, signal);
      const items = Array.isArray(body[key]) ? (body[key] as unknown[]) : [];
      const next = body['nextPageToken'];
      return {
        items: items.map(to).filter((item) => item !== undefined),
        next: typeof next === 'string' && next !== '' ? next : undefined,
      };
    }, paging);
  }

  const zonePath = (zone: string): string => `/managedZones/${encodeURIComponent(zone)}`;
  const zoneRoute = '/managedZones/{zone}';

  return {
    async listZones(signal) {
      const zones: GoogleZone[] = [];
      const list = { path: '/managedZones', route: '/managedZones', key: 'managedZones' };
      const paging = { what: 'the zones', identify: (zone: GoogleZone) => zone.name };
      for await (const page of pages(list, {}, toGoogleZone, paging, signal)) zones.push(...page);
      return zones;
    },

    readRecordSets(zone, signal, name) {
      const list = {
        path: `${zonePath(zone)}/rrsets`,
        route: `${zoneRoute}/rrsets`,
        key: 'rrsets',
      };
      const paging = {
        what: `the record sets of ${zone}`,
        identify: (set: GoogleRecordSet) => `${set.name} ${set.type}`,
      };
      return pages(list, name === undefined ? {} : { name }, toGoogleRecordSet, paging, signal);
    },

    async newestChange(zone, signal) {
      const query = 'sortBy=changeSequence&sortOrder=descending&maxResults=1';
      const body = await readList(
        {
          method: 'GET',
          path: `${zonePath(zone)}/changes?${query}`,
          route: `${zoneRoute}/changes`,
        },
        signal,
      );
      const [newest] = Array.isArray(body['changes']) ? (body['changes'] as unknown[]) : [];
      const { id } = (newest ?? {}) as Record<string, unknown>;
      return typeof id === 'string' ? id : undefined;
    },

    async createChange(zone, change, signal) {
      // Deletions must match and additions must be new, so a change that is sent again is refused, never done twice.
      const request = jsonRequest(
        {
          method: 'POST',
          path: `${zonePath(zone)}/changes`,
          route: `${zoneRoute}/changes`,
          idempotent: options.behavior === 'safe',
        },
        change,
      );
      const { sent, reply } = await send(request, signal);
      if (reasonOfStatus(reply.status) === undefined) {
        toList(sent, readJson(sent, reply));
        return undefined;
      }
      const error = apiError(sent, reply, clock);
      if (error.reason !== 'rejected') throw error;
      const isStale = reply.status === 409 || reply.status === 412;
      return { error, isStale, ...pointedAt(reply) };
    },

    close: () => transport.close(),
  };
}

type List = Readonly<Record<string, unknown>>;

/** The API names the kind of every reply, so that a page of a proxy, or of a portal that asks for a login, is told apart. */
function toList(request: HttpRequest, body: unknown): List {
  const { kind } = (body ?? {}) as Record<string, unknown>;
  if (typeof kind === 'string' && kind.startsWith('dns#')) return body as List;
  throw new ProviderError(
    'transient',
    `${request.method} ${request.route}: the reply is not one of Cloud DNS`,
    { mayHaveWritten: request.method !== 'GET' },
  );
}
