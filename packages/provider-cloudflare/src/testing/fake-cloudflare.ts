import {
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import {
  checkPlace,
  Refusal,
  toStored,
  type RecordInput,
  type StoredRecord,
  type ZoneRules,
} from './record-rules.ts';

/** One zone of the fake service. */
export interface FakeZone extends ZoneRules {
  readonly id: string;
  records: Map<string, StoredRecord>;
  /** Custom hostnames, their origins by hostname. */
  readonly custom: Map<
    string,
    { readonly id: string; readonly origin: string; readonly ssl: unknown }
  >;
  /** Regions by hostname. */
  readonly regional: Map<string, string>;
  readonly hasCustomHostnames: boolean;
  /** `name type data`, sorted, with what is not the default behind it. */
  lines(): readonly string[];
  add(input: RecordInput): void;
  /** Takes away what is under a name. */
  drop(name: string): void;
}

export interface FakeCloudflare {
  readonly server: FakeServer;
  readonly baseUrl: string;
  readonly zones: Map<string, FakeZone>;
  addZone(
    name: string,
    more?: { plan?: ZoneRules['plan']; hasCustomHostnames?: boolean },
  ): FakeZone;
  /** `GET /zones`, one per request that came, without the query; ids are left out. */
  calls(): readonly string[];
  /** Requests of this rate limit that are left; told with every reply. */
  quota: number | undefined;
  stop(): Promise<void>;
}

export const fakeToken = 't0ken-of-the-f4ke';
const base = '/client/v4';

/** The part of the Cloudflare API v4 that this package uses, with its state and its refusals. */
export async function startFakeCloudflare(): Promise<FakeCloudflare> {
  const zones = new Map<string, FakeZone>();
  let ids = 0;
  const nextId = (): string => String((ids += 1)).padStart(32, '0');

  const handler = (request: FakeRequest): FakeReply => {
    const headers =
      fake.quota === undefined
        ? {}
        : {
            ratelimit: `"default";r=${fake.quota};t=30`,
            'ratelimit-policy': '"default";q=1200;w=300',
          };
    try {
      const answer = answerTo(request, zones, nextId);
      return { headers, json: { success: true, errors: [], messages: [], ...answer } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      return {
        status,
        headers,
        json: { success: false, errors: [{ code, message }], messages: [], result: null },
      };
    }
  };
  const server = await startFakeServer(handler);
  const fake: FakeCloudflare = {
    server,
    baseUrl: server.url + base,
    zones,
    quota: undefined,
    addZone(name, { plan = 'pro', hasCustomHostnames = true } = {}) {
      const zone: FakeZone = {
        id: nextId(),
        name,
        plan,
        hasCustomHostnames,
        records: new Map(),
        custom: new Map(),
        regional: new Map(),
        lines: () => linesOf(zone),
        add: (input) => void post(zone, storeOf(zone.records), input, nextId()),
        drop: (dropped) => {
          for (const record of zone.records.values())
            if (record.name === dropped) zone.records.delete(record.id);
        },
      };
      zones.set(zone.id, zone);
      return zone;
    },
    calls: () =>
      server.requests.map(({ method, path }) =>
        `${method} ${path.slice(base.length)}`.replaceAll(/\/\d{32}/g, '/…'),
      ),
    stop: () => server.stop(),
  };
  return fake;
}

function linesOf({ records, custom, regional }: FakeZone): readonly string[] {
  return [
    ...[...records.values()].map((record) => {
      const { name, type, content, priority, ttl, proxied, comment, tags } = record;
      const data = type === 'MX' || type === 'SRV' ? `${priority} ${content}` : content;
      const more = [
        ttl === 1 ? '' : ` ttl=${ttl}`,
        proxied ? ' proxied' : '',
        comment === null ? '' : ` comment=${comment}`,
        tags.length === 0 ? '' : ` tags=${tags.join(',')}`,
      ];
      return `${name} ${type} ${data}${more.join('')}`;
    }),
    ...[...custom].map(([hostname, { origin }]) => `custom ${hostname} -> ${origin}`),
    ...[...regional].map(([hostname, region]) => `region ${hostname} ${region}`),
  ].toSorted();
}

type Answer = { readonly result: unknown; readonly result_info?: unknown };

function answerTo(
  request: FakeRequest,
  zones: ReadonlyMap<string, FakeZone>,
  nextId: () => string,
): Answer {
  const { method, path, query, headers } = request;
  if (headers['authorization'] !== `Bearer ${fakeToken}` && headers['x-auth-key'] !== fakeToken)
    throw new Refusal(403, 10_000, `Authentication error: ${headers['authorization'] ?? ''}`);
  const body = (request.body === '' ? {} : JSON.parse(request.body)) as RecordInput;
  const [kind, zoneId, list, last, hostname] = path.slice(base.length + 1).split('/');
  if (kind !== 'zones') throw lost(path);
  if (zoneId === undefined)
    return page(query, [...zones.values()].map(zoneJson), { usual: 20, most: 50 });
  const zone = zones.get(zoneId);
  if (zone === undefined) throw new Refusal(404, 7003, 'Could not route, is the identifier valid?');
  if (list === undefined) return { result: zoneJson(zone) };
  if (list === 'dns_records') return answerRecords(method, zone, last, query, body, nextId);
  if (list === 'custom_hostnames') return answerCustom(method, zone, last, query, body, nextId);
  if (list === 'addressing' && last === 'regional_hostnames')
    return answerRegional(method, zone, hostname, body);
  throw lost(path);
}

function lost(path: string): Refusal {
  return new Refusal(404, 7000, `No route for ${path}`);
}

function zoneJson({ id, name, plan }: FakeZone): unknown {
  return { id, name, status: 'active', plan: { legacy_id: plan, is_subscribed: plan !== 'free' } };
}

function page(
  query: URLSearchParams,
  list: readonly unknown[],
  { usual, most }: { readonly usual: number; readonly most: number },
): Answer {
  const size = Number(query.get('per_page') ?? usual);
  const number = Number(query.get('page') ?? 1);
  if (!(size > 0 && size <= most && number > 0))
    throw new Refusal(400, 1003, 'Invalid page or per_page.');
  const result = list.slice((number - 1) * size, number * size);
  return {
    result,
    result_info: {
      page: number,
      per_page: size,
      count: result.length,
      total_count: list.length,
      total_pages: Math.ceil(list.length / size),
    },
  };
}

/** The records of a zone, found by id and by name. */
interface Store {
  readonly byId: Map<string, StoredRecord>;
  readonly byName: Map<string, StoredRecord[]>;
}

function storeOf(byId: Map<string, StoredRecord>): Store {
  return { byId, byName: Map.groupBy(byId.values(), ({ name }) => name) };
}

function take({ byId, byName }: Store, { id, name }: StoredRecord): void {
  byId.delete(id);
  byName.set(name, byName.get(name)?.filter((record) => record.id !== id) ?? []);
}

function post(zone: FakeZone, store: Store, input: RecordInput, id: string): StoredRecord {
  const record = toStored(id, zone, input);
  checkPlace(record, store.byName.get(record.name) ?? []);
  const old = store.byId.get(id);
  if (old !== undefined && old.name !== record.name) take(store, old);
  const others = store.byName.get(record.name)?.filter((other) => other.id !== id) ?? [];
  store.byName.set(record.name, [...others, record]);
  store.byId.set(id, record);
  return record;
}

function existing({ byId }: Store, id: unknown): StoredRecord {
  const record = byId.get(String(id));
  if (record === undefined) throw new Refusal(404, 81_044, 'Record does not exist.');
  return record;
}

function answerRecords(
  method: string,
  zone: FakeZone,
  id: string | undefined,
  query: URLSearchParams,
  body: RecordInput,
  nextId: () => string,
): Answer {
  const { records } = zone;
  const patch = (into: Store, input: RecordInput): StoredRecord => {
    const old = existing(into, input['id']);
    const { comment, ...rest } = old;
    return post(zone, into, { ...rest, comment, ...input }, old.id);
  };
  if (id === undefined && method === 'GET') {
    const exact = query.get('name.exact');
    const suffix = query.get('name.endswith');
    const found = [...records.values()].filter(
      ({ name }) =>
        (exact === null || name === exact) && (suffix === null || name.endsWith(suffix)),
    );
    return page(query, found, { usual: 100, most: 5000 });
  }
  if (id === undefined) return { result: post(zone, storeOf(records), body, nextId()) };
  if (id === 'batch') {
    const lists = ['deletes', 'patches', 'puts', 'posts'].map(
      (key) => (body[key] ?? []) as readonly RecordInput[],
    );
    const [deletes = [], patches = [], puts = [], posts = []] = lists;
    const most = zone.plan === 'free' ? 200 : 3500;
    if (lists.flat().length > most) throw new Refusal(400, 9999, 'Too many operations.');
    const copy = storeOf(new Map(records));
    for (const one of deletes) take(copy, existing(copy, one['id']));
    for (const one of patches) patch(copy, one);
    for (const one of puts) post(zone, copy, one, existing(copy, one['id']).id);
    for (const one of posts) post(zone, copy, one, nextId());
    zone.records = copy.byId;
    return { result: {} };
  }
  const store = storeOf(records);
  const old = existing(store, id);
  if (method === 'DELETE') take(store, old);
  else if (method === 'PATCH') patch(store, { ...body, id });
  else if (method === 'PUT') post(zone, store, body, id);
  return { result: old };
}

function answerCustom(
  method: string,
  zone: FakeZone,
  id: string | undefined,
  query: URLSearchParams,
  body: RecordInput,
  nextId: () => string,
): Answer {
  const { custom, records } = zone;
  if (!zone.hasCustomHostnames)
    throw new Refusal(403, 1404, 'Access to this feature is not authorized for this zone.');
  if (method === 'GET') {
    const origin = query.get('custom_origin_server');
    const found = [...custom]
      .map(([hostname, one]) => ({ id: one.id, hostname, custom_origin_server: one.origin }))
      .filter((one) => origin === null || one.custom_origin_server === origin);
    return page(query, found, { usual: 20, most: 50 });
  }
  if (method === 'POST') {
    const hostname = String(body['hostname']);
    const origin = String(body['custom_origin_server']);
    if (custom.has(hostname)) throw new Refusal(409, 1406, 'Duplicate custom hostname found.');
    if (![...records.values()].some(({ name, proxiable }) => proxiable && name === origin))
      throw new Refusal(400, 1443, 'The custom origin server has no record in the zone.');
    custom.set(hostname, { id: nextId(), origin, ssl: body['ssl'] });
    return { result: {} };
  }
  const [known] = [...custom].find(([, one]) => one.id === id) ?? [];
  if (known === undefined) throw new Refusal(404, 1436, 'The custom hostname was not found.');
  custom.delete(known);
  return { result: { id } };
}

function answerRegional(
  method: string,
  { regional }: FakeZone,
  hostname: string | undefined,
  body: RecordInput,
): Answer {
  if (hostname === undefined && method === 'GET')
    return {
      result: [...regional].map(([name, region]) => ({ hostname: name, region_key: region })),
    };
  if (hostname === undefined) {
    if (regional.has(String(body['hostname'])))
      throw new Refusal(409, 1002, 'The regional hostname already exists.');
    regional.set(String(body['hostname']), String(body['region_key']));
    return { result: {} };
  }
  const name = decodeURIComponent(hostname);
  if (!regional.has(name)) throw new Refusal(404, 1001, 'The regional hostname was not found.');
  if (method === 'DELETE') regional.delete(name);
  else regional.set(name, String(body['region_key']));
  return { result: {} };
}
