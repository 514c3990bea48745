import type { Change, Endpoint } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CloudflareOptions } from './options.ts';
import {
  create,
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

const running: Bench[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((bench) => bench.stop()));
});

async function start(options: Partial<CloudflareOptions>): Promise<Bench> {
  const bench = await startBench(options);
  running.push(bench);
  return bench;
}

const apply = async ({ provider, at }: Bench, ...changes: readonly Change[]): Promise<string> =>
  words((await provider.applyChanges(at, groups(...changes), never)).outcomes).join();

const hostnames = (text: string): Endpoint =>
  wanted('edge.example.org A 192.0.2.1', { 'custom-hostname': text });
const region = (text: string, type = 'A 192.0.2.1'): Endpoint =>
  wanted(`edge.example.org ${type}`, text === '' ? {} : { 'region-key': text });
const saas = { customHostnames: { minTlsVersion: '1.2', certificateAuthority: 'google' } } as const;

describe('custom hostnames', () => {
  test('come with the record, change, and go with it', async () => {
    const bench = await start(saas);
    expect(await apply(bench, create(hostnames('app.example.com,shop.example.com')))).toBe(
      'applied',
    );
    expect(bench.zone.lines()).toEqual([
      'custom app.example.com -> edge.example.org',
      'custom shop.example.com -> edge.example.org',
      'edge.example.org A 192.0.2.1',
    ]);
    expect(bench.zone.custom.get('app.example.com')?.ssl).toEqual({
      type: 'dv',
      method: 'http',
      bundle_method: 'ubiquitous',
      settings: { min_tls_version: '1.2' },
      certificate_authority: 'google',
    });
    const [held = hostnames('')] = await readAll(bench.provider, bench.at);
    expect(held.properties).toEqual(hostnames('app.example.com,shop.example.com').properties);
    expect(await apply(bench, update(held, hostnames('new.example.com,shop.example.com')))).toBe(
      'applied',
    );
    expect([...bench.zone.custom.keys()].toSorted()).toEqual([
      'new.example.com',
      'shop.example.com',
    ]);
    expect(await apply(bench, remove(hostnames('new.example.com,shop.example.com')))).toBe(
      'applied',
    );
    expect(bench.zone.lines()).toEqual([]);
  });

  test('one that leads elsewhere is not taken: the record is written, the name is told', async () => {
    const bench = await start(saas);
    bench.zone.custom.set('shop.example.com', {
      id: '7'.repeat(32),
      origin: 'x.example.org',
      ssl: {},
    });
    expect(await apply(bench, create(hostnames('shop.example.com')))).toBe('unknown rejected');
    expect(bench.zone.lines()).toEqual([
      'custom shop.example.com -> x.example.org',
      'edge.example.org A 192.0.2.1',
    ]);
  });

  test('one that is there already for this name is a success', async () => {
    const bench = await start(saas);
    bench.zone.custom.set('shop.example.com', {
      id: '7'.repeat(32),
      origin: 'edge.example.org',
      ssl: {},
    });
    expect(await apply(bench, create(hostnames('shop.example.com')))).toBe('applied');
  });

  test('stay while an AAAA record of the name stays, also when the only address is replaced', async () => {
    const bench = await start(saas);
    bench.zone.add({ name: 'edge', type: 'AAAA', content: '2001:db8::1' });
    await apply(bench, create(hostnames('shop.example.com')));
    await apply(bench, remove(hostnames('shop.example.com')));
    expect(bench.zone.lines()).toEqual([
      'custom shop.example.com -> edge.example.org',
      'edge.example.org AAAA 2001:db8::1',
    ]);
  });

  test('what cannot be removed keeps its record for the next try', async () => {
    const bench = await start(saas);
    await apply(bench, create(hostnames('shop.example.com')));
    bench.fake.server.fail({
      when: ({ method }) => method === 'DELETE',
      fault: { kind: 'reply', status: 403 },
    });
    expect(await apply(bench, remove(hostnames('shop.example.com')))).toBe('failed unauthorized');
    expect(bench.zone.records.size).toBe(1);
    expect(await apply(bench, remove(hostnames('shop.example.com')))).toBe('applied');
    expect(bench.zone.lines()).toEqual([]);
  });

  test('a zone without the feature reads as one without custom hostnames', async () => {
    const bench = await start(saas);
    const other = bench.fake.addZone('example.net', { hasCustomHostnames: false });
    other.add({ name: 'www', type: 'A', content: '192.0.2.1' });
    const zones = await bench.provider.listZones(never);
    const zone = zones.find(({ name }) => name === 'example.net') ?? bench.at;
    expect((await readAll(bench.provider, zone)).length).toBe(1);
  });
});

describe('regional hostnames', () => {
  test('come with the record, change, and go with it', async () => {
    const bench = await start({ defaultRegion: '' });
    expect(await apply(bench, create(region('eu')))).toBe('applied');
    expect(bench.zone.lines()).toEqual([
      'edge.example.org A 192.0.2.1',
      'region edge.example.org eu',
    ]);
    const [held = region('')] = await readAll(bench.provider, bench.at);
    expect(held.properties).toEqual(region('eu').properties);
    expect(await apply(bench, update(held, region('us')))).toBe('applied');
    expect(bench.zone.regional.get('edge.example.org')).toBe('us');
    expect(await apply(bench, update(region('us'), region('')))).toBe('applied');
    expect(bench.zone.lines()).toEqual(['edge.example.org A 192.0.2.1']);
  });

  test.each([
    ['already there', 'jp', create(region('eu'))],
    ['gone', undefined, update(region('us'), region('eu'))],
  ] as const)('one that is %s is put right', async (_name, there, change) => {
    const bench = await start({ defaultRegion: '' });
    bench.zone.add({ name: 'edge', type: 'A', content: '192.0.2.1' });
    if (there !== undefined) bench.zone.regional.set('edge.example.org', there);
    expect(await apply(bench, change)).toBe('applied');
    expect(bench.zone.regional.get('edge.example.org')).toBe('eu');
  });

  test('stays while another record of the name stays, goes with the last', async () => {
    const bench = await start({ defaultRegion: '' });
    await apply(bench, create(region('eu')), create(region('eu', 'AAAA 2001:db8::1')));
    await apply(bench, remove(region('eu')));
    expect(bench.zone.regional.get('edge.example.org')).toBe('eu');
    await apply(bench, remove(region('eu', 'AAAA 2001:db8::1')));
    expect(bench.zone.lines()).toEqual([]);
  });

  test('only the name in question is read in a small read', async () => {
    const bench = await start({ defaultRegion: '', ...saas });
    await apply(
      bench,
      create(
        wanted('edge.example.org A 192.0.2.1', {
          'region-key': 'eu',
          'custom-hostname': 'a.example.com',
        }),
      ),
    );
    const read = await bench.provider.readNames?.(bench.at, [hostnames('').name], never);
    expect(read).toMatchObject([
      {
        properties: [
          { name: 'external-dns.kubernetes.io/cloudflare-custom-hostname', value: 'a.example.com' },
          { name: 'external-dns.kubernetes.io/cloudflare-region-key', value: 'eu' },
        ],
      },
    ]);
  });
});
