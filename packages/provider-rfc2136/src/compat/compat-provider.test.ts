import {
  createDomainMatcher,
  toDnsName,
  type ChangeGroup,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import {
  asMarker,
  create,
  exampleOrg,
  group,
  linesOf,
  never,
  record,
  remove,
  startProviderBench,
  update,
} from '../testing/provider-bench.ts';
import { rcodes } from '../wire/codes.ts';

const startCompat = (lines: readonly string[] = [], options = {}) =>
  startProviderBench(lines, { behavior: 'compat', ...options });

type Bench = Awaited<ReturnType<typeof startCompat>>;

async function zoneOf(bench: Bench, id = 'example.org'): Promise<Zone> {
  const zone = (await bench.provider.listZones(never)).find((one) => one.id === id);
  if (zone === undefined) throw new Error(`no zone ${id}`);
  return zone;
}

async function read(bench: Bench, id?: string): Promise<readonly string[]> {
  const endpoints: Endpoint[] = [];
  for await (const chunk of bench.provider.readZone(await zoneOf(bench, id), never))
    endpoints.push(...chunk);
  return linesOf(endpoints);
}

async function apply(bench: Bench, ...groups: readonly ChangeGroup[]): Promise<readonly string[]> {
  const { outcomes } = await bench.provider.applyChanges(exampleOrg, groups, never);
  return outcomes.map(({ outcome }) => outcome);
}

describe('reading as upstream', () => {
  test('knows seven types, takes texts apart, and leaves later hosts their dots', async () => {
    await using bench = await startCompat([
      'www.example.org. 60 A 192.0.2.1',
      'www.example.org. 60 A 192.0.2.2',
      'text.example.org. 0 TXT "a b" "say \\"c\\""',
      'sub.example.org. 30 NS ns1.example.net.',
      'sub.example.org. 30 NS ns2.example.net.',
      'mail.example.org. 60 MX 10 mx.example.net.',
    ]);
    expect(await read(bench)).toEqual([
      'sub.example.org 30 NS ns1.example.net, ns2.example.net.',
      'text.example.org 0 TXT a b, say \\"c\\"',
      'www.example.org 60 A 192.0.2.1, 192.0.2.2',
    ]);
    await read(bench);
    expect(bench.server.take()).toEqual(['AXFR example.org.', 'AXFR example.org.']);
  });

  test('takes a refused transfer for an empty zone, and keeps what came before a break', async () => {
    await using bench = await startCompat([
      'a.example.org. 60 A 192.0.2.1',
      'b.example.org. 60 A 192.0.2.1',
    ]);
    bench.server.fault = () => ({ kind: 'rcode', rcode: rcodes.REFUSED });
    expect(await read(bench)).toEqual([]);
    bench.server.fault = () => ({ kind: 'cut' });
    expect(await read(bench)).toEqual(['a.example.org 60 A 192.0.2.1']);
  });

  test('fails when a server could not be reached, although the next one answered', async () => {
    await using bench = await startCompat(['a.example.org. 60 A 192.0.2.1']);
    const { host, port } = bench.server;
    const servers = [
      { host: '127.0.0.2', port },
      { host, port },
    ];
    const provider = bench.create({ servers });
    const [zone = exampleOrg] = await provider.listZones(never);
    const all = async () => {
      const endpoints: Endpoint[] = [];
      for await (const chunk of provider.readZone(zone, never)) endpoints.push(...chunk);
      return linesOf(endpoints);
    };
    await expect(all()).rejects.toThrow('cannot connect to 127.0.0.2');
    expect(await all()).toEqual(['a.example.org 60 A 192.0.2.1']);
  });

  test('reads nothing without transfers', async () => {
    await using bench = await startCompat(['a.example.org. 60 A 192.0.2.1'], { transfer: false });
    expect(await read(bench)).toEqual([]);
    expect(bench.server.take()).toEqual([]);
  });
});

test.each([
  ['www.example.org', 'example.org'],
  ['www.bigexample.org', 'example.org'],
  ['www.sub.example.org', 'sub.example.org'],
  ['www.example.net', '.'],
  ['www.dotted.example', '.'],
])('upstream puts %s into %s', async (name, expected) => {
  await using bench = await startCompat([], {
    zones: ['example.org', 'sub.example.org', 'dotted.example.'],
  });
  const zones = await bench.provider.listZones(never);
  const found = bench.provider.zonesFor?.(
    { ...record('x 0 A 192.0.2.1'), spelling: name, name: toDnsName(name) },
    zones,
  );
  expect(found?.map(({ id }) => id)).toEqual([expected]);
});

describe('writing as upstream', () => {
  test('adds, then changes, then deletes, records in front of markers, without prerequisites', async () => {
    await using bench = await startCompat([
      'old.example.org. 60 A 192.0.2.1',
      'www.example.org. 60 A 192.0.2.1',
      'www.example.org. 60 A 192.0.2.9',
    ]);
    const outcomes = await apply(
      bench,
      group(asMarker(create('m 0 TXT "x"')), create('new 60 A 192.0.2.1')),
      group(update('www 60 A 192.0.2.1', 'www 90 A 192.0.2.2')),
      group(remove('old 60 A 192.0.2.1')),
    );
    expect(outcomes).toEqual(['applied', 'applied', 'applied']);
    expect(bench.held()).toEqual([
      'm.example.org. 0 TXT "x"',
      'new.example.org. 60 A 192.0.2.1',
      'www.example.org. 90 A 192.0.2.2',
      'www.example.org. 90 A 192.0.2.9',
    ]);
    expect(bench.server.take()).toEqual(Array(3).fill('UPDATE example.org.'));
  });

  test('goes on after a chunk that failed', async () => {
    await using bench = await startCompat([], { batchChangeSize: 1 });
    bench.server.refuses = (name) => name === 'b.example.org.';
    const groups = ['a', 'b', 'c'].map((label) =>
      group(create(`${label} 60 A 192.0.2.1`), asMarker(create(`m${label} 0 TXT "x"`))),
    );
    expect(await apply(bench, ...groups)).toEqual(['applied', 'unknown', 'applied']);
    expect(bench.held().length).toBe(5);
  });

  test('leaves out targets that are no data, with those behind them', async () => {
    await using bench = await startCompat(['www.example.org. 60 A 192.0.2.1']);
    expect(
      await apply(
        bench,
        group(create('a 60 A 192.0.2.1, nonsense, 192.0.2.2')),
        group(update('www 60 A nonsense', 'www 60 A 192.0.2.2')),
        group(create('b 60 NOSUCH x')),
      ),
    ).toEqual(['applied', 'applied', 'applied']);
    expect(bench.held()).toEqual([
      'a.example.org. 60 A 192.0.2.1',
      'www.example.org. 60 A 192.0.2.1',
    ]);
  });

  test('leaves out names beyond the domain filter, and raises TTLs', async () => {
    const acceptsName = createDomainMatcher([{ include: ['in.example.org'], exclude: [] }]);
    await using bench = await startCompat([], { acceptsName, minTtlSeconds: 300 });
    await apply(bench, group(create('a.in 60 A 192.0.2.1'), create('out 60 A 192.0.2.1')));
    expect(bench.held()).toEqual(['a.in.example.org. 300 A 192.0.2.1']);
  });

  test('tries server after server, each time with one signature', async () => {
    await using bench = await startCompat();
    const { host, port } = bench.server;
    const provider = bench.create({
      servers: [
        { host: '127.0.0.2', port },
        { host, port },
      ],
    });
    const { outcomes } = await provider.applyChanges(
      exampleOrg,
      [group(create('www 60 A 192.0.2.1'))],
      never,
    );
    expect(outcomes).toEqual([{ outcome: 'applied' }]);
    expect(bench.held()).toEqual(['www.example.org. 60 A 192.0.2.1']);
  });
});
