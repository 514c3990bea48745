import { createEndpoint, type Change, type Endpoint } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CloudflareOptions } from './options.ts';
import {
  create,
  groups,
  never,
  prefix,
  readAll,
  remove,
  startBench,
  update,
  wanted,
  words,
  type Bench,
} from './testing/bench-provider.ts';
import type { FakeZone } from './testing/fake-cloudflare.ts';

const running: Bench[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((bench) => bench.stop()));
});

async function start(
  options: Partial<CloudflareOptions> = {},
  plan?: FakeZone['plan'],
): Promise<Bench> {
  const bench = await startBench({ behavior: 'compat', ...options }, plan);
  running.push(bench);
  return bench;
}

const apply = async ({ provider, at }: Bench, ...changes: readonly Change[]): Promise<string> =>
  words((await provider.applyChanges(at, groups(...changes), never)).outcomes).join();

/** The bodies of all writes. */
const written = ({ fake }: Bench): readonly unknown[] =>
  fake.server.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => [method, body === '' ? undefined : (JSON.parse(body) as unknown)]);

const srv = (target: string): Endpoint =>
  createEndpoint({ name: '_s._tcp.example.org', type: 'SRV', targets: [target] });

test('an update is a delete, a put and a post in one batch; nothing is left out of a body', async () => {
  const bench = await start({ proxied: true });
  bench.zone.add({ name: 'www', type: 'A', content: '192.0.2.1' });
  bench.zone.add({ name: 'www', type: 'A', content: '192.0.2.2' });
  const [first, second] = [...bench.zone.records.keys()];
  const outcome = await apply(
    bench,
    update(
      wanted('www.example.org A 192.0.2.1 192.0.2.2'),
      wanted('www.example.org A 192.0.2.1 192.0.2.3', { tags: 'b, a' }),
    ),
  );
  expect(outcome).toBe('applied');
  const common = {
    name: 'www.example.org',
    type: 'A',
    ttl: 1,
    proxied: true,
    comment: '',
    tags: ['a', 'b'],
  };
  expect(written(bench)).toEqual([
    [
      'POST',
      {
        deletes: [{ id: second }],
        puts: [{ id: first, content: '192.0.2.1', ...common }],
        posts: [{ content: '192.0.2.3', priority: 0, ...common }],
      },
    ],
  ]);
});

test('MX and SRV go out in parts', async () => {
  const bench = await start();
  await apply(
    bench,
    create(wanted('example.org MX 10 mx.example.net')),
    create(srv('1 2 3 sip.example.org.')),
    create(createEndpoint({ name: 'n.example.org', type: 'SRV', targets: ['0 0 0 .'] })),
  );
  expect(bench.zone.lines()).toEqual([
    '_s._tcp.example.org SRV 1 2 3 sip.example.org',
    'example.org MX 10 mx.example.net',
    'n.example.org SRV 0 0 0 .',
  ]);
  const targets = (await readAll(bench.provider, bench.at)).map((one) => one.targets[0]);
  expect(targets).toEqual(['10 mx.example.net', '1 2 3 sip.example.org.', '0 0 0 .']);
});

test.each([
  ['an MX without a preference', wanted('example.org MX nonsense')],
  ['an SRV of three parts', srv('0 1 443')],
  ['an SRV without a final dot', srv('0 1 443 sip.example.org')],
])('%s is left out without a failure', async (_name, endpoint) => {
  const bench = await start();
  expect(await apply(bench, create(endpoint))).toBe('applied');
  expect(bench.zone.lines()).toEqual([]);
});

test('what is not found is left out without a failure', async () => {
  const bench = await start();
  const www = wanted('www.example.org A 192.0.2.1');
  expect(await apply(bench, remove(www), update(www, { ...www, ttlSeconds: 300 }))).toBe('applied');
  expect(written(bench)).toEqual([]);
});

test('more than 200 operations are several batches with a pause, whatever a smaller size says', async () => {
  const bench = await start({ batchSize: 50, batchIntervalMs: 1000 }, 'free');
  const many = Array.from({ length: 201 }, (_, index) =>
    create(wanted(`h${index}.example.org A 192.0.2.1`)),
  );
  const before = bench.clock.now();
  await apply(bench, ...many);
  expect(bench.zone.records.size).toBe(201);
  expect(bench.fake.calls().filter((call) => call.endsWith('/batch')).length).toBe(2);
  expect(bench.clock.now() - before).toBe(1000);
});

test('a batch that fails is done over one by one; only what fails again is a failure', async () => {
  const bench = await start();
  bench.zone.add({ name: 'old', type: 'A', content: '192.0.2.1' });
  bench.zone.add({ name: 'up', type: 'A', content: '192.0.2.1' });
  const up = wanted('up.example.org A 192.0.2.1');
  const outcome = await apply(
    bench,
    create(wanted('low.example.org A 192.0.2.1', {}, 30)),
    create(wanted('ok.example.org A 192.0.2.1')),
    update(up, { ...up, ttlSeconds: 300 }),
    remove(wanted('old.example.org A 192.0.2.1')),
  );
  expect(outcome).toBe('failed rejected,applied,applied,applied');
  expect(bench.zone.lines()).toEqual([
    'ok.example.org A 192.0.2.1',
    'up.example.org A 192.0.2.1 ttl=300',
  ]);
  expect(bench.fake.calls().slice(2)).toEqual([
    'POST /zones/…/dns_records/batch',
    'DELETE /zones/…/dns_records/…',
    'PUT /zones/…/dns_records/…',
    'POST /zones/…/dns_records',
    'POST /zones/…/dns_records',
  ]);
});

test.each([
  ['free', 100, 100],
  ['free', 101, 100],
  ['pro', 500, 500],
  ['pro', 501, 500],
] as const)('%s plan: a comment of %i bytes has %i', async (plan, length, expected) => {
  const bench = await start({ comment: 'c'.repeat(length) }, plan);
  expect(await apply(bench, create(wanted('www.example.org A 192.0.2.1')))).toBe('applied');
  expect([...bench.zone.records.values()][0]?.comment).toBe('c'.repeat(expected));
});

test('a cut never splits a character', async () => {
  const bench = await start({ comment: `${'c'.repeat(99)}ü` }, 'free');
  await apply(bench, create(wanted('www.example.org A 192.0.2.1')));
  expect([...bench.zone.records.values()][0]?.comment).toBe('c'.repeat(99));
});

test('reading says every property that upstream says', async () => {
  const bench = await start({ customHostnames: { minTlsVersion: '1.0' }, defaultRegion: '' });
  bench.zone.add({ name: 'www', type: 'A', content: '192.0.2.1', comment: 'c', tags: ['b', 'a'] });
  bench.zone.add({ name: 'www', type: 'TXT', content: 'x' });
  bench.zone.add({ name: 'c', type: 'CAA', data: { flags: 0, tag: 'issue', value: 'x' } });
  bench.zone.custom.set('shop.example.com', {
    id: '7'.repeat(32),
    origin: 'www.example.org',
    ssl: {},
  });
  const read = await readAll(bench.provider, bench.at);
  const shown = read.map(({ type, properties }) => [
    type,
    ...properties.map(({ name, value }) => `${name.replace(`${prefix}cloudflare-`, '')}=${value}`),
  ]);
  expect(shown).toEqual([
    [
      'A',
      'proxied=false',
      'custom-hostname=shop.example.com',
      'record-comment=c',
      'tags=a,b',
      'region-key=',
    ],
    ['TXT', 'proxied=false', 'custom-hostname=shop.example.com'],
  ]);
});

describe('custom hostnames', () => {
  const edge = (text: string, target = '192.0.2.1'): Endpoint =>
    wanted(`edge.example.org A ${target}`, { 'custom-hostname': text });
  const saas = { customHostnames: { minTlsVersion: '1.0' } } as const;

  test('an update deletes what is gone and creates what is new', async () => {
    const bench = await start(saas);
    bench.zone.add({ name: 'edge', type: 'A', content: '192.0.2.1' });
    bench.zone.custom.set('old.example.com', {
      id: '7'.repeat(32),
      origin: 'edge.example.org',
      ssl: {},
    });
    expect(await apply(bench, update(edge('old.example.com'), edge('new.example.com')))).toBe(
      'applied',
    );
    expect([...bench.zone.custom.keys()]).toEqual(['new.example.com']);
  });

  test('one with another origin fails its name; the record is written all the same', async () => {
    const bench = await start(saas);
    bench.zone.custom.set('shop.example.com', {
      id: '7'.repeat(32),
      origin: 'x.example.org',
      ssl: {},
    });
    expect(await apply(bench, create(edge('shop.example.com')))).toBe('failed rejected');
    expect(bench.zone.lines()).toContain('edge.example.org A 192.0.2.1');
  });

  test('replacing the only address loses it until the next pass, because the list is not read again', async () => {
    const bench = await start(saas);
    bench.zone.add({ name: 'edge', type: 'A', content: '192.0.2.1' });
    bench.zone.custom.set('shop.example.com', {
      id: '7'.repeat(32),
      origin: 'edge.example.org',
      ssl: {},
    });
    const outcome = await apply(
      bench,
      update(edge('shop.example.com'), edge('shop.example.com', '192.0.2.2')),
    );
    expect(outcome).toBe('applied');
    expect(bench.zone.lines()).toEqual(['edge.example.org A 192.0.2.2']);
  });
});

describe('regional hostnames', () => {
  const edge = (region: string, type = 'A 192.0.2.1'): Endpoint =>
    wanted(`edge.example.org ${type}`, { 'region-key': region });

  test.each<[string, readonly Change[], string | undefined]>([
    ['a create', [create(edge('eu'))], 'eu'],
    ['two records of one name', [create(edge('eu')), create(edge('eu', 'AAAA 2001:db8::1'))], 'eu'],
    ['an empty region', [create(edge(''))], undefined],
    ['a delete and a create', [remove(edge('us')), create(edge('eu', 'AAAA 2001:db8::1'))], 'eu'],
    ['an empty region, then one', [create(edge('')), create(edge('eu', 'AAAA 2001:db8::1'))], 'eu'],
  ])('%s', async (_name, changes, expected) => {
    const bench = await start({ defaultRegion: '' });
    expect(await apply(bench, ...changes)).toBe('applied');
    expect(bench.zone.regional.get('edge.example.org')).toBe(expected);
  });

  test('two regions of one name are an error after the records were written', async () => {
    const bench = await start({ defaultRegion: '' });
    const outcome = await apply(bench, create(edge('eu')), create(edge('us', 'AAAA 2001:db8::1')));
    expect(outcome).toBe('failed rejected');
    expect(bench.zone.lines()).toEqual([
      'edge.example.org A 192.0.2.1',
      'edge.example.org AAAA 2001:db8::1',
    ]);
  });

  test('a call that fails is a failure of its name', async () => {
    const bench = await start({ defaultRegion: '' });
    bench.fake.server.fail({
      when: ({ path, method }) => method === 'POST' && path.endsWith('regional_hostnames'),
      fault: { kind: 'reply', status: 400 },
    });
    expect(await apply(bench, create(edge('eu')))).toBe('failed rejected');
  });
});
