import { ProviderError, Secret, toDnsName } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CloudflareOptions } from './options.ts';
import {
  create,
  errorOf,
  groups,
  never,
  readAll,
  remove,
  startBench,
  update,
  wanted,
  words,
  type Bench,
} from './testing/bench-provider.ts';
import { fakeToken, type FakeZone } from './testing/fake-cloudflare.ts';

const running: Bench[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((bench) => bench.stop()));
});

async function start(
  options: Partial<CloudflareOptions> = {},
  plan?: FakeZone['plan'],
): Promise<Bench> {
  const bench = await startBench(options, plan);
  running.push(bench);
  return bench;
}

/** What was written, as it reads. */
const text = (endpoints: Awaited<ReturnType<typeof readAll>>): readonly string[] =>
  endpoints
    .map(({ name, type, targets, ttlSeconds, properties }) =>
      [
        name,
        type,
        ...targets.toSorted(),
        `ttl=${ttlSeconds}`,
        ...properties.map((one) => `${one.name.replace(/^.*cloudflare-/, '')}=${one.value}`),
      ].join(' '),
    )
    .toSorted();

const batches = ({ fake }: Bench): readonly string[] =>
  fake.server.requests
    .filter(({ path }) => path.endsWith('/batch'))
    .map(({ body }) =>
      Object.entries(JSON.parse(body) as Record<string, unknown[]>)
        .map(([kind, list]) => `${list.length} ${kind}`)
        .join(', '),
    );

describe('what is written reads back as it was adjusted', () => {
  const endpoints = [
    wanted('www.example.org A 192.0.2.1 192.0.2.2', {}, 300),
    wanted('www.example.org AAAA 2001:db8:0::1'),
    wanted(
      'front.example.org CNAME LB.example.net.',
      { proxied: 'true', 'record-comment': 'by hand' },
      300,
    ),
    wanted('mail.example.org MX 10 mx.example.net.', { tags: ' b:2 ,a:1,, b:2' }),
    wanted('_sip._tcp.example.org SRV 10  5 5060 sip.example.org.'),
    wanted('plain.example.org TXT v=spf1 -all'),
    wanted('quoted.example.org TXT "say \\"hi\\"" "two"'),
    wanted(`long.example.org TXT ${'x'.repeat(300)}`),
    { ...wanted('example.org CAA x'), targets: ['0 issue "ca.example.net"'] },
    { ...wanted('svc.example.org HTTPS x'), targets: ['1 . alpn="h3,h2" port=8443'] },
    { ...wanted('e.example.org NAPTR x'), targets: ['10 20 "U" "E2U+sip" "!^.*$!sip:a@b!" .'] },
    { ...wanted('_443._tcp.example.org TLSA x'), targets: ['3 1 1 0A0B'] },
    wanted('*.example.org A 192.0.2.9'),
    wanted('sub.example.org NS ns1.example.net.'),
  ];

  test('every type, its settings and its forms', async () => {
    const { provider, at } = await start();
    const adjusted = (await provider.adjust?.(endpoints, never)) ?? [];
    const report = await provider.applyChanges(at, groups(...adjusted.map(create)), never);
    expect(new Set(words(report.outcomes))).toEqual(new Set(['applied']));
    const read = text(await readAll(provider, at));
    // No TTL is automatic, which reads as 1.
    expect(read).toEqual(
      text(adjusted.map((one) => ({ ...one, ttlSeconds: one.ttlSeconds || 1 }))),
    );
    expect(read).toEqual([
      '*.example.org A 192.0.2.9 ttl=1',
      '_443._tcp.example.org TLSA 3 1 1 0A0B ttl=1',
      '_sip._tcp.example.org SRV 10 5 5060 sip.example.org. ttl=1',
      'e.example.org NAPTR 10 20 "U" "E2U+sip" "!^.*$!sip:a@b!" . ttl=1',
      'example.org CAA 0 issue "ca.example.net" ttl=1',
      'front.example.org CNAME lb.example.net ttl=1 proxied=true record-comment=by hand',
      `long.example.org TXT "${'x'.repeat(300)}" ttl=1`,
      'mail.example.org MX 10 mx.example.net ttl=1 tags=a:1,b:2',
      'plain.example.org TXT "v=spf1 -all" ttl=1',
      'quoted.example.org TXT "say \\"hi\\"" "two" ttl=1',
      'sub.example.org NS ns1.example.net ttl=1',
      'svc.example.org HTTPS 1 . alpn="h3,h2" port=8443 ttl=1',
      'www.example.org A 192.0.2.1 192.0.2.2 ttl=300',
      'www.example.org AAAA 2001:db8::1 ttl=1',
    ]);
  });

  test('creating it again writes nothing anew', async () => {
    const { provider, at, zone } = await start();
    const adjusted = (await provider.adjust?.(endpoints, never)) ?? [];
    const work = groups(...adjusted.map(create));
    await provider.applyChanges(at, work, never);
    const lines = zone.lines();
    expect(words((await provider.applyChanges(at, work, never)).outcomes)).toEqual(
      work.map(() => 'applied'),
    );
    expect(zone.lines()).toEqual(lines);
  });
});

describe('changes', () => {
  const www = wanted('www.example.org A 192.0.2.1 192.0.2.2');

  test('a target is replaced in place; what somebody added meanwhile and hand-made settings stay', async () => {
    const { provider, at, zone } = await start();
    zone.add({ name: 'www', type: 'A', content: '192.0.2.1', settings: { ipv4_only: true } });
    zone.add({ name: 'www', type: 'A', content: '192.0.2.2' });
    zone.add({ name: 'www', type: 'A', content: '192.0.2.99' });
    const ids = [...zone.records.keys()];
    const after = wanted('www.example.org A 192.0.2.2 192.0.2.3', {}, 120);
    const report = await provider.applyChanges(at, groups(update(www, after)), never);
    expect(words(report.outcomes)).toEqual(['applied']);
    expect(zone.lines()).toEqual([
      'www.example.org A 192.0.2.2 ttl=120',
      'www.example.org A 192.0.2.3 ttl=120',
      'www.example.org A 192.0.2.99',
    ]);
    expect([...zone.records.keys()]).toEqual(ids);
    expect([...zone.records.values()][0]?.settings).toEqual({ ipv4_only: true });
  });

  test('a type changes in one batch; records of other types at the name are not touched', async () => {
    const bench = await start();
    const { provider, at, zone } = bench;
    zone.add({ name: 'www', type: 'A', content: '192.0.2.1' });
    zone.add({ name: 'www', type: 'TXT', content: '"foreign"' });
    const work = groups(
      remove(wanted('www.example.org A 192.0.2.1')),
      create(wanted('www.example.org CNAME lb.example.net')),
    );
    expect(words((await provider.applyChanges(at, work, never)).outcomes)).toEqual(['applied']);
    expect(batches(bench)).toEqual(['1 deletes, 1 posts']);
    expect(zone.lines()).toEqual([
      'www.example.org CNAME lb.example.net',
      'www.example.org TXT "foreign"',
    ]);
  });

  test('deleting what is gone is a success and costs no write', async () => {
    const bench = await start();
    const report = await bench.provider.applyChanges(bench.at, groups(remove(www)), never);
    expect(words(report.outcomes)).toEqual(['applied']);
    expect(batches(bench)).toEqual([]);
  });

  test('a record that is deleted by somebody between reading and writing', async () => {
    const { provider, at, zone, fake } = await start();
    zone.add({ name: 'www', type: 'A', content: '192.0.2.1' });
    zone.add({ name: 'www', type: 'A', content: '192.0.2.2' });
    await provider.readNames?.(at, [toDnsName('www.example.org')], never);
    zone.drop('www.example.org');
    const report = await provider.applyChanges(at, groups(remove(www)), never);
    expect(words(report.outcomes)).toEqual(['applied']);
    expect(fake.calls()).toEqual([
      'GET /zones/…/dns_records',
      'GET /zones',
      'POST /zones/…/dns_records/batch',
      'GET /zones/…/dns_records',
    ]);
  });

  test('records of one set that differ in their settings are made alike', async () => {
    const { provider, at, zone } = await start();
    zone.add({ name: 'www', type: 'A', content: '192.0.2.1', ttl: 300 });
    zone.add({ name: 'www', type: 'A', content: '192.0.2.2', ttl: 600 });
    const [mixed = www] = await readAll(provider, at);
    expect(text([mixed])).toEqual(['www.example.org A 192.0.2.1 192.0.2.2 ttl=300 mixed=true']);
    const after = wanted('www.example.org A 192.0.2.1 192.0.2.2', {}, 300);
    await provider.applyChanges(at, groups(update(mixed, after)), never);
    expect(text(await readAll(provider, at))).toEqual([
      'www.example.org A 192.0.2.1 192.0.2.2 ttl=300',
    ]);
  });

  test('a change costs one question for a name with its markers, and one batch', async () => {
    const { provider, at, zone, fake } = await start();
    for (let index = 0; index < 500; index += 1)
      zone.add({ name: `fill-${index}`, type: 'A', content: '192.0.2.1' });
    zone.add({ name: 'www', type: 'A', content: '192.0.2.1' });
    zone.add({ name: 'a-www', type: 'TXT', content: '"heritage=external-dns"' });
    await provider.listZones(never);
    await readAll(provider, at);
    const seen = fake.calls().length;
    const names = ['www', 'a-www', 'cname-www'].map((name) => toDnsName(`${name}.example.org`));
    const read = (await provider.readNames?.(at, names, never)) ?? [];
    expect(text(read)).toEqual([
      'a-www.example.org TXT "heritage=external-dns" ttl=1',
      'www.example.org A 192.0.2.1 ttl=1',
    ]);
    await provider.applyChanges(at, groups(...read.map(remove)), never);
    expect(fake.calls().slice(seen)).toEqual([
      'GET /zones/…/dns_records',
      'POST /zones/…/dns_records/batch',
    ]);
    expect(zone.records.size).toBe(500);
  });
});

describe('batches', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) =>
      create(wanted(`h${from + index}.example.org A 192.0.2.1`)),
    );

  test.each([
    ['free', undefined, ['200 posts', '200 posts', '50 posts']],
    ['pro', undefined, ['450 posts']],
    ['pro', 100, ['100 posts', '100 posts', '100 posts', '100 posts', '50 posts']],
  ] as const)('%s plan, size %s', async (plan, batchSize, expected) => {
    const bench = await start(batchSize === undefined ? {} : { batchSize }, plan);
    await bench.provider.applyChanges(bench.at, groups(...many(450)), never);
    expect(batches(bench)).toEqual(expected);
  });

  test('one refused record among many is found by halves, everything else is written', async () => {
    const bench = await start();
    const bad = create(wanted('bad.example.org A 192.0.2.1', {}, 30));
    const work = groups(...many(50), bad, ...many(49, 50));
    const { outcomes } = await bench.provider.applyChanges(bench.at, work, never);
    expect(words(outcomes)).toEqual(
      work.map(({ name }) => (name === 'bad.example.org' ? 'failed rejected' : 'applied')),
    );
    expect(bench.zone.records.size).toBe(99);
    expect(batches(bench).length).toBeLessThan(20);
    const failed = outcomes.find((one) => one.outcome !== 'applied');
    expect(failed).toMatchObject({ error: { message: expect.stringContaining('Invalid TTL') } });
  });

  test('where nearly everything is refused the search ends', async () => {
    const bench = await start();
    const bad = Array.from({ length: 500 }, (_, index) =>
      create(wanted(`bad${index}.example.org A 192.0.2.1`, {}, 30)),
    );
    const { outcomes } = await bench.provider.applyChanges(bench.at, groups(...bad), never);
    expect(new Set(words(outcomes))).toEqual(new Set(['failed rejected', 'failed transient']));
    expect(batches(bench).length).toBeLessThan(210);
  });

  test('a group over the limit goes alone and in several batches, its first change first', async () => {
    const bench = await start({}, 'free');
    const targets = Array.from({ length: 250 }, (_, index) => `192.0.2.${index}`);
    const work = groups(create(wanted(`pods.example.org A ${targets.join(' ')}`)));
    const { outcomes } = await bench.provider.applyChanges(bench.at, work, never);
    expect(words(outcomes)).toEqual(['applied']);
    expect(batches(bench)).toEqual(['200 posts', '50 posts']);
  });

  test('where only the batch call is denied, records are written one by one', async () => {
    const { provider, at, zone, fake } = await start();
    zone.add({ name: 'old', type: 'A', content: '192.0.2.1' });
    zone.add({ name: 'up', type: 'A', content: '192.0.2.1' });
    fake.server.fail({
      when: ({ path }) => path.endsWith('/batch'),
      times: Infinity,
      fault: { kind: 'reply', status: 403, json: { errors: [{ code: 10_000, message: 'no' }] } },
    });
    const work = groups(
      remove(wanted('old.example.org A 192.0.2.1')),
      update(wanted('up.example.org A 192.0.2.1'), wanted('up.example.org A 192.0.2.2')),
      create(wanted('low.example.org A 192.0.2.1', {}, 30)),
      ...many(1),
    );
    const { outcomes } = await provider.applyChanges(at, work, never);
    expect(words(outcomes)).toEqual(['applied', 'applied', 'failed rejected', 'applied']);
    expect(zone.lines()).toEqual(['h0.example.org A 192.0.2.1', 'up.example.org A 192.0.2.2']);
  });
});

describe('faults', () => {
  const work = groups(create(wanted('www.example.org A 192.0.2.1')));
  const isBatch = ({ path }: { path: string }): boolean => path.endsWith('/batch');
  const isList = ({ path, method }: { path: string; method: string }): boolean =>
    method === 'GET' && path.endsWith('/dns_records');

  test('a reply that is lost after the write is no failure, and nothing is written twice', async () => {
    const bench = await start();
    bench.fake.server.fail({ when: isBatch, fault: { kind: 'reply-lost' } });
    const { outcomes } = await bench.provider.applyChanges(bench.at, work, never);
    expect(words(outcomes)).toEqual(['applied']);
    expect(bench.zone.lines()).toEqual(['www.example.org A 192.0.2.1']);
  });

  test.each([
    ['a reset', { kind: 'reset' }],
    ['a 500', { kind: 'reply', status: 500 }],
    ['a 503', { kind: 'reply', status: 503 }],
    ['a 429 without Retry-After', { kind: 'reply', status: 429 }],
    ['a 429 with Retry-After', { kind: 'reply', status: 429, headers: { 'retry-after': '2' } }],
  ] as const)('%s is tried again', async (_name, fault) => {
    const bench = await start();
    bench.fake.server.fail({ when: isBatch, fault });
    const { outcomes } = await bench.provider.applyChanges(bench.at, work, never);
    expect(words(outcomes)).toEqual(['applied']);
  });

  test.each([
    ['500', { kind: 'reply', status: 500 }, 'unknown transient'],
    ['connections that break', { kind: 'reset' }, 'unknown transient'],
    ['429', { kind: 'reply', status: 429, headers: { 'retry-after': '300' } }, 'failed transient'],
    ['a zone that is gone', { kind: 'reply', status: 404 }, 'failed not-found'],
    ['401', { kind: 'reply', status: 401 }, 'failed unauthorized'],
    ['409', { kind: 'reply', status: 409 }, 'failed rejected'],
  ] as const)('%s for good: %s', async (_name, fault, expected) => {
    const bench = await start();
    bench.fake.server.fail({
      when: ({ method }) => method !== 'GET',
      times: Infinity,
      fault,
    });
    const { outcomes } = await bench.provider.applyChanges(bench.at, work, never);
    expect(words(outcomes)).toEqual([expected]);
    expect(bench.zone.lines()).toEqual([]);
  });

  test('a time-out after the write happened', async () => {
    const bench = await start();
    bench.fake.server.fail({ when: isBatch, fault: { kind: 'reply-hangs' } });
    const applying = bench.provider.applyChanges(bench.at, work, never);
    await bench.fake.server.waitForRequests(2);
    await bench.clock.waitForTimer(60_000);
    bench.clock.advance(60_000);
    expect(words((await applying).outcomes)).toEqual(['applied']);
    expect(bench.zone.lines()).toEqual(['www.example.org A 192.0.2.1']);
  });

  test('the wait that the service asks for reaches the caller', async () => {
    const bench = await start();
    bench.fake.server.fail({
      times: Infinity,
      fault: { kind: 'reply', status: 429, headers: { 'retry-after': '300' } },
    });
    const error = await errorOf(bench.provider.listZones(never));
    expect(error.reason).toBe('transient');
    expect(error.retryAfterMs).toBe(300_000);
  });

  test('nothing left of the rate limit stops requests until the window begins anew', async () => {
    const seen: unknown[] = [];
    const bench = await start({ observeQuota: (quota) => seen.push(quota) });
    bench.fake.quota = 0;
    await bench.provider.listZones(never);
    const next = bench.provider.listZones(never);
    await bench.clock.waitForTimer(30_000);
    expect(bench.fake.calls()).toEqual(['GET /zones']);
    bench.clock.advance(30_000);
    await next;
    expect(seen).toEqual([
      { remaining: 0, resetMs: 30_000 },
      { remaining: 0, resetMs: 30_000 },
    ]);
  });

  test('a secret that the service repeats is not in the error', async () => {
    const bench = await start();
    bench.fake.server.fail({
      fault: {
        kind: 'reply',
        status: 403,
        json: { errors: [{ code: 9109, message: `Invalid access token ${fakeToken}` }] },
      },
    });
    const error = await errorOf(bench.provider.listZones(never));
    expect(error.reason).toBe('unauthorized');
    expect(error.message).toBe(
      'GET /client/v4/zones: status 403: Invalid access token [secret] (9109)',
    );
    expect(JSON.stringify([error.cause, error.stack])).not.toContain(fakeToken);
  });

  test('a page that comes twice, or is missing, is read again; never a short list', async () => {
    const bench = await start({ recordsPerPage: 2 });
    const { provider, at, zone, fake } = bench;
    for (let index = 0; index < 5; index += 1)
      zone.add({ name: `h${index}`, type: 'A', content: '192.0.2.1' });
    const info = { page: 2, total_count: 5, total_pages: 3 };
    const first = [...zone.records.values()].slice(0, 2);
    const isSecond = (request: { query: URLSearchParams }): boolean =>
      request.query.get('page') === '2';
    fake.server.fail({
      when: isSecond,
      fault: { kind: 'reply', json: { result: first, result_info: info } },
    });
    fake.server.fail({
      when: isSecond,
      fault: { kind: 'reply', json: { result: [], result_info: { ...info, total_pages: 2 } } },
    });
    expect((await readAll(provider, at)).length).toBe(5);
    expect(fake.calls().length).toBe(2 + 2 + 3);
  });

  test('a list that changes each time it is read is an error', async () => {
    const bench = await start({ recordsPerPage: 1 });
    const { provider, at, zone, fake } = bench;
    zone.add({ name: 'a', type: 'A', content: '192.0.2.1' });
    let calls = 0;
    fake.server.fail({
      when: (request) => isList(request) && (calls += 1) > 0,
      times: Infinity,
      fault: {
        kind: 'reply',
        json: { result: [], result_info: { total_count: 3, total_pages: 1 } },
      },
    });
    const error = await errorOf(readAll(provider, at));
    expect([error.reason, calls]).toEqual(['transient', 3]);
  });

  test('a reply that is no JSON is an error, not an empty zone', async () => {
    const bench = await start();
    bench.fake.server.fail({
      when: isList,
      times: Infinity,
      fault: { kind: 'reply', body: '<html>' },
    });
    const error = await errorOf(readAll(bench.provider, bench.at));
    expect(error.reason).toBe('transient');
  });

  test('an abort ends with its reason', async () => {
    const bench = await start();
    const abort = new AbortController();
    bench.fake.server.fail({ fault: { kind: 'hang' } });
    const listing = bench.provider.listZones(abort.signal);
    await bench.fake.server.waitForRequests(1);
    abort.abort(new Error('stopped'));
    await expect(listing).rejects.toThrow('stopped');
  });
});

describe('zones', () => {
  test('all that the filter accepts, over pages', async () => {
    const { provider, fake } = await start({ acceptsZone: (name) => !name.startsWith('z7.') });
    for (let index = 0; index < 60; index += 1) fake.addZone(`z${index}.example.net`);
    expect((await provider.listZones(never)).length).toBe(60);
    expect(fake.calls()).toEqual(['GET /zones', 'GET /zones']);
  });

  test('by id, whatever the filter says; an id that is gone does not stand in the way', async () => {
    const { fake, zone } = await start();
    const options = { zoneIds: [zone.id, '9'.repeat(32)], acceptsZone: () => false };
    const { provider } = await start({ ...options, baseUrl: fake.baseUrl });
    expect(await provider.listZones(never)).toEqual([{ id: zone.id, name: 'example.org' }]);
    const upstream = await start({ ...options, baseUrl: fake.baseUrl, behavior: 'compat' });
    expect((await errorOf(upstream.provider.listZones(never))).reason).toBe('not-found');
    const none = await start({ zoneIds: ['9'.repeat(32)] });
    expect((await errorOf(none.provider.listZones(never))).reason).toBe('not-found');
  });

  test('the account key goes with its e-mail address', async () => {
    const bench = await start({
      credentials: { kind: 'key', key: async () => new Secret(fakeToken), email: 'me@example.org' },
    });
    await bench.provider.listZones(never);
    expect(bench.fake.server.requests[0]?.headers['x-auth-email']).toBe('me@example.org');
  });

  test('credentials that cannot be read', async () => {
    const bench = await start({
      credentials: {
        kind: 'token',
        token: async () => {
          throw new Error('cannot read /run/token: ENOENT');
        },
      },
    });
    const error = await errorOf(bench.provider.listZones(never));
    expect([error.reason, error.message]).toEqual([
      'unauthorized',
      'Cloudflare credentials: cannot read /run/token: ENOENT',
    ]);
    expect(ProviderError.is(error)).toBe(true);
  });
});
