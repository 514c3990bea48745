import { Secret } from '@org/dns-core';
import { isIPv4, isIPv6 } from 'node:net';
import {
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import type { GoogleCredentials } from '../credentials.ts';

/**
 * Cloud DNS as its API pages describe it (cloud.google.com/dns/docs/reference/rest/v1 and cloud.google.com/dns/quotas): keeps
 * zones and changes, pages, and refuses what the service refuses.
 */
export interface GoogleFake extends FakeServer {
  readonly zones: ReadonlyMap<string, FakeZone>;
  addZone(zone: Partial<FakeZone> & Pick<FakeZone, 'name' | 'dnsName'>): FakeZone;
  removeZone(name: string): void;
  /** Another client writes. */
  put(zone: string, name: string, type: string, ttl: number, ...rrdatas: readonly string[]): void;
  remove(zone: string, name: string, type: string): void;
  /** Sets as `name type ttl data | data`, sorted, without those of the apex that come with a zone. */
  lines(zone: string): readonly string[];
  /** The token that is accepted. */
  token: string;
  readonly credentials: GoogleCredentials & { readonly forgotten: number };
}

interface FakeZone {
  readonly name: string;
  readonly id: string;
  readonly dnsName: string;
  readonly visibility: string;
  /** Further fields of the resource, such as `peeringConfig`. */
  readonly more: Readonly<Record<string, unknown>>;
  sets: Map<string, FakeSet>;
  /** Ids count from 0, the change that made the zone. */
  changes: number;
}

interface FakeSet {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly rrdatas: readonly string[];
  readonly routingPolicy?: unknown;
}

const fakeProject = 'example-project';

const types = new Set(
  'A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV SSHFP SVCB TLSA TXT'.split(' '),
);
const limits = { sets: 1000, bytes: 100_000, recordsPerSet: 100, page: 1000, defaultPage: 100 };

/** Over HTTP, or over TLS with a certificate. */
export async function startGoogleFake(
  tls?: Parameters<typeof startFakeServer>[1],
): Promise<GoogleFake> {
  const zones = new Map<string, FakeZone>();
  let nextId = 7_000_000_001;
  let forgotten = 0;

  const handler = (request: FakeRequest): FakeReply => {
    try {
      return { json: answer(request) };
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  };

  function answer({ method, path, query, headers, body }: FakeRequest): unknown {
    if (headers['authorization'] !== `Bearer ${fake.token}`)
      throw new Refusal(401, 'authError', `Invalid Credentials: ${headers['authorization']}`);
    const match =
      /^\/dns\/v1\/projects\/([^/]+)\/managedZones(?:\/([^/]+)\/(rrsets|changes))?$/.exec(path);
    if (match === null) throw new Refusal(404, 'notFound', 'no such path');
    const [, project, name, list] = match;
    if (project !== fakeProject) throw new Refusal(403, 'forbidden', 'Forbidden');
    if (name === undefined)
      return pageOf('managedZones', [...zones.values()].map(toJson), query, 'managedZonesList');
    const zone = zones.get(name);
    if (zone === undefined)
      throw new Refusal(
        404,
        'notFound',
        `The 'parameters.managedZone' resource named '${name}' does not exist.`,
      );
    if (list === 'rrsets') {
      const wanted = query.get('name');
      if (wanted !== null && !wanted.endsWith('.'))
        throw new Refusal(400, 'invalid', `Invalid value for 'parameters.name': '${wanted}'`);
      const sets = [...zone.sets.values()]
        .filter((set) => wanted === null || set.name === wanted)
        .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
        .map((set) => ({ ...set, kind: 'dns#resourceRecordSet', signatureRrdatas: [] }));
      return pageOf('rrsets', sets, query, 'resourceRecordSetsList');
    }
    if (method === 'GET') {
      const changes = Array.from({ length: zone.changes + 1 }, (_item, index) => ({
        kind: 'dns#change',
        id: String(index),
        status: 'done',
      }));
      const isDescending = query.get('sortOrder') === 'descending';
      return pageOf('changes', isDescending ? changes.toReversed() : changes, query, 'changesList');
    }
    const change = JSON.parse(body) as { additions?: FakeSet[]; deletions?: FakeSet[] };
    zone.sets = changed(zone, change.additions ?? [], change.deletions ?? []);
    zone.changes += 1;
    return { kind: 'dns#change', id: String(zone.changes), status: 'pending', ...change };
  }

  const server = await startFakeServer(handler, tls);
  const fake: GoogleFake = {
    ...server,
    get connections() {
      return server.connections;
    },
    zones,
    token: 't0ken',
    addZone(more: Partial<FakeZone> & Pick<FakeZone, 'name' | 'dnsName'>) {
      const zone: FakeZone = {
        id: String(nextId),
        visibility: 'public',
        more: {},
        sets: new Map(),
        changes: 0,
        ...more,
      };
      nextId += 1;
      zones.set(zone.name, zone);
      fake.put(zone.name, zone.dnsName, 'NS', 21_600, 'ns-cloud-a1.googledomains.com.');
      const soa = 'ns-cloud-a1.googledomains.com. dns.google.com. 1 21600 3600 259200 300';
      fake.put(zone.name, zone.dnsName, 'SOA', 21_600, soa);
      zone.changes = 0;
      return zone;
    },
    removeZone: (name: string) => zones.delete(name),
    put(zone: string, name: string, type: string, ttl: number, ...rrdatas: readonly string[]) {
      const set = { name, type, ttl, rrdatas };
      const held = zones.get(zone);
      held?.sets.set(keyOf(set), set);
      if (held !== undefined) held.changes += 1;
    },
    remove(zone: string, name: string, type: string) {
      zones.get(zone)?.sets.delete(`${name} ${type}`);
    },
    lines(name: string) {
      const zone = zones.get(name);
      return [...(zone?.sets.values() ?? [])]
        .filter((set) => set.name !== zone?.dnsName || (set.type !== 'NS' && set.type !== 'SOA'))
        .map((set) => `${set.name} ${set.type} ${set.ttl} ${set.rrdatas.join(' | ')}`)
        .toSorted();
    },
    credentials: {
      headers: async () => ({ authorization: new Secret(`Bearer ${fake.token}`) }),
      forget() {
        forgotten += 1;
      },
      project: async () => fakeProject,
      get forgotten() {
        return forgotten;
      },
    },
  };
  return fake;
}

class Refusal extends Error {
  readonly reply: FakeReply;

  constructor(status: number, reason: string, message: string) {
    super(message);
    const errors = [{ domain: 'global', reason, message }];
    this.reply = { status, json: { error: { code: status, message, errors } } };
  }
}

function toJson({ name, id, dnsName, visibility, more }: FakeZone): unknown {
  return { kind: 'dns#managedZone', name, id, dnsName, visibility, ...more };
}

function keyOf({ name, type }: Pick<FakeSet, 'name' | 'type'>): string {
  return `${name} ${type}`;
}

function pageOf(
  key: string,
  items: readonly unknown[],
  query: URLSearchParams,
  kind: string,
): unknown {
  const size = Number(query.get('maxResults') ?? limits.defaultPage);
  if (!(size >= 1 && size <= limits.page))
    throw new Refusal(400, 'invalid', `Invalid value for 'parameters.maxResults': '${size}'`);
  const start = Number(query.get('pageToken') ?? 0);
  const more = items.length > start + size ? { nextPageToken: String(start + size) } : {};
  return { kind: `dns#${kind}Response`, [key]: items.slice(start, start + size), ...more };
}

/** The zone's sets after a change, which is carried out whole or not at all. */
function changed(
  zone: FakeZone,
  additions: readonly FakeSet[],
  deletions: readonly FakeSet[],
): Map<string, FakeSet> {
  if (additions.length + deletions.length === 0)
    throw new Refusal(400, 'required', "The 'entity.change' parameter is required");
  if (additions.length > limits.sets || deletions.length > limits.sets)
    throw new Refusal(400, 'tooManyChanges', 'more than 1000 record sets in one change');
  const bytes = [...additions, ...deletions]
    .flatMap(({ rrdatas }) => rrdatas)
    .reduce((sum, data) => sum + Buffer.byteLength(data), 0);
  if (bytes > limits.bytes)
    throw new Refusal(400, 'totalRrdataSizeTooLarge', `${bytes} bytes of data in one change`);
  const sets = new Map(zone.sets);
  for (const [index, set] of deletions.entries()) {
    const where = `entity.change.deletions[${index}]`;
    const held = sets.get(keyOf(set));
    const same =
      held !== undefined &&
      held.routingPolicy === undefined &&
      held.ttl === set.ttl &&
      JSON.stringify(held.rrdatas.toSorted()) === JSON.stringify(set.rrdatas.toSorted());
    if (!same) throw new Refusal(412, 'conditionNotMet', `Precondition not met for '${where}'`);
    sets.delete(keyOf(set));
  }
  const typesOf = new Map<string, string[]>();
  for (const { name, type } of sets.values())
    typesOf.set(name, [...(typesOf.get(name) ?? []), type]);
  for (const [index, set] of additions.entries()) {
    const where = `entity.change.additions[${index}]`;
    check(zone, set, where);
    if (sets.has(keyOf(set)))
      throw new Refusal(
        409,
        'alreadyExists',
        `The resource '${where}' named '${set.name} (${set.type})' already exists`,
      );
    const beside = typesOf.get(set.name) ?? [];
    const isBesideCname = beside.some((type) => (type === 'CNAME') !== (set.type === 'CNAME'));
    if (isBesideCname)
      throw new Refusal(
        400,
        'cnameResourceRecordSetConflict',
        `The resource record set '${where}' is invalid because the DNS name '${set.name}' may have either one CNAME resource record set or resource record sets of other types, but not both.`,
      );
    sets.set(keyOf(set), { name: set.name, type: set.type, ttl: set.ttl, rrdatas: set.rrdatas });
    typesOf.set(set.name, [...beside, set.type]);
  }
  return sets;
}

function check(zone: FakeZone, set: FakeSet, where: string): void {
  const refuse = (field: string, value: unknown): never => {
    throw new Refusal(400, 'invalid', `Invalid value for '${where}.${field}': '${String(value)}'`);
  };
  if (!types.has(set.type)) refuse('type', set.type);
  if (set.name !== zone.dnsName && !set.name.endsWith(`.${zone.dnsName}`)) refuse('name', set.name);
  if (set.type === 'CNAME' && set.name === zone.dnsName)
    throw new Refusal(
      400,
      'invalidZoneApex',
      `The resource record set '${where}' is invalid because a CNAME is not allowed at the zone apex`,
    );
  if (!Number.isInteger(set.ttl) || set.ttl < 0 || set.ttl > 2_147_483_647) refuse('ttl', set.ttl);
  if (set.rrdatas.length === 0 || set.rrdatas.length > limits.recordsPerSet)
    refuse('rrdata', `${set.rrdatas.length} records`);
  if (new Set(set.rrdatas).size < set.rrdatas.length) refuse('rrdata', 'duplicates');
  if (set.type === 'CNAME' && set.rrdatas.length > 1) refuse('rrdata', 'more than one');
  for (const data of set.rrdatas) if (!isData(set.type, data)) refuse('rrdata', data);
}

function isData(type: string, data: string): boolean {
  const fields = data.split(' ');
  const host = fields.at(-1) ?? '';
  switch (type) {
    case 'A':
      return isIPv4(data);
    case 'AAAA':
      return isIPv6(data);
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return fields.length === 1 && host.endsWith('.');
    case 'MX':
      return fields.length === 2 && host.endsWith('.');
    case 'SRV':
      return fields.length === 4 && host.endsWith('.');
    case 'TXT':
      return /^"(?:[^"\\]|\\.){0,255}"(?: "(?:[^"\\]|\\.){0,255}")*$/.test(data);
    default:
      return data !== '';
  }
}
