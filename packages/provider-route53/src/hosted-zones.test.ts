import { toDnsName, type Endpoint, type Provider } from '@org/dns-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route53Options } from './options.ts';
import { create, group, never, properties, record } from './testing/changes.ts';
import { startRoute53Fake, type FakeZoneInit, type Route53Fake } from './testing/route53-fake.ts';
import { apply, createTestProvider } from './testing/test-provider.ts';
import { parseTagFilters } from './zone-filter.ts';

let fake: Route53Fake;
const open: Provider[] = [];

beforeEach(async () => {
  fake = await startRoute53Fake({ zonePageSize: 4 });
});
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close?.();
  await fake.stop();
});

function use(options: Partial<Route53Options> = {}): Provider {
  const provider = createTestProvider(fake, options);
  open.push(provider);
  return provider;
}

function addZones(...zones: readonly FakeZoneInit[]): void {
  for (const zone of zones) fake.addZone(zone);
}

describe('which zones are ours', () => {
  beforeEach(() => {
    addZones(
      { name: 'example.org', tags: { env: 'prod', team: 'x' } },
      { name: 'example.org', isPrivate: true, tags: { env: 'prod' } },
      { name: 'example.com', tags: { env: 'test', team: 'y' } },
      { name: 'cloudmap.example.net', linkedService: 'servicediscovery.amazonaws.com' },
      { name: '0/25.2.0.192.in-addr.arpa' },
    );
  });

  test.each<readonly [string, Partial<Route53Options>, readonly string[]]>([
    ['all but those of other services', {}, ['Z000001', 'Z000002', 'Z000003', 'Z000005']],
    [
      'compat: all',
      { behavior: 'compat' },
      ['Z000001', 'Z000002', 'Z000003', 'Z000004', 'Z000005'],
    ],
    ['public', { zoneType: 'public' }, ['Z000001', 'Z000003', 'Z000005']],
    ['private', { zoneType: 'private' }, ['Z000002']],
    ['ids', { zoneIds: ['/hostedzone/Z000003', 'Z000002'] }, ['Z000002', 'Z000003']],
    ['the end of an id', { zoneIds: ['00003'] }, []],
    ['the end of an id in compat', { zoneIds: ['00003'], behavior: 'compat' }, ['Z000003']],
    ['a tag with its value', { zoneTags: parseTagFilters(['env=prod']) }, ['Z000001', 'Z000002']],
    ['all of several tags', { zoneTags: parseTagFilters(['env=prod', 'team']) }, ['Z000001']],
    ['names', { acceptsZone: (name) => name === 'example.com' }, ['Z000003']],
  ])('%s', async (_name, options, ids) => {
    const zones = await use(options).listZones(never);
    expect(zones.map(({ id }) => id)).toEqual(ids);
  });

  test('names come in plain', async () => {
    const zones = await use().listZones(never);
    expect(zones.at(-1)?.name).toBe('0/25.2.0.192.in-addr.arpa');
  });
});

test('tags are asked for ten zones at a time', async () => {
  addZones(
    ...Array.from({ length: 23 }, (_, at) => ({ name: `z${at}.example.org`, tags: { a: 'b' } })),
  );
  const zones = await use({ zoneTags: parseTagFilters(['a']) }).listZones(never);
  expect(zones).toHaveLength(23);
  expect(fake.count('POST', /tags/)).toBe(3);
  expect(fake.count('GET', /hostedzone/)).toBe(6);
});

test('the list is kept for as long as asked', async () => {
  addZones({ name: 'example.org' });
  let nowMs = 0;
  const provider = use({ zonesCacheMs: 1000, clock: { now: () => nowMs, after: () => () => {} } });
  await provider.listZones(never);
  nowMs = 1000;
  await provider.listZones(never);
  expect(fake.requests).toHaveLength(1);
  nowMs = 1001;
  await provider.listZones(never);
  expect(fake.requests).toHaveLength(2);
});

describe('which zones a record is written to', () => {
  const names = (zones: readonly { readonly id: string }[]): readonly string[] =>
    zones.map(({ id }) => id).toSorted();
  const public1 = 'Z000001';
  const public2 = 'Z000002';
  const private1 = 'Z000003';
  const private2 = 'Z000004';

  beforeEach(() => {
    addZones(
      { name: 'example.org' },
      { name: 'b.example.org' },
      { name: 'example.org', isPrivate: true },
      { name: 'b.example.org', isPrivate: true },
    );
  });

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a.b.example.org', {}, [public2, private1, private2]],
    ['xb.example.org', {}, [public1, private1]],
    ['b.example.org', {}, [public2, private1, private2]],
    ['example.com', {}, []],
    ['a.b.example.org', { 'aws/hosted-zone-id': private2 }, [private2]],
    ['a.b.example.org', { 'aws/hosted-zone-id': `/hostedzone/${public2}` }, [public2]],
    ['a.b.example.org', { 'aws/hosted-zone-id': public1 }, []],
  ])('%s with %o', async (name, values, expected) => {
    for (const behavior of ['safe', 'compat'] as const) {
      const provider = use({ behavior });
      const zones = await provider.listZones(never);
      const endpoint = record(name, 'A', '192.0.2.1', { properties: properties(values) });
      expect(names(provider.zonesFor?.(endpoint, zones) ?? [])).toEqual(expected);
    }
  });

  test('a pin is remembered once adjust has taken it out, for the record and its marker', async () => {
    const provider = use();
    const zones = await provider.listZones(never);
    const zonesOf = (endpoint: Endpoint): readonly string[] =>
      names(provider.zonesFor?.(endpoint, zones) ?? []);
    const pinned = record('a.example.org', 'A', '192.0.2.1', {
      properties: properties({ 'aws/hosted-zone-id': private1 }),
    });
    const marker = record('x-a.example.org', 'TXT', '"x"', {
      labels: { ownedRecord: 'a.example.org' },
    });
    const [held] = (await provider.adjust?.([pinned], never)) ?? [];
    expect(held?.properties).toEqual([]);
    expect([held, marker].map((one) => one && zonesOf(one))).toEqual([[private1], [private1]]);

    const [free] = (await provider.adjust?.([{ ...pinned, properties: [] }], never)) ?? [];
    expect(free && zonesOf(free)).toEqual([public1, private1]);
  });
});

describe('aliases to records of our own', () => {
  const aliasTo = (target: string, alias = 'true'): Endpoint =>
    record('x.example.org', 'CNAME', target, { properties: properties({ alias }) });
  const target = (type: string, value: string): NonNullable<FakeZoneInit['sets']>[number] => ({
    Name: 'target.example.org',
    Type: type as 'A',
    TTL: 60,
    ResourceRecords: [{ Value: value }],
  });

  test.each<readonly [string, readonly string[], Endpoint, readonly string[]]>([
    ['only the types that the target has', ['A'], aliasTo('target.example.org'), ['A']],
    ['both', ['A', 'AAAA'], aliasTo('target.example.org'), ['A', 'AAAA']],
    ['both, while the target has none', [], aliasTo('target.example.org'), ['A', 'AAAA']],
    ['the one that is asked for', ['A'], aliasTo('target.example.org', 'AAAA'), ['AAAA']],
    ['a name elsewhere stays a CNAME', [], aliasTo('www.example.com'), ['CNAME']],
    ['an S3 website has no IPv6', [], aliasTo('s3-website-us-east-1.amazonaws.com'), ['A']],
    ['CloudFront has', [], aliasTo('D1.cloudfront.net.'), ['A', 'AAAA']],
  ])('%s', async (_name, types, wanted, expected) => {
    const values: Readonly<Record<string, string>> = { A: '192.0.2.9', AAAA: '2001:db8::9' };
    addZones({ name: 'example.org', sets: types.map((type) => target(type, values[type] ?? '')) });
    const provider = use();
    await provider.listZones(never);
    const adjusted = (await provider.adjust?.([wanted], never)) ?? [];
    expect(adjusted.map(({ type }) => type)).toEqual(expected);
  });

  test('the target is looked up once a minute, and again after a look-up that failed', async () => {
    addZones({ name: 'example.org', sets: [target('A', '192.0.2.9')] });
    let nowMs = 0;
    const provider = use({ attempts: 1, clock: { now: () => nowMs, after: () => () => {} } });
    await provider.listZones(never);
    const look = async (): Promise<number | undefined> =>
      (await provider.adjust?.([aliasTo('target.example.org')], never))?.length;
    fake.fail({ fault: { kind: 'reset' } });
    await expect(look()).rejects.toMatchObject({ reason: 'transient' });
    expect([await look(), await look()]).toEqual([1, 1]);
    expect(fake.count('GET', /rrset/)).toBe(2);
    nowMs = 60_000;
    await look();
    expect(fake.count('GET', /rrset/)).toBe(3);
  });

  test('each of the zones with one name has the alias in itself', async () => {
    const sets = [target('A', '192.0.2.9')];
    const zones = [
      fake.addZone({ name: 'example.org', sets }),
      fake.addZone({ name: 'example.org', isPrivate: true, sets }),
    ];
    const provider = use();
    const listed = await provider.listZones(never);
    const [wanted] = (await provider.adjust?.([aliasTo('target.example.org')], never)) ?? [];
    if (wanted === undefined) throw new Error('dropped');
    for (const zone of listed)
      expect(await apply(provider, zone, group(create(wanted)))).toEqual(['applied']);
    expect(zones.map((zone) => fake.dump(zone)[1])).toEqual(
      zones.map(({ id }) => `x.example.org. A alias target.example.org. in ${id} true`),
    );
    for (const zone of listed) {
      const [read] = (await provider.readNames?.(zone, [toDnsName('x.example.org')], never)) ?? [];
      expect(read?.properties.map(({ name }) => name)).toEqual([
        'aws/evaluate-target-health',
        'alias',
      ]);
    }
  });
});
