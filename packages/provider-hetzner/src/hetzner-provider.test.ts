import { createEndpoint, ProviderError, Secret, toDnsName, type Endpoint } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import type { Fault } from '@org/dns-provider-kit/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { HetznerOptions } from './options.ts';
import type { Quota } from './request-budget.ts';
import { readOnlyToken } from './testing/fake-hetzner.ts';
import {
  applied,
  calls,
  create,
  group,
  never,
  readAll,
  record,
  remove,
  startHetzner,
  text,
  update,
  zone,
  type Started,
} from './testing/start.ts';

const running: Started[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function start(options: Partial<HetznerOptions> = {}): Promise<Started> {
  const started = await startHetzner(options);
  running.push(started);
  return started;
}

async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`);
  return error;
}

const www = record('www.example.org A 192.0.2.1');
const marker = text('a-www.example.org', '"heritage=external-dns,external-dns/owner=me"');
const sets = '/zones/4711/rrsets';

describe('zones', () => {
  test('are the primary ones of the project that the filter accepts, over all pages', async () => {
    const { fake, provider } = await start({ acceptsZone: (name) => name !== 'example.com' });
    fake.addZone('example.com');
    fake.addZone('example.net', 'secondary');
    for (let index = 0; index < 60; index += 1) fake.addZone(`n${index}.example`);
    const zones = await provider.listZones(never);
    expect(zones.slice(0, 2)).toEqual([zone, { id: '4714', name: 'n0.example' }]);
    expect(zones).toHaveLength(61);
    expect(calls(fake)).toEqual(['GET /zones', 'GET /zones']);
  });

  test('a page that comes twice is an error, not a short list', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 60; index += 1) fake.addZone(`n${index}.example`);
    const [first] = fake.zones;
    const page = {
      zones: [{ id: first?.id, name: first?.name }],
      meta: { pagination: { next_page: 2 } },
    };
    fake.fail({ times: 2, fault: { kind: 'reply', json: page } });
    expect(await errorOf(provider.listZones(never))).toMatchObject({ reason: 'transient' });
  });
});

describe('reading', () => {
  test('gives every set with the TTL that it has in effect', async () => {
    const { fake, provider } = await start();
    fake.put('example.org', { name: '@', type: 'MX', values: ['10 mx', '20 mx.example.net.'] });
    fake.put('example.org', { name: 'www', type: 'A', ttl: 300, values: ['192.0.2.1'] });
    expect(await readAll(provider)).toEqual([
      record('example.org MX', {
        ttlSeconds: 3600,
        targets: ['20 mx.example.net', '10 mx.example.org'],
      }),
      record('www.example.org A 192.0.2.1', { ttlSeconds: 300 }),
    ]);
  });

  test('takes pages of 100, side by side', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 450; index += 1)
      fake.put('example.org', { name: `n${index}`, type: 'A', values: ['192.0.2.1'] });
    const all = await readAll(provider);
    expect(new Set(all.map(({ name }) => name)).size).toBe(450);
    expect(calls(fake).filter((call) => call === `GET ${sets}`)).toHaveLength(5);
  });

  test('begins anew when the list changes between two pages', async () => {
    const { fake, provider } = await start();
    for (let index = 100; index < 250; index += 1)
      fake.put('example.org', { name: `n${index}`, type: 'A', values: ['192.0.2.1'] });
    fake.betweenPages = () => {
      fake.betweenPages = () => undefined;
      fake.remove('example.org', 'n100', 'A');
    };
    expect(await readAll(provider)).toHaveLength(149);
    expect(calls(fake).filter((call) => call === `GET ${sets}`)).toHaveLength(4);
  });

  test('is an error when the list never stands still', async () => {
    const { fake, provider } = await start();
    for (let index = 100; index < 250; index += 1)
      fake.put('example.org', { name: `n${index}`, type: 'A', values: ['192.0.2.1'] });
    let next = 100;
    fake.betweenPages = () => fake.remove('example.org', `n${next++}`, 'A');
    expect(await errorOf(readAll(provider))).toMatchObject({ reason: 'transient' });
  });

  test('is an error when a page repeats itself or is missing', async () => {
    const { fake, provider } = await start();
    for (let index = 100; index < 250; index += 1)
      fake.put('example.org', { name: `n${index}`, type: 'A', values: ['192.0.2.1'] });
    const isSecond = ({ query }: { query: URLSearchParams }): boolean => query.get('page') === '2';
    fake.fail({ when: isSecond, times: 3, fault: { kind: 'reply', json: { rrsets: [] } } });
    expect(await errorOf(readAll(provider))).toMatchObject({ reason: 'transient' });
  });

  test('of names asks for those only, and for all where that is less', async () => {
    const { fake, provider } = await start();
    for (let index = 0; index < 450; index += 1)
      fake.put('example.org', { name: `n${index}`, type: 'A', values: ['192.0.2.1'] });
    fake.put('example.org', { name: '*', type: 'TXT', values: ['"x"'] });
    await provider.listZones(never);
    const names = ['n7', '*', 'gone', 'n8', 'n9', 'n10', 'n11'].map((name) =>
      toDnsName(`${name}.example.org`),
    );
    const some = await provider.readNames?.(zone, names.slice(0, 3), never);
    expect(some?.map(({ name }) => name)).toEqual(['n7.example.org', '*.example.org']);
    expect(fake.requests.slice(1).map(({ query }) => query.get('name'))).toEqual([
      'n7',
      '*',
      'gone',
    ]);
    const before = fake.requests.length;
    const many = await provider.readNames?.(zone, names, never);
    expect(many?.map(({ name }) => name).toSorted()).toEqual([
      names[1],
      names[5],
      names[6],
      names[0],
      names[3],
      names[4],
    ]);
    expect(fake.requests.length - before).toBe(5);
  });

  test('the version moves with what we write and with what others do', async () => {
    const { fake, provider } = await start();
    const before = await provider.zoneVersion?.(zone, never);
    expect(await provider.zoneVersion?.(zone, never)).toBe(before);
    await applied(provider, group(create(www)));
    const written = await provider.zoneVersion?.(zone, never);
    expect(written).not.toBe(before);
    fake.put('example.org', { name: 'x', type: 'A', values: ['192.0.2.1'] });
    expect(await provider.zoneVersion?.(zone, never)).not.toBe(written);
  });

  test('a secondary zone is said to be one', async () => {
    const { fake, provider } = await start();
    const second = fake.addZone('example.net', 'secondary');
    const other = { id: String(second.id), name: toDnsName('example.net') };
    expect(await errorOf(readAll(provider, other))).toMatchObject({
      reason: 'unsupported',
      message: expect.stringContaining('the zone is a secondary one') as string,
    });
  });
});

describe('writing', () => {
  const cases: readonly { name: string; wanted: Endpoint; expected: string }[] = [
    {
      name: 'A without a TTL',
      wanted: record('shop.example.org A 192.0.2.1'),
      expected: 'shop A - 192.0.2.1',
    },
    {
      name: 'A at the apex',
      wanted: record('example.org A 192.0.2.1', { ttlSeconds: 120 }),
      expected: '@ A 120 192.0.2.1',
    },
    {
      name: 'CNAME within the zone',
      wanted: record('www.example.org CNAME shop.example.org'),
      expected: 'www CNAME - shop.example.org.',
    },
    {
      name: 'CNAME to the apex',
      wanted: record('www.example.org CNAME example.org'),
      expected: 'www CNAME - example.org.',
    },
    {
      name: 'a wildcard',
      wanted: record('*.example.org AAAA 2001:db8::1'),
      expected: '* AAAA - 2001:db8::1',
    },
    {
      name: 'MX',
      wanted: createEndpoint({ name: 'example.org', type: 'MX', targets: ['10 example.org'] }),
      expected: '@ MX - 10 example.org.',
    },
    { name: 'TXT', wanted: text('txt.example.org', 'plain'), expected: 'txt TXT - "plain"' },
    {
      name: 'a marker',
      wanted: marker,
      expected: 'a-www TXT - "heritage=external-dns,external-dns/owner=me"',
    },
  ];
  test.each(cases)('creates $name, reads it back, and removes it', async ({ wanted, expected }) => {
    const { fake, provider } = await start();
    expect(await applied(provider, group(create(wanted)))).toEqual(['applied']);
    expect(fake.lines('example.org')).toEqual([expected]);
    const [held] = (await provider.adjust?.([wanted], never)) ?? [];
    expect(await readAll(provider)).toEqual([{ ...held, ttlSeconds: wanted.ttlSeconds || 3600 }]);
    expect(await applied(provider, group(remove(wanted)))).toEqual(['applied']);
    expect(fake.lines('example.org')).toEqual([]);
  });

  test('twice is as good as once', async () => {
    const { provider } = await start();
    const one = group(create(marker, 'marker'), create(www));
    const other = group(remove(www), remove(marker, 'marker'));
    for (const groups of [one, one, other, other])
      expect(await applied(provider, groups)).toEqual(['applied']);
  });

  const before = record('www.example.org A 192.0.2.1 192.0.2.2', { ttlSeconds: 60 });
  test.each<{ name: string; after: Endpoint; expected: string[]; line: string }>([
    {
      name: 'targets only',
      after: { ...before, targets: ['192.0.2.3'] },
      expected: ['POST /zones/4711/rrsets/www/A/actions/set_records'],
      line: 'www A 60 192.0.2.3',
    },
    {
      name: 'the TTL only',
      after: { ...before, ttlSeconds: 120 },
      expected: ['POST /zones/4711/rrsets/www/A/actions/change_ttl'],
      line: 'www A 120 192.0.2.1 192.0.2.2',
    },
    {
      name: 'both',
      after: { ...before, targets: ['192.0.2.3'], ttlSeconds: 120 },
      expected: [
        'POST /zones/4711/rrsets/www/A/actions/set_records',
        'POST /zones/4711/rrsets/www/A/actions/change_ttl',
      ],
      line: 'www A 120 192.0.2.3',
    },
    {
      name: 'the order only',
      after: { ...before, targets: before.targets.toReversed(), ttlSeconds: 0 },
      expected: [],
      line: 'www A 60 192.0.2.1 192.0.2.2',
    },
  ])('changes $name in place', async ({ after, expected, line }) => {
    const { fake, provider } = await start();
    await applied(provider, group(create(before)));
    const sent = fake.requests.length;
    expect(await applied(provider, group(update(before, after)))).toEqual(['applied']);
    expect(calls(fake).slice(sent)).toEqual(expected);
    expect(fake.lines('example.org')).toEqual([line]);
  });

  test('an update of what is gone makes it', async () => {
    const { fake, provider } = await start();
    const after = record('www.example.org A 192.0.2.2', { ttlSeconds: 120 });
    expect(await applied(provider, group(update(www, after)))).toEqual(['applied']);
    expect(fake.lines('example.org')).toEqual(['www A 120 192.0.2.2']);
  });

  test('a name changes its type, and other types of the name stay', async () => {
    const { fake, provider } = await start();
    const cname = record('www.example.org CNAME lb.example.net');
    await applied(provider, group(create(www)));
    expect(await applied(provider, group(remove(www), create(cname)))).toEqual(['applied']);
    expect(fake.lines('example.org')).toEqual(['www CNAME - lb.example.net.']);
    await applied(provider, group(remove(cname)));
    fake.put('example.org', { name: 'www', type: 'MX', values: ['10 mx'] });
    await applied(provider, group(create(www)));
    await applied(provider, group(remove(www)));
    expect(fake.lines('example.org')).toEqual(['www MX - 10 mx']);
  });

  test('more than 50 records of one set go in several calls', async () => {
    const { fake, provider } = await start();
    const many = (from: number, to: number): Endpoint =>
      record('www.example.org A', {
        targets: Array.from({ length: to - from }, (_, index) => `192.0.2.${from + index}`),
      });
    await applied(provider, group(create(many(0, 120))));
    expect(fake.lines('example.org')[0]?.split(' ')).toHaveLength(123);
    expect(await applied(provider, group(update(many(0, 120), many(60, 200))))).toEqual([
      'applied',
    ]);
    expect(fake.lines('example.org')[0]?.split(' ')).toHaveLength(143);
    expect(calls(fake).map((call) => call.split('/').at(-1))).toEqual([
      '4711',
      'rrsets',
      'add_records',
      'add_records',
      'set_records',
      'add_records',
      'add_records',
    ]);
  });

  test('an action is awaited before the next change of the group is sent', async () => {
    const { fake, provider, clock } = await start();
    fake.runningFor = 2; // The answer itself is the first look.
    const written = applied(provider, group(create(marker, 'marker'), create(www)));
    for (let change = 0; change < 2; change += 1) {
      await clock.waitForTimer(250);
      clock.advance(250);
      await clock.waitForTimer(500);
      clock.advance(500);
    }
    expect(await written).toEqual(['applied']);
    const change = [`POST ${sets}`, 'GET /actions', 'GET /actions'];
    expect(calls(fake).slice(1)).toEqual([...change, ...change]);
  });
});

describe('what is refused', () => {
  test('is refused alone, in the words of the service', async () => {
    const { fake, provider } = await start();
    const groups = ['a', 'b', 'bad', 'c'].map((name) =>
      group(create(record(`${name}.example.org A ${name === 'bad' ? 'nonsense' : '192.0.2.1'}`))),
    );
    expect(await applied(provider, ...groups)).toEqual([
      'applied',
      'applied',
      "failed rejected: bad.example.org A: POST /zones/4711/rrsets: status 422: invalid_input: invalid input in 'records.0.value'; records.0.value: not an IPv4 address; correlation id 7f6a",
      'applied',
    ]);
    expect(fake.lines('example.org')).toHaveLength(3);
  });

  test('a protected set, by name and with the way out', async () => {
    const { fake, provider } = await start();
    const set = fake.put('example.org', { name: 'www', type: 'A', values: ['192.0.2.1'] });
    set.protection.change = true;
    const after = record('www.example.org A 192.0.2.2');
    for (const one of [group(update(www, after)), group(remove(www))])
      expect(await applied(provider, one)).toEqual([
        expect.stringMatching(
          /^failed rejected: www.example.org A: .* protected: rrset www\/A is protected; it is protected against changes at Hetzner; lift the protection there/,
        ),
      ]);
  });

  test('a set that somebody else made meanwhile is left alone', async () => {
    const { fake, provider } = await start();
    fake.put('example.org', { name: 'www', type: 'A', values: ['198.51.100.1'] });
    expect(await applied(provider, group(create(www)))).toEqual([
      'failed rejected: www.example.org A: it was made by somebody else meanwhile (198.51.100.1) and is left alone',
    ]);
    expect(fake.lines('example.org')).toEqual(['www A - 198.51.100.1']);
  });

  test('a CNAME beside another set', async () => {
    const { fake, provider } = await start();
    fake.put('example.org', { name: 'www', type: 'MX', values: ['10 mx'] });
    expect(
      await applied(provider, group(create(record('www.example.org CNAME lb.example.net')))),
    ).toEqual([expect.stringMatching(/^failed rejected: www.example.org CNAME: .*collides/)]);
    // The service may say it in this way too.
    const error = { code: 'uniqueness_error', message: 'taken', details: null };
    fake.fail({ fault: { kind: 'reply', status: 409, json: { error } } });
    expect(
      await applied(provider, group(create(record('www.example.org CNAME lb.example.net')))),
    ).toEqual([
      'failed rejected: www.example.org CNAME: the API says that it collides with another record set; a CNAME cannot lie beside others',
    ]);
  });

  test('half a group is open, so that it is looked at again', async () => {
    const { provider } = await start();
    const bad = record('www.example.org A nonsense');
    expect(await applied(provider, group(create(marker, 'marker'), create(bad)))).toEqual([
      expect.stringMatching(/^unknown rejected: www.example.org A: /),
    ]);
  });

  test('an action that fails leaves its group open and the others alone', async () => {
    const { fake, provider } = await start();
    fake.nextFailure = { code: 'action_failed', message: 'Action failed' };
    expect(await applied(provider, group(create(www)))).toEqual([
      'unknown transient: the change was accepted, but its action 1000 failed: action_failed: Action failed',
    ]);
    expect(await applied(provider, group(create(marker)))).toEqual(['applied']);
  });
});

describe('the token', () => {
  test('an old one of 32 characters is explained, and never shown', async () => {
    const old = 'o1d'.padEnd(32, 'k');
    const { provider } = await start({ token: fixedSecret(new Secret(old)) });
    const error = await errorOf(provider.listZones(never));
    expect(error).toMatchObject({ reason: 'unauthorized' });
    expect(error.message).toContain('a token of 32 characters is one of the old DNS Console');
    expect(error.message).toContain('Read & Write');
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain(old);
  });

  test('another wrong one is said without the token', async () => {
    const { provider } = await start({ token: fixedSecret(new Secret('wr0ng')) });
    const { message } = await errorOf(provider.listZones(never));
    expect(message).toContain('unable to authenticate [secret]');
    expect(message).toContain('the token must be one of the Cloud API');
  });

  test('one that may only read cannot write, and nothing more is tried', async () => {
    const { fake, provider } = await start({ token: fixedSecret(new Secret(readOnlyToken)) });
    const groups = Array.from({ length: 60 }, (_, index) =>
      group(create(record(`n${index}.example.org A 192.0.2.1`))),
    );
    const outcomes = await applied(provider, ...groups);
    expect(new Set(outcomes)).toEqual(
      new Set([expect.stringMatching(/^failed unauthorized: .*the token may only read/)]),
    );
    expect(fake.requests.length).toBeLessThanOrEqual(26);
  });

  test.each([
    ['cannot be read', () => Promise.reject(new Error('cannot read /run/token: no such file'))],
    ['holds a line break', fixedSecret(new Secret('t0k\nen'))],
  ])('one that %s is a matter of credentials', async (_, token) => {
    const { provider } = await start({ token });
    const error = await errorOf(provider.listZones(never));
    expect(error).toMatchObject({ reason: 'unauthorized' });
    expect(error.message).toMatch(/^Hetzner API token: /);
    expect(error.message).not.toContain('t0k');
  });
});

describe('faults', () => {
  const isCreate = ({ method }: { method: string }): boolean => method === 'POST';
  const unavailable = { error: { code: 'unavailable', message: 'maintenance' } };
  const busy = { error: { code: 'conflict', message: 'resource changed' } };

  test.each<{ name: string; fault: Fault; waits?: number[] }>([
    { name: 'a reset', fault: { kind: 'reset' } },
    { name: 'a 502', fault: { kind: 'reply', status: 502, body: 'Bad Gateway' } },
    { name: 'a 503', fault: { kind: 'reply', status: 503, json: unavailable } },
    { name: 'a conflict', fault: { kind: 'reply', status: 409, json: busy } },
    { name: 'a 429', fault: { kind: 'reply', status: 429 }, waits: [1000, 1000] },
    {
      name: 'a 429 with Retry-After',
      fault: { kind: 'reply', status: 429, headers: { 'Retry-After': '7' } },
      waits: [7000],
    },
    { name: 'an answer that is lost after the write', fault: { kind: 'reply-lost' } },
  ])('$name is tried again, and done once', async ({ fault, waits = [1000] }) => {
    const { fake, provider, clock } = await start();
    fake.fail({ when: isCreate, fault });
    const written = applied(provider, group(create(www)));
    for (const waitMs of waits) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await written).toEqual(['applied']);
    expect(fake.lines('example.org')).toEqual(['www A - 192.0.2.1']);
  });

  test('a zone that is locked is waited for', async () => {
    const { fake, provider, clock } = await start();
    fake.locked = 2;
    const written = applied(provider, group(create(www)));
    for (const waitMs of [1000, 2000]) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await written).toEqual(['applied']);
  });

  test('a time-out after the write is tried again and finds it done', async () => {
    const { fake, provider, clock } = await start();
    await provider.listZones(never);
    fake.fail({ when: isCreate, fault: { kind: 'reply-hangs' } });
    const written = applied(provider, group(create(www)));
    await fake.waitForRequests(2);
    await clock.waitForTimer(60_000);
    clock.advance(60_000);
    await clock.waitForTimer(1000);
    clock.advance(1000);
    expect(await written).toEqual(['applied']);
    expect(calls(fake).slice(1)).toEqual([`POST ${sets}`, `POST ${sets}`, `GET ${sets}/www/A`]);
  });

  test('a limit that stays used up stops the rest, and says when to come again', async () => {
    const { fake, provider } = await start();
    await provider.listZones(never);
    const error = { code: 'rate_limit_exceeded', message: 'limit reached', details: null };
    fake.fail({
      when: isCreate,
      times: 100,
      fault: { kind: 'reply', status: 429, headers: { 'Retry-After': '600' }, json: { error } },
    });
    const groups = Array.from({ length: 60 }, (_, index) =>
      group(create(record(`n${index}.example.org A 192.0.2.1`))),
    );
    const { outcomes } = await provider.applyChanges(zone, groups, never);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        outcome: 'failed',
        error: { reason: 'transient', retryAfterMs: 600_000 },
      });
    expect(fake.requests.length).toBeLessThanOrEqual(26);
  });

  test('without a word about it, half a minute is waited for', async () => {
    const { fake, provider, clock } = await start();
    fake.remaining = 0;
    const failed = errorOf(provider.listZones(never));
    for (const waitMs of [1000, 1000, 2000, 4000, 8000]) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await failed).toMatchObject({ reason: 'transient', retryAfterMs: 30_000 });
  });

  test('a zone that is gone in the middle ends the work', async () => {
    const { fake, provider } = await start();
    await provider.listZones(never);
    fake.removeZone('example.org');
    expect(await applied(provider, group(create(www)), group(remove(marker)))).toEqual([
      'failed not-found: example.org: the zone is not in the project of the token any more',
      'applied',
    ]);
    expect(await errorOf(readAll(provider))).toMatchObject({ reason: 'not-found' });
  });

  test('a service that is down is not asked about every record', async () => {
    const { fake, provider } = await start();
    await provider.listZones(never);
    const error = { code: 'action_failed', message: 'Action failed' };
    const action = { id: 1, status: 'error', error };
    fake.fail({
      when: isCreate,
      times: 10_000,
      fault: { kind: 'reply', status: 201, json: { action } },
    });
    const groups = Array.from({ length: 100 }, (_, index) =>
      group(create(record(`n${index}.example.org A 192.0.2.1`))),
    );
    const { outcomes } = await provider.applyChanges(zone, groups, never);
    expect(outcomes).toHaveLength(100);
    expect(outcomes.slice(50).every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(fake.requests.length).toBeLessThan(50);
  });

  test('what was not begun when the work is stopped is not written', async () => {
    const { fake, provider } = await start();
    await provider.listZones(never);
    const stop = new AbortController();
    stop.abort(new Error('leaving'));
    const { outcomes } = await provider.applyChanges(zone, [group(create(www))], stop.signal);
    expect(outcomes).toMatchObject([
      { outcome: 'failed', error: { message: 'stopped before it was written' } },
    ]);
    expect(fake.lines('example.org')).toEqual([]);
  });
});

describe('labels, where they are kept', () => {
  const label = (key: string, value: string) => ({ name: `hetzner/label-${key}`, value });
  const owned = { labels: { owner: 'me' } };

  test('are written with the owner, read without it, changed and cleared', async () => {
    const { fake, provider } = await start({ labels: true });
    const before = {
      ...www,
      ...owned,
      properties: [label('env', 'prod'), label('a--slash--b', 'c')],
    };
    await applied(provider, group(create(before)));
    const labels = (): unknown => fake.zones[0]?.sets.get('www/A')?.labels;
    expect(labels()).toEqual({ env: 'prod', 'a/b': 'c', 'external-dns/owner': 'me' });
    const [read] = await readAll(provider);
    expect(read?.properties).toEqual(before.properties);

    const after = { ...before, properties: [label('env', 'test')] };
    await applied(provider, group(update(before, after)));
    expect(labels()).toEqual({ env: 'test', 'external-dns/owner': 'me' });
    await applied(provider, group(update(after, { ...www, ...owned })));
    expect(labels()).toEqual({ 'external-dns/owner': 'me' });
  });

  test('elsewhere are neither read nor changed', async () => {
    const { fake, provider } = await start();
    const set = fake.put('example.org', {
      name: 'www',
      type: 'A',
      labels: { env: 'x' },
      values: ['192.0.2.1'],
    });
    expect((await readAll(provider))[0]?.properties).toEqual([]);
    await applied(provider, group(update(www, { ...www, targets: ['192.0.2.2'] })));
    expect(set).toMatchObject({ labels: { env: 'x' }, records: [{ value: '192.0.2.2' }] });
  });
});

test('what is left of the rate limit is told', async () => {
  const quotas: Quota[] = [];
  const { provider } = await start({ observeQuota: (quota) => quotas.push(quota) });
  await provider.listZones(never);
  expect(quotas).toEqual([{ limit: 3600, remaining: 3599, resetMs: 1000 }]);
});
