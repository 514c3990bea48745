import { readFileSync } from 'node:fs';
import {
  createEndpoint,
  ProviderError,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import {
  createManualClock,
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
  type ManualClock,
} from '@org/dns-provider-kit/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { PdnsOptions } from './options.ts';
import { createPdnsProvider } from './pdns-provider.ts';

const never = new AbortController().signal;
const zone = { id: 'example.org.', name: toDnsName('example.org') };
const key = 's3cret-k3y';
const base = '/api/v1/servers/localhost/zones';

/** Replies of PowerDNS 4.7.3, recorded. */
const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));

const answers: Readonly<Record<string, () => FakeReply>> = {
  [`GET ${base}`]: () => ({ json: recorded('zones') }),
  [`GET ${base}/example.org.`]: () => ({ json: recorded('zone') }),
  [`GET ${base}/example.org.?rrset_name=www.example.org.`]: () => ({
    json: recorded('zone-one-name'),
  }),
  [`GET ${base}/example.org.?rrset_name=off.example.org.`]: () => ({ json: { rrsets: [] } }),
  [`GET ${base}/example.org.?rrsets=false`]: () => ({ json: recorded('zone-facts') }),
  [`PUT ${base}/example.org./rectify`]: () => ({ json: { result: 'Rectified' } }),
};

function answer({ method, path, query, headers, body }: FakeRequest): FakeReply {
  if (headers['x-api-key'] !== key) return { status: 401, body: 'Unauthorized' };
  if (method === 'PATCH')
    return body.includes('bad.example.org')
      ? { status: 422, json: { error: 'RRset bad.example.org. IN A: refused' } }
      : { status: 204 };
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return answers[`${method} ${path}${search}`]?.() ?? { status: 404, body: 'Not Found' };
}

const running: { servers: FakeServer[]; provider: Provider }[] = [];
afterEach(async () => {
  for (const { servers, provider } of running.splice(0)) {
    await provider.close?.();
    await Promise.all(servers.map((server) => server.stop()));
  }
});

async function start(
  options: Partial<PdnsOptions> = {},
  handler = answer,
): Promise<{ server: FakeServer; second: FakeServer; provider: Provider; clock: ManualClock }> {
  const server = await startFakeServer(handler);
  const second = await startFakeServer(handler);
  const clock = createManualClock(1_000_000);
  const provider = createPdnsProvider({
    servers: [server.url],
    serverId: 'localhost',
    apiKey: fixedSecret(new Secret(key)),
    tls: {},
    behavior: 'safe',
    clock,
    random: () => 1,
    ...options,
    ...(options.servers === undefined ? {} : { servers: [server.url, second.url] }),
  });
  running.push({ servers: [server, second], provider });
  return { server, second, provider, clock };
}

async function readAll(provider: Provider): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const part of provider.readZone(zone, never)) all.push(...part);
  return all;
}

const a = (name: string, target: string, more = {}): Endpoint =>
  createEndpoint({ name, type: 'A', targets: [target], ...more });
const cname = (name: string, more = {}): Endpoint =>
  createEndpoint({ name, type: 'CNAME', targets: ['lb.example.net'], ...more });
const aliased = { properties: [{ name: 'alias', value: 'true' }] };
const create = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const update = (before: Endpoint, after: Endpoint): Change => ({
  kind: 'update',
  before,
  after,
  role: 'record',
});
const remove = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });
const group = (...changes: readonly Change[]): ChangeGroup => ({
  name: toDnsName('x.example.org'),
  changes,
});

interface Patched {
  readonly rrsets: readonly {
    readonly changetype: string;
    readonly name: string;
    readonly type: string;
  }[];
}

/** What was patched: `REPLACE www.example.org. A`, one list per request. */
function patches(server: FakeServer): string[][] {
  return server.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) =>
      (JSON.parse(body) as Patched).rrsets.map(
        ({ changetype, name, type }) => `${changetype} ${name} ${type}`,
      ),
    );
}

const calls = (server: FakeServer): string[] =>
  server.requests.map(
    ({ method, path, query }) =>
      `${method} ${path.replace(base, '')}${query.size === 0 ? '' : `?${query.toString()}`}`,
  );

async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`);
  return error;
}

describe('zones', () => {
  test('are all of the server, or those that the filter accepts', async () => {
    const all = await start();
    expect(await all.provider.listZones(never)).toEqual([
      zone,
      { id: 'lab.example.org.', name: 'lab.example.org' },
    ]);
    const some = await start({ acceptsZone: (name) => name === 'example.org' });
    expect(await some.provider.listZones(never)).toEqual([zone]);
  });

  test('a zone that is filtered out keeps its names from the parent', async () => {
    const { provider } = await start({ acceptsZone: (name) => name === 'example.org' });
    const zones = await provider.listZones(never);
    expect([
      provider.zonesFor?.(a('www.example.org', '192.0.2.1'), zones),
      provider.zonesFor?.(a('www.lab.example.org', '192.0.2.1'), zones),
      provider.zonesFor?.(a('www.example.com', '192.0.2.1'), zones),
    ]).toEqual([[zone], [], []]);
  });

  test('a path of the server is kept in front', async () => {
    const { server, provider } = await start({}, (request) =>
      answer({ ...request, path: request.path.replace('/dns', '') }),
    );
    const prefixed = createPdnsProvider({
      servers: [`${server.url}/dns/`],
      serverId: 'localhost',
      apiKey: fixedSecret(new Secret(key)),
      tls: {},
      behavior: 'safe',
    });
    expect(await prefixed.listZones(never)).toEqual(await provider.listZones(never));
    await prefixed.close?.();
  });
});

describe('reading', () => {
  const expected = [
    cname('alias.example.org', { ttlSeconds: 300, ...aliased }),
    cname('example.org', { ttlSeconds: 300, ...aliased }),
    createEndpoint({
      name: 'example.org',
      type: 'MX',
      ttlSeconds: 300,
      targets: ['10 mail.example.org'],
    }),
    createEndpoint({ name: 'off.example.org', type: 'A', ttlSeconds: 60, targets: [] }),
    a('www.example.org', '192.0.2.1', { ttlSeconds: 60 }),
    createEndpoint({
      name: 'lua.example.org',
      type: 'LUA',
      ttlSeconds: 300,
      targets: [`A "ifportup(443, {'192.0.2.1'})"`],
    }),
  ];

  test('gives every record set of the zone', async () => {
    const { provider } = await start();
    const all = await readAll(provider);
    expect(all).toEqual(expect.arrayContaining(expected));
    expect(all.map(({ name, type }) => `${name} ${type}`).toSorted()).toEqual([
      '_sip._tcp.example.org SRV',
      'alias.example.org CNAME',
      'example.org CNAME',
      'example.org MX',
      'example.org NS',
      'example.org SOA',
      'lua.example.org LUA',
      'off.example.org A',
      'txt.example.org TXT',
      'www.example.org A',
    ]);
  });

  test('of single names asks for those names only', async () => {
    const { server, provider } = await start();
    expect(await provider.readNames?.(zone, [toDnsName('www.example.org')], never)).toEqual([
      a('www.example.org', '192.0.2.1', { ttlSeconds: 60 }),
    ]);
    expect(calls(server)).toEqual(['GET /example.org.?rrset_name=www.example.org.']);
  });

  test('of single names still knows of a set that is disabled, which the server leaves out', async () => {
    const { provider } = await start();
    const off = [toDnsName('off.example.org')];
    expect(await provider.readNames?.(zone, off, never)).toEqual([]);
    await readAll(provider);
    expect(await provider.readNames?.(zone, off, never)).toEqual([
      createEndpoint({ name: 'off.example.org', type: 'A', ttlSeconds: 60, targets: [] }),
    ]);
  });

  test('that is given up half way leaves no timer behind', async () => {
    const { provider, clock } = await start();
    for await (const part of provider.readZone(zone, never)) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    expect(clock.pending).toBe(0);
  });

  test('of very many names is one request', async () => {
    const { server, provider } = await start();
    const names = ['www', 'off', ...Array.from({ length: 100 }, (_, index) => `n${index}`)];
    const found = await provider.readNames?.(
      zone,
      names.map((name) => toDnsName(`${name}.example.org`)),
      never,
    );
    expect(found?.map(({ name }) => name).toSorted()).toEqual([
      'off.example.org',
      'www.example.org',
    ]);
    expect(calls(server)).toEqual(['GET /example.org.']);
  });

  test('of single names is right where an old server gives the whole zone', async () => {
    const { provider } = await start({}, (request) =>
      answer({ ...request, query: new URLSearchParams() }),
    );
    expect(await provider.readNames?.(zone, [toDnsName('alias.example.org')], never)).toEqual([
      cname('alias.example.org', { ttlSeconds: 300, ...aliased }),
    ]);
  });

  test('the serial is the version where every edit moves it', async () => {
    const { server, provider } = await start();
    const facts = recorded('zone-facts') as Record<string, unknown>;
    expect(await provider.zoneVersion?.(zone, never)).toBe(String(facts['serial']));
    for (const way of ['', 'EPOCH']) {
      server.fail({ fault: { kind: 'reply', json: { ...facts, soa_edit_api: way } } });
      expect(await provider.zoneVersion?.(zone, never)).toBeUndefined();
    }
  });

  test.each([
    {
      name: 'breaks off',
      fault: { kind: 'cut-off', afterBytes: 300 } as const,
      reason: 'transient',
    },
    {
      name: 'is a page of a proxy',
      fault: { kind: 'reply', body: '<html>' } as const,
      reason: 'transient',
    },
    {
      name: 'is a 404',
      fault: { kind: 'reply', status: 404, body: 'Not Found' } as const,
      reason: 'not-found',
    },
  ])('a zone that $name is an error', async ({ fault, reason }) => {
    const { server, provider } = await start();
    server.fail({ fault });
    expect(await errorOf(readAll(provider))).toMatchObject({ reason });
  });

  test('a wrong key is said without the key', async () => {
    const { server, provider } = await start({ apiKey: fixedSecret(new Secret('wr0ng')) });
    server.fail({ fault: { kind: 'reply', status: 401, body: 'key wr0ng is unknown' } });
    const error = await errorOf(provider.listZones(never));
    expect(error).toEqual(
      new ProviderError('unauthorized', `GET ${base}: status 401: key [secret] is unknown`),
    );
  });
});

describe('writing', () => {
  test('one PATCH for everything, deletions first', async () => {
    const { server, provider } = await start();
    const groups = [
      group(create(a('new.example.org', '192.0.2.1'))),
      group(update(a('www.example.org', '192.0.2.1'), a('www.example.org', '192.0.2.2'))),
      group(create(cname('type.example.org')), remove(a('type.example.org', '192.0.2.1'))),
    ];
    expect(await provider.applyChanges(zone, groups, never)).toEqual({
      outcomes: groups.map(() => ({ outcome: 'applied' })),
    });
    expect(patches(server)).toEqual([
      [
        'DELETE type.example.org. A',
        'REPLACE new.example.org. A',
        'REPLACE www.example.org. A',
        'REPLACE type.example.org. CNAME',
      ],
    ]);
  });

  test('says what it writes', async () => {
    const { server, provider } = await start();
    await provider.applyChanges(zone, [group(create(cname('example.org')))], never);
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      path: `${base}/example.org.`,
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        rrsets: [
          {
            name: 'example.org.',
            type: 'ALIAS',
            ttl: 300,
            changetype: 'REPLACE',
            records: [{ content: 'lb.example.net.', disabled: false }],
          },
        ],
      }),
    });
  });

  test('an alias that becomes a plain CNAME is removed, and the other way round', async () => {
    const { server, provider } = await start();
    const plain = cname('www.example.org');
    const alias = cname('www.example.org', aliased);
    await provider.applyChanges(zone, [group(update(alias, plain))], never);
    await provider.applyChanges(zone, [group(update(plain, alias))], never);
    await provider.applyChanges(zone, [group(remove(alias))], never);
    expect(patches(server)).toEqual([
      ['DELETE www.example.org. ALIAS', 'REPLACE www.example.org. CNAME'],
      ['DELETE www.example.org. CNAME', 'REPLACE www.example.org. ALIAS'],
      ['DELETE www.example.org. ALIAS'],
    ]);
  });

  test('what is refused is refused alone, in the words of the server', async () => {
    const { provider } = await start();
    const names = ['a', 'b', 'bad', 'c'].map((name) => `${name}.example.org`);
    const { outcomes } = await provider.applyChanges(
      zone,
      names.map((name) => group(create(a(name, '192.0.2.1')))),
      never,
    );
    expect(outcomes).toEqual([
      { outcome: 'applied' },
      { outcome: 'applied' },
      {
        outcome: 'failed',
        error: new ProviderError(
          'rejected',
          `PATCH ${base}/example.org.: status 422: RRset bad.example.org. IN A: refused`,
        ),
      },
      { outcome: 'applied' },
    ]);
  });

  test('a very large set of changes goes in pieces that the server takes', async () => {
    const { server, provider } = await start();
    const text = `"${'x'.repeat(250)}"`;
    const groups = Array.from({ length: 6_000 }, (_, index) =>
      group(
        create(createEndpoint({ name: `n${index}.example.org`, type: 'TXT', targets: [text] })),
      ),
    );
    await provider.applyChanges(zone, groups, never);
    expect(patches(server)).toHaveLength(2);
    const sizes = server.requests.map(({ body }) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(2_000_000);
  });

  test('a lost reply is tried again, because replacing twice is replacing once', async () => {
    const { server, provider, clock } = await start();
    server.fail({ fault: { kind: 'reply-lost' } });
    const written = provider.applyChanges(
      zone,
      [group(create(a('www.example.org', '192.0.2.1')))],
      never,
    );
    await clock.waitForTimer(250);
    clock.advance(250);
    expect(await written).toEqual({ outcomes: [{ outcome: 'applied' }] });
    expect(patches(server)).toHaveLength(2);
  });

  test('a server that stays silent leaves the outcome unknown', async () => {
    const { server, provider, clock } = await start();
    server.fail({ times: 3, fault: { kind: 'reply-hangs' } });
    const written = provider.applyChanges(
      zone,
      [group(create(a('www.example.org', '192.0.2.1')))],
      never,
    );
    for (const [index, waitMs] of [250, 500, undefined].entries()) {
      await server.waitForRequests(index + 1);
      clock.advance(60_000);
      if (waitMs !== undefined) {
        await clock.waitForTimer(waitMs);
        clock.advance(waitMs);
      }
    }
    const { outcomes } = await written;
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  describe('a signed zone', () => {
    const signed = { ...(recorded('zone-facts') as object), dnssec: true };
    const change = [group(create(a('www.example.org', '192.0.2.1')))];
    const isFacts = ({ query }: FakeRequest): boolean => query.has('rrsets');

    test.each([
      { name: 'is rectified', facts: signed, rectified: 1 },
      {
        name: 'that rectifies itself is left to do so',
        facts: { ...signed, api_rectify: true },
        rectified: 0,
      },
    ])('$name', async ({ facts, rectified }) => {
      const { server, provider } = await start();
      server.fail({ when: isFacts, fault: { kind: 'reply', json: facts } });
      expect(await provider.applyChanges(zone, change, never)).toEqual({
        outcomes: [{ outcome: 'applied' }],
      });
      expect(calls(server).filter((call) => call === 'PUT /example.org./rectify')).toHaveLength(
        rectified,
      );
    });

    test('that cannot be rectified now is not said to be in step', async () => {
      const { server, provider } = await start();
      server.fail({ when: isFacts, fault: { kind: 'reply', json: signed } });
      server.fail({
        when: ({ method }) => method === 'PUT',
        fault: { kind: 'reply', status: 501 },
      });
      const { outcomes } = await provider.applyChanges(zone, change, never);
      expect(outcomes).toEqual([
        { outcome: 'unknown', error: expect.objectContaining({ reason: 'transient' }) as unknown },
      ]);
    });

    test('that is signed elsewhere is left alone', async () => {
      const { server, provider } = await start();
      server.fail({ when: isFacts, fault: { kind: 'reply', json: signed } });
      server.fail({
        when: ({ method }) => method === 'PUT',
        fault: { kind: 'reply', status: 422 },
      });
      expect(await provider.applyChanges(zone, change, never)).toEqual({
        outcomes: [{ outcome: 'applied' }],
      });
    });
  });
});

describe('several servers', () => {
  test.each([
    { name: 'is down', fault: { kind: 'reset' } as const },
    { name: 'is down behind its gateway', fault: { kind: 'reply', status: 503 } as const },
  ])('are tried in order; one that $name rests for 30 s', async ({ fault }) => {
    const { server, second, provider, clock } = await start({ servers: ['two'] });
    server.fail({ fault });
    for await (const _part of provider.readZone(zone, never));
    await provider.listZones(never);
    expect([server.requests.length, second.requests.length]).toEqual([1, 2]);
    clock.advance(30_000);
    await provider.listZones(never);
    expect([server.requests.length, second.requests.length]).toEqual([2, 2]);
  });

  test('a refusal is an answer: the next one is not asked', async () => {
    const { server, second, provider } = await start({ servers: ['two'] });
    const bad = [group(create(a('bad.example.org', '192.0.2.1')))];
    const { outcomes } = await provider.applyChanges(zone, bad, never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect([server.requests.length, second.requests.length]).toEqual([1, 0]);
  });

  test('when all are down the last one is heard', async () => {
    const { server, second, provider, clock } = await start({ servers: ['two'] });
    for (const one of [server, second])
      one.fail({ times: 3, fault: { kind: 'reply', status: 503, json: { error: 'down' } } });
    const failed = errorOf(provider.listZones(never));
    for (const waitMs of [250, 500]) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await failed).toMatchObject({
      reason: 'transient',
      message: `GET ${base}: status 503: down`,
    });
    expect([server.requests.length, second.requests.length]).toEqual([3, 3]);
  });
});

describe('compat', () => {
  const groups = [
    group(create(cname('type.example.org')), remove(a('type.example.org', '192.0.2.1'))),
    group(update(a('www.example.org', '192.0.2.1'), a('www.example.org', '192.0.2.2'))),
    group(create(a('www.Example.org', '192.0.2.1'))),
  ];

  test('writes creates, updates and deletes one after the other and leaves out what is spelled otherwise', async () => {
    const { server, provider } = await start({ behavior: 'compat' });
    const { outcomes } = await provider.applyChanges(zone, groups, never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
    expect(patches(server)).toEqual([
      ['REPLACE type.example.org. CNAME'],
      ['REPLACE www.example.org. A'],
      ['DELETE type.example.org. A'],
    ]);
  });

  test('the first failure ends the rest', async () => {
    const { server, provider } = await start({ behavior: 'compat' });
    server.fail({ skip: 1, fault: { kind: 'reply', status: 422, json: { error: 'no' } } });
    const { outcomes } = await provider.applyChanges(zone, groups, never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'applied']);
    expect(patches(server)).toHaveLength(2);
  });

  test('a TTL that does not fit is refused before anything of its phase is sent', async () => {
    const { server, provider } = await start({ behavior: 'compat' });
    const long = group(create(a('www.example.org', '192.0.2.1', { ttlSeconds: 2_147_483_648 })));
    const { outcomes } = await provider.applyChanges(zone, [long], never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(server.requests).toEqual([]);
  });

  test('reads an alias as a CNAME that says nothing, and reads whole zones only', async () => {
    const { provider } = await start({ behavior: 'compat' });
    expect(await readAll(provider)).toContainEqual(cname('alias.example.org', { ttlSeconds: 300 }));
    expect(Object.keys(provider)).not.toEqual(
      expect.arrayContaining(['readNames', 'zoneVersion', 'zonesFor']),
    );
  });
});
