import type { Clock } from '@org/dns-core';
import {
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import {
  labelProblems,
  nameProblems,
  recordProblems,
  ttlProblems,
  type FieldProblem,
} from './rrset-rules.ts';

interface FakeRrset {
  name: string;
  type: string;
  ttl: number | null;
  labels: Record<string, string>;
  protection: { change: boolean };
  records: { value: string; comment: string }[];
}

interface FakeZone {
  readonly id: number;
  readonly name: string;
  readonly mode: 'primary' | 'secondary';
  ttl: number;
  readonly sets: Map<string, FakeRrset>;
}

interface FakeAction {
  readonly id: number;
  readonly command: string;
  readonly zone: number;
  /** Times that it is still told to be running. */
  left: number;
  failure: { readonly code: string; readonly message: string } | null;
}

export interface FakeHetzner extends FakeServer {
  readonly zones: readonly FakeZone[];
  addZone(name: string, mode?: FakeZone['mode']): FakeZone;
  removeZone(name: string): void;
  /** As somebody else would make it, in the Console: an action of its own. */
  put(
    zone: string,
    set: Partial<FakeRrset> & { name: string; type: string; values: string[] },
  ): FakeRrset;
  remove(zone: string, name: string, type: string): void;
  /** `www A 300 192.0.2.1 192.0.2.2`, sorted; a set without a TTL has `-`. */
  lines(zone: string): readonly string[];
  /** Requests left; 3600 at first, none flow back. */
  remaining: number;
  /** How often the next actions are told to be running. Default: 0. */
  runningFor: number;
  /** What the next action ends with. */
  nextFailure: FakeAction['failure'];
  /** The first so many writes find their zone locked. */
  locked: number;
  /** Called between two pages of a list. */
  betweenPages: () => void;
}

export const token = 'T0ken'.padEnd(64, 'x');
export const readOnlyToken = 'R3ad'.padEnd(64, 'x');

/**
 * The DNS part of the Hetzner Cloud API on loopback, written from docs.hetzner.cloud/reference/cloud: keeps zones and sets,
 * pages, and refuses what the service refuses.
 */
export async function startFakeHetzner(clock: Clock): Promise<FakeHetzner> {
  const zones: FakeZone[] = [];
  const actions: FakeAction[] = [];
  const limit = 3600;

  const act = (command: string, zone: number): FakeAction => {
    const action: FakeAction = {
      id: 1000 + actions.length,
      command,
      zone,
      left: fake.runningFor,
      failure: fake.nextFailure,
    };
    fake.nextFailure = null;
    actions.push(action);
    return action;
  };

  const shown = (action: FakeAction): unknown => {
    const status = action.left > 0 ? 'running' : action.failure === null ? 'success' : 'error';
    action.left -= 1;
    return {
      id: action.id,
      command: action.command,
      status,
      progress: status === 'running' ? 50 : 100,
      started: '2026-11-01T00:00:00Z',
      finished: status === 'running' ? null : '2026-11-01T00:00:01Z',
      resources: [{ id: action.zone, type: 'zone' }],
      error: status === 'error' ? action.failure : null,
    };
  };

  const paged = <T>(
    request: FakeRequest,
    key: string,
    items: readonly T[],
    show: (item: T) => unknown,
    most: number,
  ): FakeReply => {
    const number = (name: string, fallback: number): number =>
      Number(request.query.get(name) ?? fallback);
    const [page, perPage] = [number('page', 1), number('per_page', 25)];
    if (perPage > most || perPage < 1 || page < 1)
      return invalid([{ name: 'per_page', messages: [`must be at most ${most}`] }]);
    const last = Math.max(1, Math.ceil(items.length / perPage));
    const reply = {
      json: {
        [key]: items.slice((page - 1) * perPage, page * perPage).map(show),
        meta: {
          pagination: {
            page,
            per_page: perPage,
            previous_page: page > 1 ? page - 1 : null,
            next_page: page < last ? page + 1 : null,
            last_page: last,
            total_entries: items.length,
          },
        },
      },
    };
    if (page < last) fake.betweenPages();
    return reply;
  };

  const zoneOf = (idOrName: string): FakeZone | undefined =>
    zones.find(({ id, name }) => String(id) === idOrName || name === idOrName);

  const showZone = ({ id, name, mode, ttl, sets }: FakeZone): unknown => ({
    id,
    name,
    mode,
    ttl,
    labels: {},
    protection: { delete: false },
    status: 'ok',
    record_count: sets.size,
  });

  const showSet = (zone: FakeZone, set: FakeRrset): unknown => ({
    id: `${set.name}/${set.type}`,
    ...set,
    // Their order is not promised.
    records: set.records.toReversed(),
    zone: zone.id,
  });

  const readSets = (request: FakeRequest, zone: FakeZone): FakeReply => {
    const name = request.query.get('name');
    const sets = [...zone.sets.entries()]
      .filter(([, set]) => name === null || set.name === name)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, set]) => set);
    return paged(request, 'rrsets', sets, (set) => showSet(zone, set), 100);
  };

  const createSet = (zone: FakeZone, body: Record<string, unknown>): FakeReply => {
    const { name, type, ttl = null, labels = {}, records, ...others } = body;
    const wrong = [
      ...Object.keys(others).map((key) => ({ name: key, messages: ['unknown field'] })),
      ...nameProblems(name, type, zone.name),
      ...ttlProblems(ttl),
      ...labelProblems(labels),
      ...recordProblems(String(type), records, true),
    ];
    if (wrong.length > 0) return invalid(wrong);
    const set: FakeRrset = {
      name: String(name),
      type: String(type),
      ttl: ttl as number | null,
      labels: labels as Record<string, string>,
      protection: { change: false },
      records: toRecords(records),
    };
    const key = `${set.name}/${set.type}`;
    if (zone.sets.has(key)) return failed(409, 'uniqueness_error', 'RRSet already exists');
    const collides = [...zone.sets.values()].some(
      (other) => other.name === set.name && (other.type === 'CNAME' || set.type === 'CNAME'),
    );
    if (collides) return invalid([{ name: 'type', messages: ['CNAME collides with other sets'] }]);
    zone.sets.set(key, set);
    const action = shown(act('create_rrset', zone.id));
    return { status: 201, json: { rrset: showSet(zone, set), action } };
  };

  const onSet = (
    request: FakeRequest,
    zone: FakeZone,
    key: string,
    verb: string | undefined,
  ): FakeReply => {
    const set = zone.sets.get(key);
    if (set === undefined) return failed(404, 'not_found', `rrset ${key} not found`);
    if (request.method === 'GET') return { json: { rrset: showSet(zone, set) } };
    const body = parse(request.body);
    if (verb === undefined && request.method === 'PUT') {
      const wrong = labelProblems(body['labels']);
      if (wrong.length > 0) return invalid(wrong);
      if (body['labels'] !== undefined) set.labels = body['labels'] as Record<string, string>;
      return { json: { rrset: showSet(zone, set) } };
    }
    if (set.protection.change) return failed(403, 'protected', `rrset ${key} is protected`);
    const done = (command: string): FakeReply => ({
      status: 201,
      json: { action: shown(act(command, zone.id)) },
    });
    if (verb === undefined && request.method === 'DELETE') {
      zone.sets.delete(key);
      return done('delete_rrset');
    }
    if (verb === 'change_ttl') {
      if (!('ttl' in body)) return invalid([{ name: 'ttl', messages: ['is required'] }]);
      const wrong = ttlProblems(body['ttl']);
      if (wrong.length > 0) return invalid(wrong);
      set.ttl = body['ttl'] as number | null;
      return done('change_rrset_ttl');
    }
    const wrong = recordProblems(set.type, body['records']);
    if (wrong.length > 0) return invalid(wrong);
    const records = toRecords(body['records']);
    if (verb === 'set_records') {
      set.records = records;
      return done('set_rrset_records');
    }
    if (verb === 'add_records') {
      const known = new Set(set.records.map(({ value }) => value));
      if (records.some(({ value }) => known.has(value)))
        return failed(409, 'uniqueness_error', 'record already exists');
      set.records.push(...records);
      return done('add_rrset_records');
    }
    return failed(404, 'not_found', 'no such action');
  };

  const answer = (request: FakeRequest): FakeReply => {
    const given = request.headers['authorization'];
    if (given !== `Bearer ${token}` && given !== `Bearer ${readOnlyToken}`)
      return failed(401, 'unauthorized', `unable to authenticate ${given}`);
    if (fake.remaining <= 0) return failed(429, 'rate_limit_exceeded', 'limit of 3600 reached');
    fake.remaining -= 1;
    const isWrite = request.method !== 'GET';
    if (isWrite && given !== `Bearer ${token}`)
      return failed(403, 'token_readonly', 'token is only allowed to perform GET requests');
    const [, version, place, zoneId, part, name, type, , verb] = request.path
      .split('/')
      .map((piece) => decodeURIComponent(piece));
    if (version !== 'v1') return failed(404, 'not_found', 'no such page');
    if (place === 'actions') {
      const ids = request.query.getAll('id').map(Number);
      if (ids.length === 0 || ids.length > 25)
        return invalid([{ name: 'id', messages: ['1 to 25 ids'] }]);
      const some = actions.filter(({ id }) => ids.includes(id));
      return paged(request, 'actions', some, shown, 50);
    }
    if (place !== 'zones') return failed(404, 'not_found', 'no such page');
    if (zoneId === undefined) return paged(request, 'zones', zones, showZone, 50);
    const zone = zoneOf(zoneId);
    if (zone === undefined) return failed(404, 'not_found', `zone ${zoneId} not found`);
    if (part === undefined) return { json: { zone: showZone(zone) } };
    if (part === 'actions') {
      const newest = actions.filter((one) => one.zone === zone.id).toReversed();
      return paged(request, 'actions', newest, shown, 50);
    }
    if (zone.mode === 'secondary')
      return failed(422, 'incorrect_zone_mode', 'zone is in secondary mode');
    if (isWrite && fake.locked > 0) {
      fake.locked -= 1;
      return failed(423, 'locked', 'zone is locked');
    }
    if (name !== undefined) return onSet(request, zone, `${name}/${type}`, verb);
    return request.method === 'GET'
      ? readSets(request, zone)
      : createSet(zone, parse(request.body));
  };

  const server = await startFakeServer((request) => {
    const reply = answer(request);
    return {
      ...reply,
      headers: {
        'RateLimit-Limit': String(limit),
        'RateLimit-Remaining': String(fake.remaining),
        'RateLimit-Reset': String(Math.round(clock.now() / 1000) + limit - fake.remaining),
        'X-Correlation-Id': '7f6a',
      },
    };
  });

  const needZone = (name: string): FakeZone => {
    const zone = zoneOf(name);
    if (zone === undefined) throw new Error(`the fake has no zone ${name}`);
    return zone;
  };

  const fake: FakeHetzner = Object.assign(server, {
    zones,
    remaining: limit,
    runningFor: 0,
    nextFailure: null as FakeAction['failure'],
    locked: 0,
    betweenPages: () => undefined,
    addZone(name: string, mode: FakeZone['mode'] = 'primary') {
      const zone: FakeZone = { id: 4711 + zones.length, name, mode, ttl: 3600, sets: new Map() };
      zones.push(zone);
      return zone;
    },
    removeZone(name: string) {
      zones.splice(zones.indexOf(needZone(name)), 1);
    },
    put(
      zone: string,
      { values, ...set }: Partial<FakeRrset> & { name: string; type: string; values: string[] },
    ) {
      const made: FakeRrset = {
        ttl: null,
        labels: {},
        protection: { change: false },
        ...set,
        records: values.map((value) => ({ value, comment: '' })),
      };
      needZone(zone).sets.set(`${set.name}/${set.type}`, made);
      act('create_rrset', needZone(zone).id);
      return made;
    },
    remove(zone: string, name: string, type: string) {
      needZone(zone).sets.delete(`${name}/${type}`);
      act('delete_rrset', needZone(zone).id);
    },
    lines: (zone: string) =>
      [...needZone(zone).sets.values()]
        .map(({ name, type, ttl, records }) =>
          [name, type, ttl ?? '-', ...records.map(({ value }) => value).toSorted()].join(' '),
        )
        .toSorted(),
  });
  return fake;
}

function failed(status: number, code: string, message: string): FakeReply {
  return { status, json: { error: { code, message, details: null } } };
}

function invalid(fields: readonly FieldProblem[]): FakeReply {
  const message = `invalid input in ${fields.map(({ name }) => `'${name}'`).join(', ')}`;
  return { status: 422, json: { error: { code: 'invalid_input', message, details: { fields } } } };
}

function parse(body: string): Record<string, unknown> {
  return (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
}

function toRecords(records: unknown): { value: string; comment: string }[] {
  return (records as { value: string; comment?: string }[]).map(({ value, comment = '' }) => ({
    value,
    comment,
  }));
}
