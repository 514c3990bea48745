import {
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import type { MyDnsRecordSet } from '../record-set.ts';

export const token = 'my-dns-token';

export interface FakeMyDns {
  /** To be given as `endpoint`. */
  readonly url: string;
  /** Its requests and its faults. */
  readonly server: FakeServer;
  /** What a zone holds, as `name type ttl data`, sorted. */
  content(zone: string): readonly string[];
  /** Puts a record set there as somebody else would. */
  put(zone: string, set: MyDnsRecordSet): void;
  stop(): Promise<void>;
}

const defaultTtl = 3600;
const types = new Set(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SRV', 'TXT']);

/** My DNS in memory, on loopback: it keeps the API's shapes and refuses what the real service refuses. */
export async function startFakeMyDns(zoneNames: readonly string[]): Promise<FakeMyDns> {
  const zones = new Map(zoneNames.map((name) => [name, new Map<string, MyDnsRecordSet>()]));

  const server = await startFakeServer((request) => {
    if (request.headers['x-api-token'] !== token)
      return refuse(401, 'unauthorized', 'the token is not known');
    const [version, list, zone, records, name, type] = request.path.split('/').slice(1);
    if (version !== 'v1' || list !== 'zones') return refuse(404, 'no_such_path', request.path);
    if (zone === undefined)
      return page(
        request,
        'zones',
        Array.from(zones.keys(), (id) => ({ id, name: `${id}.` })),
      );
    const sets = zones.get(decodeURIComponent(zone));
    if (sets === undefined) return refuse(404, 'zone_not_found', `no zone ${zone}`);
    if (records !== 'records') return refuse(404, 'no_such_path', request.path);
    if (name === undefined || type === undefined)
      return request.method === 'POST' ? create(sets, request) : readAll(sets, request);
    const key = `${decodeURIComponent(name)} ${type}`;
    if (!sets.has(key)) return refuse(404, 'record_not_found', `no record ${key}`);
    if (request.method === 'PUT') return write(sets, request, 200);
    sets.delete(key);
    return { status: 204 };
  });

  return {
    url: `${server.url}/v1`,
    server,
    content: (zone) =>
      Array.from(
        zones.get(zone)?.values() ?? [],
        ({ name, type, ttl, data }) => `${name} ${type} ${ttl} ${data.join(' + ')}`,
      ).sort(),
    put: (zone, set) =>
      zones.get(zone)?.set(`${set.name} ${set.type}`, { ttl: defaultTtl, ...set }),
    stop: () => server.stop(),
  };
}

type Sets = Map<string, MyDnsRecordSet>;

function readAll(sets: Sets, request: FakeRequest): FakeReply {
  const name = request.query.get('name');
  const chosen = [...sets.values()].filter((set) => name === null || set.name === name);
  return page(request, 'records', chosen);
}

function create(sets: Sets, request: FakeRequest): FakeReply {
  const { name, type } = JSON.parse(request.body) as MyDnsRecordSet;
  if (sets.has(`${name} ${type}`)) return refuse(409, 'record_exists', `${name} ${type} exists`);
  return write(sets, request, 201);
}

function write(sets: Sets, request: FakeRequest, status: number): FakeReply {
  const set = JSON.parse(request.body) as MyDnsRecordSet;
  const { name, type, ttl = defaultTtl, data } = set;
  if (!types.has(type)) return refuse(422, 'invalid', `records of type ${type} are not held`);
  if (ttl < 60 || ttl > 86_400) return refuse(422, 'invalid', `ttl ${ttl} is out of bounds`);
  const others = [...sets.values()].filter((one) => one.name === name && one.type !== type);
  if (others.length > 0 && [type, ...others.map((one) => one.type)].includes('CNAME'))
    return refuse(422, 'invalid', `a CNAME stands alone at ${name}`);
  sets.set(`${name} ${type}`, { name, type, ttl, data });
  return { status, json: { name, type, ttl, data } };
}

function page(request: FakeRequest, key: string, items: readonly unknown[]): FakeReply {
  const number = Number(request.query.get('page') ?? 1);
  const size = Number(request.query.get('pageSize') ?? 100);
  const rest = items.length > number * size ? { nextPage: number + 1 } : {};
  return { json: { [key]: items.slice((number - 1) * size, number * size), ...rest } };
}

function refuse(status: number, code: string, message: string): FakeReply {
  return { status, json: { code, message } };
}
