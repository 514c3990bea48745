import { ProviderError } from '@org/dns-core';
import {
  createHttpTransport,
  createSystemClock,
  jsonRequest,
  readJson,
  readPages,
  replyError,
  retrying,
  type HttpReply,
  type HttpRequest,
} from '@org/dns-provider-kit';
import type { MyDnsOptions } from './options.ts';
import { toRecordSet, toZone, type MyDnsRecordSet, type MyDnsZone } from './record-set.ts';

/** What became of a write: done; or there is such a record set already, or none. */
type Written = 'done' | 'exists' | 'missing';

/** Typed calls of the API (put the address of its description here); the only file that knows paths. */
export interface MyDnsApi {
  listZones(signal: AbortSignal): Promise<readonly MyDnsZone[]>;
  /** Every record set of a zone, page by page. */
  readZone(zoneId: string, signal: AbortSignal): AsyncIterable<readonly MyDnsRecordSet[]>;
  readName(zoneId: string, name: string, signal: AbortSignal): Promise<readonly MyDnsRecordSet[]>;
  createSet(zoneId: string, set: MyDnsRecordSet, signal: AbortSignal): Promise<Written>;
  replaceSet(zoneId: string, set: MyDnsRecordSet, signal: AbortSignal): Promise<Written>;
  deleteSet(zoneId: string, set: MyDnsRecordSet, signal: AbortSignal): Promise<Written>;
  close(): Promise<void>;
}

export function createMyDnsApi(options: MyDnsOptions): MyDnsApi {
  const clock = options.clock ?? createSystemClock();
  const transport = retrying(
    createHttpTransport({
      baseUrl: options.endpoint,
      clock,
      headers: async () => ({
        'x-api-token': await options.token(),
        accept: 'application/json',
        ...(options.userAgent === undefined ? {} : { 'user-agent': options.userAgent }),
      }),
      ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
      ...(options.observe === undefined ? {} : { observe: options.observe }),
    }),
    { clock, random: options.random ?? Math.random, attempts: 3 },
  );

  const failure = (request: HttpRequest, reply: HttpReply): ProviderError =>
    replyError(request, reply, { clock, detail: readFailure(reply).message });

  async function* readList<T>(
    path: string,
    key: string,
    toItem: (value: unknown) => T | undefined,
    identify: (item: T) => string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly T[]> {
    const readPage = async (cursor: number | undefined) => {
      const join = path.includes('?') ? '&' : '?';
      const page = `${join}page=${cursor ?? 1}&pageSize=${options.pageSize}`;
      const request = { method: 'GET', path: path + page };
      const reply = await transport.send(request, signal);
      if (reply.status !== 200) throw failure(request, reply);
      const body = (readJson(request, reply) ?? {}) as Readonly<Record<string, unknown>>;
      const list = body[key];
      if (!Array.isArray(list))
        throw new ProviderError('transient', `GET ${path}: the reply holds no ${key}`);
      return {
        items: (list as unknown[]).map(toItem).filter((item) => item !== undefined),
        next: typeof body['nextPage'] === 'number' ? body['nextPage'] : undefined,
      };
    };
    yield* readPages(readPage, { what: `GET ${path}`, identify });
  }

  const recordsOf = (zoneId: string): string => `/zones/${encodeURIComponent(zoneId)}/records`;
  const setOf = (zoneId: string, { name, type }: MyDnsRecordSet): string =>
    `${recordsOf(zoneId)}/${encodeURIComponent(name)}/${type}`;
  const readSets = (path: string, signal: AbortSignal) =>
    readList(path, 'records', toRecordSet, ({ name, type }) => `${name} ${type}`, signal);

  /** Every write can be sent again: what it finds done already is told apart by the code of the answer. */
  async function write(request: HttpRequest, signal: AbortSignal): Promise<Written> {
    const reply = await transport.send(request, signal);
    if (reply.status >= 200 && reply.status < 300) return 'done';
    const { code } = readFailure(reply);
    if (code === 'record_exists') return 'exists';
    if (code === 'record_not_found') return 'missing';
    throw failure(request, reply);
  }

  return {
    async listZones(signal) {
      const zones: MyDnsZone[] = [];
      for await (const page of readList('/zones', 'zones', toZone, ({ id }) => id, signal))
        zones.push(...page);
      return zones;
    },

    readZone: (zoneId, signal) => readSets(recordsOf(zoneId), signal),

    async readName(zoneId, name, signal) {
      const sets: MyDnsRecordSet[] = [];
      const path = `${recordsOf(zoneId)}?name=${encodeURIComponent(name)}`;
      for await (const page of readSets(path, signal)) sets.push(...page);
      return sets;
    },

    createSet: (zoneId, set, signal) =>
      write(
        jsonRequest({ method: 'POST', path: recordsOf(zoneId), idempotent: true }, set),
        signal,
      ),

    replaceSet: (zoneId, set, signal) =>
      write(jsonRequest({ method: 'PUT', path: setOf(zoneId, set) }, set), signal),

    deleteSet: (zoneId, set, signal) =>
      write({ method: 'DELETE', path: setOf(zoneId, set) }, signal),

    close: () => transport.close(),
  };
}

/** `{ "code": "…", "message": "…" }`; empty where the body is something else. */
function readFailure(reply: HttpReply): { readonly code?: string; readonly message?: string } {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(reply.body));
    const { code, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    };
  } catch {
    return {};
  }
}
