import type { Behavior, Endpoint, OnceResult } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { runEngineOnce, type EngineSetup } from '@org/dns-test-engine';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { afterEach, describe, expect, test } from 'vitest';
import type { CloudflareOptions } from '../src/index.ts';
import { startBench, wanted, type Bench } from '../src/testing/bench-provider.ts';

const setup: EngineSetup = {
  providerName: 'cloudflare',
  managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'CAA'],
};
const running: Bench[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((bench) => bench.stop()));
});

async function start(options: Partial<CloudflareOptions> = {}): Promise<Bench> {
  const bench = await startBench({ ...options, clock: createSystemClock() });
  running.push(bench);
  return bench;
}

const pass = (
  { provider }: Bench,
  endpoints: readonly Endpoint[],
  behavior: Behavior = 'safe',
): Promise<OnceResult> => runEngineOnce(provider, endpoints, { ...setup, behavior });

const inStep = { inStep: true, reasons: [] };
/** Without the markers. */
const records = ({ zone }: Bench): readonly string[] =>
  zone.lines().filter((line) => !line.includes('heritage='));
const writes = ({ fake }: Bench): number =>
  fake.server.requests.filter(({ method }) => method !== 'GET').length;

const everything = [
  wanted('www.example.org A 192.0.2.1 192.0.2.2', {}, 300),
  wanted('front.example.org CNAME lb.example.net.', {
    proxied: 'true',
    'record-comment': 'c'.repeat(600),
    tags: 'b,a',
    'region-key': 'eu',
    'custom-hostname': 'shop.example.com',
  }),
  wanted('example.org MX 10 MX.example.net.'),
  wanted('_sip._tcp.example.org SRV 10 5 5060 sip.example.org.'),
  wanted(`long.example.org TXT ${'x'.repeat(400)}`),
  wanted('plain.example.org TXT v=DMARC1; p=none'),
  { ...wanted('caa.example.org CAA x'), targets: ['0 issue "ca.example.net"'] },
  wanted('*.example.org A 192.0.2.9'),
];
const features = {
  customHostnames: { minTlsVersion: '1.2' },
  defaultRegion: '',
} as const satisfies Partial<CloudflareOptions>;

/** The fake service, and a provider of its own for every pass. */
async function startService() {
  const bench = await startBench({ clock: createSystemClock() });
  return {
    bench,
    connect: (behavior: Behavior) => bench.again({ ...features, behavior }),
    seed: ({ name, type, targets: [content = ''] }: Endpoint) =>
      bench.zone.add({ name: name.replace('.example.org', ''), type, content }),
    dump: () => bench.zone.lines(),
    writes: () => writes(bench),
    stop: () => bench.stop(),
  };
}

describeThroughEngine('cloudflare', {
  setup,
  start: startService,
  wanted: everything,
  changed: everything.map((endpoint) =>
    endpoint.name === 'www.example.org'
      ? wanted('www.example.org CNAME lb.example.net', {}, 120)
      : endpoint,
  ),
  foreign: [wanted('foreign.example.org A 192.0.2.77'), wanted('caa.example.org TXT "foreign"')],
  after: {
    change: ({ bench }) =>
      expect(records(bench)).toContain('www.example.org CNAME lb.example.net ttl=120'),
  },
});

describe('what only Cloudflare does', () => {
  test('a thousand records at once, in a zone of the free plan as in a paid one', async () => {
    const bench = await start();
    const free = bench.fake.addZone('example.net', { plan: 'free' });
    const many = ['example.org', 'example.net'].flatMap((name) =>
      Array.from({ length: 1000 }, (_, index) => wanted(`h${index}.${name} A 192.0.2.1`)),
    );
    expect(await pass(bench, many)).toEqual(inStep);
    expect([bench.zone.records.size, free.records.size]).toEqual([2000, 2000]);
    expect(writes(bench)).toBe(1 + 10);
    expect(await pass(bench, many)).toEqual(inStep);
    expect(writes(bench)).toBe(1 + 10);
    expect(await pass(bench, [])).toEqual(inStep);
    expect([bench.zone.records.size, free.records.size]).toEqual([0, 0]);
  });

  test('one refused record is told, and everything else is written', async () => {
    const bench = await start({ proxied: true });
    const result = await pass(bench, [
      ...everything.slice(3),
      wanted('inside.example.org A 10.0.0.1'),
    ]);
    expect(result.inStep).toBe(false);
    expect(result.reasons.join()).toContain('10.0.0.1 is not allowed for a proxied record');
    expect(records(bench).length).toBe(everything.length - 3);
  });

  test('a zone that disappears delays no other, and is looked after when it is back', async () => {
    const bench = await start();
    const other = bench.fake.addZone('example.net');
    const both = [wanted('a.example.org A 192.0.2.1'), wanted('a.example.net A 192.0.2.1')];
    bench.fake.server.fail({
      when: ({ path }) => path.includes(other.id),
      times: Infinity,
      fault: { kind: 'reply', status: 404, json: { errors: [{ code: 7003, message: 'gone' }] } },
    });
    expect((await pass(bench, both)).inStep).toBe(false);
    expect([bench.zone.records.size, other.records.size]).toEqual([2, 0]);
    bench.fake.zones.delete(other.id);
    expect(await pass(bench, [both[0] ?? wanted('x A')])).toEqual(inStep);
    const again = bench.fake.addZone('example.net');
    expect(await pass(bench, both)).toEqual(inStep);
    expect(again.records.size).toBe(2);
  });

  test('as upstream: created with the region, and removed', async () => {
    const bench = await start({ defaultRegion: '', behavior: 'compat' });
    const some = everything.filter(({ type }) => type === 'A' || type === 'CNAME').slice(0, 2);
    expect(await pass(bench, some, 'compat')).toEqual(inStep);
    expect(records(bench)).toContain('region front.example.org eu');
    expect(await pass(bench, [], 'compat')).toEqual(inStep);
    expect(bench.zone.lines()).toEqual([]);
  });
});
