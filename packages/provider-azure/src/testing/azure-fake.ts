import { isIPv4, isIPv6 } from 'node:net';
import {
  serverCert,
  serverKey,
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import type { ZoneKind } from '../record-types.ts';
import { login } from './fake-login.ts';

type Json = Readonly<Record<string, unknown>>;

interface FakeSet {
  /** Relative to the zone, in lower case. */
  readonly name: string;
  readonly type: string;
  readonly etag: string;
  readonly properties: Json;
}

export interface AzureFakeOptions {
  readonly kind?: ZoneKind;
  readonly zones?: readonly string[];
  /** Record sets and zones to a page where the request does not say. Default: 100, as the service. */
  readonly pageSize?: number;
}

/**
 * Azure Resource Manager's DNS and its login, as the REST reference describes them (Azure DNS 2018-05-01, Azure Private DNS
 * 2024-06-01). It keeps state and refuses what the service refuses: preconditions that do not hold, a CNAME beside others or
 * at the apex, a wildcard that is not in front, more than 20 records, strings over 255 bytes, doubles, wrong addresses and
 * TTLs, unknown groups and versions.
 */
export interface AzureFake {
  readonly server: FakeServer;
  /** `zone | name ttl type data`, in order; SOA and the NS of the apex left out. */
  readonly content: () => readonly string[];
  /** Puts a record set as somebody else would, past all rules. */
  readonly put: (zone: string, type: string, name: string, properties: Json) => void;
  readonly remove: (zone: string, type: string, name: string) => void;
  readonly addZone: (name: string) => void;
  readonly removeZone: (name: string) => void;
  readonly zoneId: (name: string) => string;
  /** Requests to Resource Manager that are no logins, as `METHOD path`. */
  readonly calls: () => readonly string[];
  readonly stop: () => Promise<void>;
}

export const fakeGroup = 'group-1';
export const fakeSubscription = '00000000-1111-2222-3333-444444444444';
export const fakeToken = 't0ken-0f-the-fake';

const versions = { public: '2018-05-01', private: '2024-06-01' } as const;
const fields: Readonly<Record<ZoneKind, Readonly<Record<string, string>>>> = {
  public: {
    A: 'ARecords',
    AAAA: 'AAAARecords',
    CAA: 'caaRecords',
    CNAME: 'CNAMERecord',
    MX: 'MXRecords',
    NS: 'NSRecords',
    PTR: 'PTRRecords',
    SOA: 'SOARecord',
    SRV: 'SRVRecords',
    TXT: 'TXTRecords',
  },
  private: {
    A: 'aRecords',
    AAAA: 'aaaaRecords',
    CNAME: 'cnameRecord',
    MX: 'mxRecords',
    PTR: 'ptrRecords',
    SOA: 'soaRecord',
    SRV: 'srvRecords',
    TXT: 'txtRecords',
  },
};

export async function startAzureFake(options: AzureFakeOptions = {}): Promise<AzureFake> {
  const { kind = 'public', pageSize = 100 } = options;
  const zones = new Map<string, Map<string, FakeSet>>();
  const collection = kind === 'public' ? 'dnsZones' : 'privateDnsZones';
  const typePrefix = `Microsoft.Network/${kind === 'public' ? 'dnszones' : 'privateDnsZones'}`;
  const root = `/subscriptions/${fakeSubscription}/resourceGroups/${fakeGroup}/providers/Microsoft.Network/${collection}`;
  const ttlKey = kind === 'public' ? 'TTL' : 'ttl';
  let edits = 0;
  let url = '';

  const store = (zone: string, type: string, name: string, properties: Json): FakeSet => {
    const key = `${type} ${name.toLowerCase()}`;
    edits += 1;
    const set = { type, name: name.toLowerCase(), etag: `etag-${edits}`, properties };
    zones.get(zone)?.set(key, set);
    return set;
  };
  const addZone = (name: string): void => {
    zones.set(name, new Map());
    const field = fields[kind]['SOA'] ?? '';
    store(name, 'SOA', '@', { [ttlKey]: 3600, [field]: { host: 'ns1.example.net.' } });
    if (kind === 'public')
      store(name, 'NS', '@', {
        TTL: 172_800,
        NSRecords: [{ nsdname: 'ns1.example.net.' }, { nsdname: 'ns2.example.net.' }],
      });
  };
  for (const zone of options.zones ?? ['example.org']) addZone(zone);

  const toJson = (zone: string, { type, name, etag, properties }: FakeSet): Json => ({
    id: `${root}/${zone}/${type}/${name}`,
    name,
    type: `${typePrefix}/${type}`,
    etag,
    properties: { fqdn: name === '@' ? `${zone}.` : `${name}.${zone}.`, ...properties },
  });

  const page = (items: readonly Json[], { path, query }: FakeRequest): FakeReply => {
    const from = Number(query.get('$skiptoken') ?? 0);
    const size = Number(query.get('$top') ?? pageSize);
    const next = new URL(`${url}${path}?${query.toString()}`);
    next.searchParams.set('$skiptoken', String(from + size));
    return {
      json: {
        value: items.slice(from, from + size),
        ...(items.length > from + size ? { nextLink: next.href } : {}),
      },
    };
  };

  const put = (request: FakeRequest, zone: string, type: string, name: string): FakeReply => {
    const sets = zones.get(zone) ?? new Map<string, FakeSet>();
    const present = sets.get(`${type} ${name}`);
    const properties = (JSON.parse(request.body) as { properties?: Json }).properties ?? {};
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    if (ifNoneMatch === '*' && present !== undefined) return preconditionFailed;
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== present?.etag)
      return preconditionFailed;
    const problem = refusal(kind, type, name, properties, [...sets.values()]);
    if (problem !== undefined) return refuse(400, 'BadRequest', problem);
    const set = store(zone, type, name, properties);
    return { status: present === undefined ? 201 : 200, json: toJson(zone, set) };
  };

  const remove = (request: FakeRequest, zone: string, type: string, name: string): FakeReply => {
    const present = zones.get(zone)?.get(`${type} ${name}`);
    if (name === '@' && (type === 'SOA' || type === 'NS'))
      return refuse(400, 'BadRequest', `The ${type} record set at the apex cannot be deleted.`);
    const { 'if-match': ifMatch } = request.headers;
    if (present === undefined) return ifMatch === undefined ? { status: 204 } : preconditionFailed;
    if (ifMatch !== undefined && ifMatch !== present.etag) return preconditionFailed;
    zones.get(zone)?.delete(`${type} ${name}`);
    return { status: 200 };
  };

  const handle = (request: FakeRequest): FakeReply => {
    const { method, path, query, headers } = request;
    const loggedIn = login(request, url, fakeToken);
    if (loggedIn !== undefined) return loggedIn;
    if (headers['authorization'] !== `Bearer ${fakeToken}`)
      return refuse(401, 'AuthenticationFailed', `Not known: ${headers['authorization']}`);
    if (query.get('api-version') !== versions[kind])
      return refuse(400, 'InvalidApiVersionParameter', 'The api-version is not supported.');
    const parts = path.split('/').slice(1).map(decodeURIComponent);
    const [, subscription, , group, , , ofZones, zone, word, ...rest] = parts;
    if (subscription !== fakeSubscription)
      return refuse(
        404,
        'SubscriptionNotFound',
        `The subscription '${subscription}' is not there.`,
      );
    if (group !== fakeGroup)
      return refuse(404, 'ResourceGroupNotFound', `Resource group '${group}' is not there.`);
    if (ofZones !== collection) return refuse(404, 'InvalidResourceType', `No type ${ofZones}.`);
    if (zone === undefined)
      return page(
        [...zones.keys()].map((name) => ({ id: `${root}/${name}`, name, type: typePrefix })),
        request,
      );
    const sets = zones.get(zone);
    if (sets === undefined)
      return refuse(404, 'ResourceNotFound', `The Resource '${typePrefix}/${zone}' is not there.`);
    if (word?.toLowerCase() === 'all')
      return page(
        [...sets.values()].map((set) => toJson(zone, set)),
        request,
      );
    const type = word?.toUpperCase() ?? '';
    const name = rest.join('/').toLowerCase();
    if (method === 'PUT') return put(request, zone, type, name);
    if (method === 'DELETE') return remove(request, zone, type, name);
    const set = sets.get(`${type} ${name}`);
    if (set === undefined) return refuse(404, 'NotFound', `The resource record is not there.`);
    return { json: toJson(zone, set) };
  };

  const server = await startFakeServer(handle, { key: serverKey, cert: serverCert });
  url = server.url;
  return {
    server,
    addZone,
    removeZone: (name) => void zones.delete(name),
    zoneId: (name) => `${root}/${name}`,
    put: (zone, type, name, properties) => void store(zone, type, name, properties),
    remove: (zone, type, name) => void zones.get(zone)?.delete(`${type} ${name}`),
    calls: () =>
      server.requests
        .filter(({ path }) => path.startsWith('/subscriptions/'))
        .map(({ method, path }) => `${method} ${path.slice(root.length)}`),
    content: () =>
      [...zones]
        .flatMap(([zone, sets]) =>
          [...sets.values()]
            .filter(({ name, type }) => name !== '@' || (type !== 'SOA' && type !== 'NS'))
            .map(({ name, type, properties }) => {
              const { [ttlKey]: ttl, ...data } = properties;
              return `${zone} | ${name} ${String(ttl)} ${type} ${JSON.stringify(Object.values(data))}`;
            }),
        )
        .sort(),
    stop: () => server.stop(),
  };
}

function refuse(status: number, code: string, message: string): FakeReply {
  return { status, json: { error: { code, message } } };
}

/** As the DNS service writes it, without the `error` around it. */
const preconditionFailed: FakeReply = {
  status: 412,
  json: { code: 'PreconditionFailed', message: 'The condition in the If-Match header failed.' },
};

/** Why a record set is refused. */
function refusal(
  kind: ZoneKind,
  type: string,
  name: string,
  properties: Json,
  present: readonly FakeSet[],
): string | undefined {
  const field = fields[kind][type];
  if (field === undefined) return `The record type '${type}' is not supported.`;
  if (name.slice(1).includes('*')) return 'A wildcard is the first label of a name.';
  const alias = properties['targetResource'] as { readonly id?: string } | undefined;
  if (alias?.id !== undefined) return kind === 'public' ? undefined : 'Unknown: targetResource.';
  const data = properties[field];
  if (data === undefined) return `The record set has no ${field}.`;
  const ttl = properties[kind === 'public' ? 'TTL' : 'ttl'];
  if (!Number.isInteger(ttl) || Number(ttl) < 1 || Number(ttl) > 2_147_483_647)
    return `The TTL '${String(ttl)}' is out of range.`;
  if (type === 'CNAME' && name === '@') return 'A CNAME cannot be at the zone apex.';
  const others = present.filter((set) => set.name === name && set.type !== type);
  if (others.length > 0 && (type === 'CNAME' || others.some((set) => set.type === 'CNAME')))
    return `The record set '${name}' cannot be there beside a CNAME.`;
  const records = (Array.isArray(data) ? data : [data]) as readonly Json[];
  if (records.length === 0) return 'The record set is empty.';
  if (records.length > 20) return 'A record set holds 20 records at most.';
  const texts = records.map((record) => JSON.stringify(record));
  if (new Set(texts).size !== texts.length) return 'The record set contains a double.';
  for (const record of records) {
    const { ipv4Address, ipv6Address, value } = record;
    if (type === 'A' && !isIPv4(String(ipv4Address))) return `'${String(ipv4Address)}' is no IPv4.`;
    if (type === 'AAAA' && !isIPv6(String(ipv6Address)))
      return `'${String(ipv6Address)}' is no IPv6.`;
    if (type === 'TXT' && (value as string[]).some((text) => Buffer.byteLength(text) > 255))
      return 'A string of a TXT record holds 255 bytes at most.';
  }
  return undefined;
}
