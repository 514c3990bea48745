import { ProviderError, Secret } from '@org/dns-core';
import {
  backOffMs,
  createConcurrencyLimit,
  createHttpTransport,
  createSystemClock,
  jsonRequest,
  readJson,
  readPages,
  retrying,
  sleep,
  type HttpReply,
  type HttpRequest,
} from '@org/dns-provider-kit';
import { readFailure, toApiError } from './api-error.ts';
import type { HetznerOptions } from './options.ts';
import { withinBudget } from './request-budget.ts';
import { toAction, toRrset, toZone, type Action, type HetznerZone, type Rrset } from './rrset.ts';

/** What became of a write: accepted, to be carried out by the action; or that there is (not) such a set. */
export type Written =
  | { readonly kind: 'accepted'; readonly action: Action | undefined }
  | { readonly kind: 'missing' }
  | { readonly kind: 'exists' };

export interface RrsetKey {
  readonly name: string;
  readonly type: string;
}

interface NewRrset extends RrsetKey {
  /** Absent: the zone's. */
  readonly ttl?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly values: readonly string[];
}

/**
 * Typed calls of the DNS part of the Cloud API (docs.hetzner.cloud/reference/cloud#dns: zones, zone-actions, zone-rrsets,
 * zone-rrset-actions, actions); the only file that knows paths.
 */
export interface HetznerApi {
  listZones(signal: AbortSignal): Promise<readonly HetznerZone[]>;
  readZone(zoneId: string, signal: AbortSignal): Promise<HetznerZone>;
  /** Every set of the zone, read again where the list changed meanwhile. */
  readRrsets(zoneId: string, signal: AbortSignal): Promise<readonly Rrset[]>;
  readName(zoneId: string, name: string, signal: AbortSignal): Promise<readonly Rrset[]>;
  readRrset(zoneId: string, key: RrsetKey, signal: AbortSignal): Promise<Rrset | undefined>;
  createRrset(zoneId: string, set: NewRrset, signal: AbortSignal): Promise<Written>;
  deleteRrset(zoneId: string, key: RrsetKey, signal: AbortSignal): Promise<Written>;
  /** Puts these records in the place of all others; 50 at most. */
  setRecords(
    zoneId: string,
    key: RrsetKey,
    values: readonly string[],
    signal: AbortSignal,
  ): Promise<Written>;
  /** Adds records that the set lacks; 50 at most. */
  addRecords(
    zoneId: string,
    key: RrsetKey,
    values: readonly string[],
    signal: AbortSignal,
  ): Promise<Written>;
  changeTtl(zoneId: string, key: RrsetKey, ttl: number, signal: AbortSignal): Promise<Written>;
  /** Puts these labels in the place of all others. */
  setLabels(
    zoneId: string,
    key: RrsetKey,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Written>;
  /** A zone's actions, the newest first, as many as one page holds. */
  readNewestActions(zoneId: string, signal: AbortSignal): Promise<readonly Action[]>;
  /** 25 at most. */
  readActions(ids: readonly number[], signal: AbortSignal): Promise<readonly Action[]>;
  close(): Promise<void>;
}

/** The largest pages that the API gives. */
const zonesPerPage = 50;
const rrsetsPerPage = 100;
const actionsPerPage = 50;
const pagesAtOnce = 4;
const readAttempts = 3;

const attempts = 5;
const backOff = { initialMs: 1000, maxMs: 60_000 };
/** Codes of a resource that something else is just at work on. */
const busyCodes = new Set(['locked', 'conflict']);

type Body = Readonly<Record<string, unknown>>;

export function createHetznerApi(options: HetznerOptions): HetznerApi {
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? Math.random;
  const token = createTokenReader(options);
  const transport = retrying(
    withinBudget(
      createHttpTransport({
        baseUrl: options.endpoint,
        clock,
        headers: async () => ({
          authorization: await token.header(),
          accept: 'application/json',
          ...(options.userAgent === undefined ? {} : { 'user-agent': options.userAgent }),
        }),
        ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
        ...(options.observe === undefined ? {} : { observe: options.observe }),
      }),
      clock,
      options.observeQuota,
    ),
    { clock, random, attempts, ...backOff },
  );
  const pages = createConcurrencyLimit(pagesAtOnce);

  /** A reply of any status, but for those that say that the resource is busy just now. */
  async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await transport.send(request, signal);
      const isBusy =
        (reply.status === 409 || reply.status === 423) && busyCodes.has(readFailure(reply).code);
      if (!isBusy || attempt === attempts) return reply;
      await sleep(backOffMs(attempt, backOff, random), clock, signal);
    }
  }

  const toError = (request: HttpRequest, reply: HttpReply): ProviderError =>
    toApiError(request, reply, { clock, isOldToken: token.isOld() });

  async function read(path: string, signal: AbortSignal): Promise<Body> {
    const request: HttpRequest = { method: 'GET', path };
    const reply = await send(request, signal);
    if (reply.status !== 200) throw toError(request, reply);
    return bodyOf(request, reply);
  }

  /** Every write can be sent again: what it finds done already is told apart by the codes of the answer. */
  async function write(
    method: string,
    path: string,
    json: unknown,
    signal: AbortSignal,
  ): Promise<Written> {
    const bare = { method, path, idempotent: true };
    const request = json === undefined ? bare : jsonRequest(bare, json);
    const reply = await send(request, signal);
    if (reply.status >= 200 && reply.status < 300)
      return { kind: 'accepted', action: toAction(bodyOf(request, reply)['action']) };
    const { code } = readFailure(reply);
    if (code === 'not_found') return { kind: 'missing' };
    if (code === 'uniqueness_error') return { kind: 'exists' };
    throw toError(request, reply);
  }

  async function readRrsetsOnce(zoneId: string, signal: AbortSignal): Promise<RrsetList> {
    const page = async (number: number): Promise<RrsetPage> =>
      toRrsetPage(
        await read(
          `/zones/${zoneId}/rrsets?sort=id&page=${number}&per_page=${rrsetsPerPage}`,
          signal,
        ),
      );
    const first = await page(1);
    const rest = Array.from({ length: first.lastPage - 1 }, (_, index) =>
      pages.run(() => page(index + 2), signal),
    );
    return toList([first, ...(await Promise.all(rest))]);
  }

  return {
    async listZones(signal) {
      const zones: HetznerZone[] = [];
      const readPage = async (cursor: number | undefined) => {
        const body = await read(`/zones?page=${cursor ?? 1}&per_page=${zonesPerPage}`, signal);
        return { items: listIn(body, 'zones').map(toZone), next: nextPage(body) };
      };
      const identify = (zone: HetznerZone | undefined): string => zone?.id ?? '';
      for await (const some of readPages(readPage, { what: 'zones', identify }))
        zones.push(...some.filter((zone) => zone !== undefined));
      return zones;
    },

    async readZone(zoneId, signal) {
      const zone = toZone((await read(`/zones/${zoneId}`, signal))['zone']);
      if (zone === undefined)
        throw new ProviderError('transient', `GET /zones/${zoneId}: the reply holds no zone`);
      return zone;
    },

    async readRrsets(zoneId, signal) {
      for (let attempt = 1; attempt <= readAttempts; attempt += 1) {
        const { sets, isWhole } = await readRrsetsOnce(zoneId, signal);
        if (isWhole) return sets;
      }
      throw new ProviderError(
        'transient',
        `GET /zones/${zoneId}/rrsets: the list changed while its pages were read, ${readAttempts} times over; it is read again later`,
      );
    },

    readName: async (zoneId, name, signal) =>
      toRrsetPage(
        await read(
          `/zones/${zoneId}/rrsets?name=${encodeURIComponent(name)}&per_page=${rrsetsPerPage}`,
          signal,
        ),
      ).sets,

    async readRrset(zoneId, key, signal) {
      const request: HttpRequest = { method: 'GET', path: rrsetPath(zoneId, key) };
      const reply = await send(request, signal);
      if (reply.status === 200) return toRrset(bodyOf(request, reply)['rrset']);
      if (readFailure(reply).code === 'not_found') return undefined;
      throw toError(request, reply);
    },

    createRrset: (zoneId, { values, ...set }, signal) =>
      write('POST', `/zones/${zoneId}/rrsets`, { ...set, ...toRecords(values) }, signal),

    deleteRrset: (zoneId, key, signal) =>
      write('DELETE', rrsetPath(zoneId, key), undefined, signal),

    setRecords: (zoneId, key, values, signal) =>
      write('POST', `${rrsetPath(zoneId, key)}/actions/set_records`, toRecords(values), signal),

    addRecords: (zoneId, key, values, signal) =>
      write('POST', `${rrsetPath(zoneId, key)}/actions/add_records`, toRecords(values), signal),

    changeTtl: (zoneId, key, ttl, signal) =>
      write('POST', `${rrsetPath(zoneId, key)}/actions/change_ttl`, { ttl }, signal),

    setLabels: (zoneId, key, labels, signal) =>
      write('PUT', rrsetPath(zoneId, key), { labels }, signal),

    readNewestActions: async (zoneId, signal) =>
      toActions(
        await read(`/zones/${zoneId}/actions?sort=id:desc&per_page=${actionsPerPage}`, signal),
      ),

    readActions: async (ids, signal) =>
      toActions(await read(`/actions?${ids.map((id) => `id=${id}`).join('&')}`, signal)),

    close: () => transport.close(),
  };
}

interface TokenReader {
  header(): Promise<Secret>;
  /** The token that was read last looks like one of the old DNS Console. */
  isOld(): boolean;
}

function createTokenReader(options: HetznerOptions): TokenReader {
  let isOld = false;
  return {
    async header() {
      let value: string;
      try {
        value = (await options.token()).reveal().trim();
      } catch (error) {
        throw new ProviderError('unauthorized', `Hetzner API token: ${(error as Error).message}`, {
          cause: error,
        });
      }
      if (!/^[\x21-\x7e]+$/.test(value))
        throw new ProviderError(
          'unauthorized',
          'Hetzner API token: it is empty, or holds blanks or other characters that no token has',
        );
      isOld = /^[A-Za-z0-9]{32}$/.test(value);
      return new Secret(`Bearer ${value}`);
    },
    isOld: () => isOld,
  };
}

/** `@` and `*` stand in the path as they are. */
function rrsetPath(zoneId: string, { name, type }: RrsetKey): string {
  return `/zones/${zoneId}/rrsets/${encodeURIComponent(name).replace('%40', '@')}/${type}`;
}

function toRecords(values: readonly string[]): Body {
  return { records: values.map((value) => ({ value })) };
}

function bodyOf(request: HttpRequest, reply: HttpReply): Body {
  const body = readJson(request, reply);
  return typeof body === 'object' && body !== null ? (body as Body) : {};
}

function listIn(body: Body, key: string): readonly unknown[] {
  const list = body[key];
  if (!Array.isArray(list))
    throw new ProviderError('transient', `the reply holds no list of ${key}`);
  return list as unknown[];
}

function toActions(body: Body): readonly Action[] {
  return listIn(body, 'actions')
    .map(toAction)
    .filter((action) => action !== undefined);
}

interface RrsetPage {
  readonly sets: readonly Rrset[];
  readonly lastPage: number;
  readonly total: number | undefined;
}

interface RrsetList {
  readonly sets: readonly Rrset[];
  readonly isWhole: boolean;
}

function paginationOf(body: Body): Body {
  const meta = (body['meta'] ?? {}) as Body;
  return (meta['pagination'] ?? {}) as Body;
}

function nextPage(body: Body): number | undefined {
  const next = paginationOf(body)['next_page'];
  return typeof next === 'number' ? next : undefined;
}

function toRrsetPage(body: Body): RrsetPage {
  const { last_page: last, total_entries: total } = paginationOf(body);
  return {
    sets: listIn(body, 'rrsets')
      .map(toRrset)
      .filter((set) => set !== undefined),
    lastPage: typeof last === 'number' ? Math.max(1, last) : 1,
    total: typeof total === 'number' ? total : undefined,
  };
}

/** Whole: every page speaks of the same number of sets, so many came, and none twice. */
function toList(pages: readonly RrsetPage[]): RrsetList {
  const sets = pages.flatMap((page) => page.sets);
  const keys = new Set(sets.map(({ name, type }) => `${name}/${type}`));
  const isWhole =
    keys.size === sets.length &&
    pages.every(({ total }) => total === undefined || total === sets.length);
  return { sets, isWhole };
}
