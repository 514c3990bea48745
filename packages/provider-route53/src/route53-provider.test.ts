import type { Endpoint, Provider, Zone } from '@org/dns-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route53Options } from './options.ts';
import type { FakeZone } from './testing/change-rules.ts';
import { create, group, never, properties, record, remove, update } from './testing/changes.ts';
import { startRoute53Fake, type Route53Fake } from './testing/route53-fake.ts';
import { apply, createTestProvider, readAll } from './testing/test-provider.ts';

let fake: Route53Fake;
let stored: FakeZone;
let provider: Provider;
let zone: Zone;

beforeEach(async () => {
  fake = await startRoute53Fake({ healthChecks: ['check-1'] });
  stored = fake.addZone({ name: 'example.org' });
  await use();
});
afterEach(async () => {
  await provider.close?.();
  await fake.stop();
});

async function use(options: Partial<Route53Options> = {}): Promise<void> {
  await provider?.close?.();
  provider = createTestProvider(fake, options);
  const [first] = await provider.listZones(never);
  if (first === undefined) throw new Error('no zone');
  zone = first;
}

/** As the engine sees to it: adjusted, written, and what is read then. */
async function write(...wanted: readonly Endpoint[]): Promise<readonly Endpoint[]> {
  const adjusted = (await provider.adjust?.(wanted, never)) ?? wanted;
  const outcomes = await apply(provider, zone, group(...adjusted.map(create)));
  expect(outcomes).toEqual(['applied']);
  return adjusted;
}

const own = async (): Promise<readonly Endpoint[]> =>
  (await readAll(provider, zone)).filter(({ name }) => name !== 'example.org');

describe('what is written is read back as it was wanted', () => {
  const elb = 'lb-1.eu-central-1.elb.amazonaws.com';
  const set = (values: Readonly<Record<string, string>>) => ({
    setIdentifier: 'one',
    properties: properties(values),
  });

  test.each<readonly [string, Endpoint]>([
    ['addresses', record('a.example.org', 'A', ['192.0.2.1', '192.0.2.2'], { ttlSeconds: 60 })],
    ['IPv6', record('a.example.org', 'AAAA', '2001:db8::1')],
    ['a CNAME', record('c.example.org', 'CNAME', 'www.example.net.')],
    ['a TXT in quotes', record('t.example.org', 'TXT', '"v=spf1 -all"')],
    ['a TXT without', record('t.example.org', 'TXT', 'say "hü"')],
    ['a TXT of 600 bytes', record('t.example.org', 'TXT', 'x'.repeat(600))],
    ['an MX with a final dot', record('m.example.org', 'MX', '10 mx.example.net.')],
    ['an SRV', record('_s._tcp.example.org', 'SRV', '1 2 443 s.example.org.')],
    ['a NAPTR', record('n.example.org', 'NAPTR', '1 2 "u" "s" "!a!b!" .')],
    ['a CAA', record('caa.example.org', 'CAA', '0 issue "ca.example.net"')],
    ['a PTR', record('p.example.org', 'PTR', 'www.example.org')],
    ['a wildcard', record('*.w.example.org', 'A', '192.0.2.1')],
    ['an alias of a load balancer', record('x.example.org', 'CNAME', elb, { ttlSeconds: 60 })],
    [
      'an alias that names its zone',
      record('x.example.org', 'A', 'x.service.example.net', {
        properties: properties({ alias: 'true', 'aws/target-hosted-zone': 'ZOTHER' }),
      }),
    ],
    [
      'no health evaluation',
      record('x.example.org', 'CNAME', elb, {
        properties: properties({ 'aws/evaluate-target-health': 'no' }),
      }),
    ],
    ['a weight', record('w.example.org', 'A', '192.0.2.1', set({ 'aws/weight': '010' }))],
    ['latency', record('w.example.org', 'A', '192.0.2.1', set({ 'aws/region': 'eu-west-1' }))],
    [
      'failover',
      record(
        'w.example.org',
        'A',
        '192.0.2.1',
        set({ 'aws/failover': 'primary', 'aws/health-check-id': 'check-1' }),
      ),
    ],
    [
      'multivalue',
      record('w.example.org', 'A', '192.0.2.1', set({ 'aws/multi-value-answer': '' })),
    ],
    [
      'a continent',
      record(
        'w.example.org',
        'A',
        '192.0.2.1',
        set({ 'aws/geolocation-continent-code': 'EU', 'aws/geolocation-country-code': 'DE' }),
      ),
    ],
    [
      'a subdivision',
      record(
        'w.example.org',
        'A',
        '192.0.2.1',
        set({ 'aws/geolocation-country-code': 'us', 'aws/geolocation-subdivision-code': 'ny' }),
      ),
    ],
    [
      'proximity to a region',
      record('w.example.org', 'A', '192.0.2.1', set({ 'aws/geoproximity-region': 'eu-west-1' })),
    ],
    [
      'proximity to a place',
      record(
        'w.example.org',
        'A',
        '192.0.2.1',
        set({ 'aws/geoproximity-coordinates': '49.22, -74.01', 'aws/geoproximity-bias': '-5' }),
      ),
    ],
    [
      'CIDR routing',
      record(
        'w.example.org',
        'A',
        '192.0.2.1',
        set({ 'aws/cidr-collection-id': 'c-1', 'aws/cidr-location-name': 'office' }),
      ),
    ],
    ['a weighted alias', record('w.example.org', 'CNAME', elb, set({ 'aws/weight': '1' }))],
    [
      "other providers' settings",
      record('a.example.org', 'A', '192.0.2.1', {
        properties: properties({ 'cloudflare/proxied': 'true', 'aws/weight': '1' }),
      }),
    ],
  ])('%s', async (_name, wanted) => {
    const adjusted = await write(wanted);
    const read = await own();
    const comparable = (list: readonly Endpoint[]): unknown[] =>
      list
        .map(({ properties: held, ttlSeconds, ...rest }) => ({
          ...rest,
          ttlSeconds: ttlSeconds === 0 ? 300 : ttlSeconds,
          properties: held.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
        }))
        .toSorted((one, other) => (one.type < other.type ? -1 : 1));
    expect(comparable(read)).toEqual(comparable(adjusted));
    // Asked again, the wish is what is there: nothing would be planned.
    expect(await provider.adjust?.(adjusted, never)).toEqual(adjusted);
    expect(await apply(provider, zone, group(...read.map(remove)))).toEqual(['applied']);
    expect(fake.dump(stored)).toEqual([]);
  });
});

describe('writing', () => {
  const a = record('a.example.org', 'A', '192.0.2.1', { ttlSeconds: 60 });
  const other = { ...a, targets: ['192.0.2.9'] };

  test('a create of what is there and a delete of what is gone are successes', async () => {
    expect(await apply(provider, zone, group(create(a)))).toEqual(['applied']);
    expect(await apply(provider, zone, group(create(a)))).toEqual(['applied']);
    expect(await apply(provider, zone, group(remove(a)))).toEqual(['applied']);
    expect(await apply(provider, zone, group(remove(a)))).toEqual(['applied']);
  });

  test('an update is one UPSERT, in place', async () => {
    await apply(provider, zone, group(create(a)));
    expect(await apply(provider, zone, group(update(a, other)))).toEqual(['applied']);
    expect(fake.dump(stored)).toEqual(['a.example.org. A 60 192.0.2.9']);
    expect(fake.requests.at(-1)?.body).toContain('<Action>UPSERT</Action>');
  });

  test('what somebody else made or changed meanwhile is left alone, and said', async () => {
    await apply(provider, zone, group(create(other)));
    const [made, deleted] = [
      await apply(provider, zone, group(create(a))),
      await apply(provider, zone, group(remove(a))),
    ];
    expect([...made, ...deleted]).toEqual(
      Array(2).fill(
        'failed rejected: example.org: a.example.org. A was changed by somebody else since it was read',
      ),
    );
    expect(fake.dump(stored)).toEqual(['a.example.org. A 60 192.0.2.9']);
  });

  test('a name changes its type in one batch, in either order', async () => {
    const cname = record('a.example.org', 'CNAME', 'www.example.net');
    await apply(provider, zone, group(create(a)));
    expect(await apply(provider, zone, group(create(cname), remove(a)))).toEqual(['applied']);
    const [read] = await own();
    if (read === undefined) throw new Error('nothing read');
    expect(await apply(provider, zone, group(remove(read), create(a)))).toEqual(['applied']);
    expect(fake.dump(stored)).toEqual(['a.example.org. A 60 192.0.2.1']);
    expect(fake.count('POST', /rrset/)).toBe(3);
  });

  test.each([
    ['weight to latency', { 'aws/weight': '1' }, { 'aws/region': 'eu-west-1' }],
    ['multivalue to weight', { 'aws/multi-value-answer': 'true' }, { 'aws/weight': '1' }],
    [
      'proximity to failover',
      { 'aws/geoproximity-region': 'eu-west-1' },
      { 'aws/failover': 'PRIMARY' },
    ],
    [
      'country to CIDR',
      { 'aws/geolocation-country-code': 'DE' },
      { 'aws/cidr-collection-id': 'c', 'aws/cidr-location-name': 'l' },
    ],
  ])('a policy changes from %s, of all sets of the name at once', async (_name, from, to) => {
    const sets = (values: Readonly<Record<string, string>>): readonly Endpoint[] =>
      ['one', 'two'].map((setIdentifier) =>
        record('w.example.org', 'A', '192.0.2.1', {
          setIdentifier,
          properties: properties(values),
        }),
      );
    await write(...sets(from));
    const after = sets(to);
    const before = await own();
    const changes = before.map((one, at) => update(one, after[at] ?? one));
    expect(await apply(provider, zone, group(...changes))).toEqual(['applied']);
  });

  test('an alias becomes an address and goes back', async () => {
    const [alias] = await write(
      record('a.example.org', 'A', 'lb.eu-west-1.elb.amazonaws.com', {
        properties: properties({ alias: 'true' }),
      }),
    );
    if (alias === undefined) throw new Error('no alias');
    expect(await apply(provider, zone, group(update(alias, a)))).toEqual(['applied']);
    expect(await apply(provider, zone, group(update(a, alias)))).toEqual(['applied']);
  });

  test('record sets of other owners under the name stay as they are', async () => {
    await apply(provider, zone, group(create(record('a.example.org', 'MX', '10 mx.example.net'))));
    await apply(provider, zone, group(create(a)));
    await apply(provider, zone, group(update(a, other)));
    await apply(provider, zone, group(remove(other)));
    expect(fake.dump(stored)).toEqual(['a.example.org. MX 300 10 mx.example.net']);
  });

  test('a refused record among many is found, and only it is left out, with the name that the service gives', async () => {
    const good = Array.from({ length: 20 }, (_, at) =>
      group(create(record(`h${at}.example.org`, 'A', `192.0.2.${at}`))),
    );
    const bad = group(
      create(record('bad.example.org', 'CNAME', 'a.example.net', { setIdentifier: 'x' })),
    );
    const outcomes = await apply(provider, zone, ...good.slice(0, 7), bad, ...good.slice(7));
    expect(outcomes.filter((one) => one !== 'applied')).toEqual([
      expect.stringMatching(/^failed rejected: .*Name=bad\.example\.org\./),
    ]);
    expect(outcomes[7]).not.toBe('applied');
    expect(fake.dump(stored)).toHaveLength(20);
    expect(fake.count('POST', /rrset/)).toBe(3);
  });

  test('a refusal that names nobody is found by halves', async () => {
    const good = Array.from({ length: 7 }, (_, at) =>
      group(create(record(`h${at}.example.org`, 'A', `192.0.2.${at}`))),
    );
    const bad = group(
      create(
        record('bad.example.org', 'A', '192.0.2.1', {
          properties: properties({ 'aws/health-check-id': 'gone' }),
        }),
      ),
    );
    const outcomes = await apply(provider, zone, ...good, bad);
    expect(outcomes.slice(0, 7)).toEqual(Array(7).fill('applied'));
    expect(outcomes[7]).toMatch(/^failed rejected: .*NoSuchHealthCheck/);
  });

  test.each([
    ['aws/weight', 'heavy', 'a whole number from 0 to 255'],
    ['aws/geoproximity-bias', '100', 'a whole number from -99 to 99'],
    ['aws/geoproximity-coordinates', '91,0', 'latitude and longitude'],
  ])('%s=%s is refused without asking the service', async (name, value, said) => {
    const bad = record('w.example.org', 'A', '192.0.2.1', {
      setIdentifier: 'one',
      properties: properties({ [name]: value }),
    });
    const outcomes = await apply(provider, zone, group(create(a)), group(create(bad)));
    expect(outcomes).toEqual(['applied', expect.stringContaining(said)]);
    expect(fake.count('POST', /rrset/)).toBe(1);
  });
});

describe('batches', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const name = `h${String(at).padStart(4, '0')}.example.org`;
      return group(
        create(record(name, 'A', ['192.0.2.1', '192.0.2.2'])),
        create(record(`a-${name}`, 'TXT', `"${'x'.repeat(60)}"`)),
      );
    });

  test('keep the limits of the service, and groups together', async () => {
    const outcomes = await apply(provider, zone, ...many(700));
    expect(new Set(outcomes)).toEqual(new Set(['applied']));
    expect(fake.dump(stored)).toHaveLength(1400);
    // 700 × (2 × 9 + 62) bytes, 32,000 in a batch; 700 × 3 values, 1,000 in a batch.
    expect(fake.count('POST', /rrset/)).toBe(3);
  });

  test.each([
    ['changes', { batchChanges: 11 }, 10],
    ['bytes', { batchBytes: 400 }, 10],
    ['values', { batchValues: 15 }, 10],
    ['more than the service allows', { batchChanges: 100_000 }, 1],
  ])('are as small as asked for, by %s', async (_name, options, requests) => {
    await use(options);
    await apply(provider, zone, ...many(50));
    expect(fake.count('POST', /rrset/)).toBe(requests);
  });

  test('an UPSERT counts twice', async () => {
    const before = many(250)
      .map(({ changes }) => changes[0])
      .flatMap((change) => (change?.kind === 'create' ? [change.after] : []));
    await apply(provider, zone, ...before.map((one) => group(create(one))));
    const sent = fake.count('POST', /rrset/);
    const updates = before.map((one) => group(update(one, { ...one, ttlSeconds: 60 })));
    await apply(
      provider,
      zone,
      ...updates,
      group(create(record('z.example.org', 'A', '192.0.2.1'))),
    );
    expect(fake.count('POST', /rrset/) - sent).toBe(2);
  });

  test('a group that is larger than asked for goes alone; compat leaves it out', async () => {
    await use({ batchChanges: 1 });
    expect(await apply(provider, zone, ...many(2))).toEqual(['applied', 'applied']);
    expect(fake.dump(stored)).toHaveLength(4);
    await use({ batchChanges: 1, behavior: 'compat' });
    expect(
      await apply(provider, zone, group(...many(3).flatMap(({ changes }) => changes))),
    ).toEqual(['applied']);
    expect(fake.dump(stored)).toHaveLength(4);
  });

  test('waiting for the name servers is asked for', async () => {
    const slow = await startRoute53Fake({ pendingPolls: 2 });
    slow.addZone({ name: 'example.org' });
    const waiting = createTestProvider(slow, { waitForSyncMs: 60_000 });
    const [first] = await waiting.listZones(never);
    if (first === undefined) throw new Error('no zone');
    await apply(waiting, first, ...many(1));
    expect(slow.count('GET', /change/)).toBe(3);
    await waiting.close?.();
    await slow.stop();
  });
});

describe('reading', () => {
  test('names are written with codes, and read in plain', async () => {
    const odd = record('k-%!-x.example.org', 'A', '192.0.2.1');
    await apply(provider, zone, group(create(odd)));
    expect(fake.dump(stored)).toEqual(['k-\\045\\041-x.example.org. A 300 192.0.2.1']);
    const [read] = await own();
    expect(read?.name).toBe('k-%!-x.example.org');
    if (read !== undefined) await apply(provider, zone, group(remove(read)));
    expect(fake.dump(stored)).toEqual([]);
  });

  test('a large zone comes page by page; some names at the cost of some requests', async () => {
    const many = Array.from({ length: 700 }, (_, at) =>
      group(create(record(`h${at}.example.org`, 'A', '192.0.2.1'))),
    );
    await apply(provider, zone, ...many);
    await provider.listZones(never);
    const before = fake.count('GET', /rrset/);
    expect(await own()).toHaveLength(700);
    expect(fake.count('GET', /rrset/) - before).toBe(3);

    const names = ['h7.example.org', 'none.example.org'].map((name) => record(name, 'A', '').name);
    const some = await provider.readNames?.(zone, names, never);
    expect(some?.map(({ name }) => name)).toEqual(['h7.example.org']);
    expect(fake.count('GET', /rrset/) - before).toBe(5);

    const all = many.map(({ name }) => name);
    expect(await provider.readNames?.(zone, all, never)).toHaveLength(700);
    expect(fake.count('GET', /rrset/) - before).toBe(8);
  });

  test('a name with more sets than a page is read whole', async () => {
    const sets = Array.from({ length: 50 }, (_, at) =>
      record('w.example.org', 'A', '192.0.2.1', {
        setIdentifier: `set-${at}`,
        properties: properties({ 'aws/weight': '1' }),
      }),
    );
    const filler = Array.from({ length: 700 }, (_, at) =>
      group(create(record(`h${at}.example.org`, 'A', '192.0.2.1'))),
    );
    await apply(provider, zone, group(...sets.map(create)), ...filler);
    await provider.listZones(never);
    const [first] = sets;
    const read = await provider.readNames?.(zone, first === undefined ? [] : [first.name], never);
    expect(read).toHaveLength(50);
  });

  test('a page that comes twice is no zone', async () => {
    const many = Array.from({ length: 350 }, (_, at) =>
      group(create(record(`h${at}.example.org`, 'A', '192.0.2.1'))),
    );
    await apply(provider, zone, ...many);
    const page =
      '<ListResourceRecordSetsResponse><ResourceRecordSets><ResourceRecordSet><Name>example.org.</Name><Type>NS</Type><TTL>1</TTL><ResourceRecords><ResourceRecord><Value>ns.example.net.</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets><IsTruncated>true</IsTruncated><NextRecordName>example.org.</NextRecordName><NextRecordType>NS</NextRecordType><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>';
    fake.fail({
      when: ({ method, path }) => method === 'GET' && /rrset/.test(path),
      times: 2,
      fault: { kind: 'reply', body: page },
    });
    await expect(readAll(provider, zone)).rejects.toMatchObject({ reason: 'transient' });
  });

  test('compat does not see types that upstream does not read', async () => {
    await write(record('p.example.org', 'PTR', 'www.example.org'));
    await use({ behavior: 'compat' });
    expect(await own()).toEqual([]);
  });
});

describe('an alias of a name in its own zone', () => {
  const alias = record('app.example.org', 'CNAME', 'www.example.org', {
    properties: properties({ alias: 'true' }),
  });
  const shape = (endpoints: readonly Endpoint[]) =>
    endpoints.map(({ name, type, targets }) => `${name} ${type} ${targets.join(' ')}`).toSorted();

  test.each([
    {
      name: 'that has an IPv4 address from the same pass on',
      targets: [record('www.example.org', 'A', '192.0.2.1')],
      expected: ['app.example.org A www.example.org', 'www.example.org A 192.0.2.1'],
    },
    {
      name: 'that has addresses of both families from the same pass on',
      targets: [
        record('www.example.org', 'A', '192.0.2.1'),
        record('www.example.org', 'AAAA', '2001:db8::1'),
      ],
      expected: [
        'app.example.org A www.example.org',
        'app.example.org AAAA www.example.org',
        'www.example.org A 192.0.2.1',
        'www.example.org AAAA 2001:db8::1',
      ],
    },
  ])('$name is written with it', async ({ targets, expected }) => {
    await write(alias, ...targets);
    expect(shape(await own())).toEqual(expected);
  });

  test('is adjusted alone in a later pass as it was written', async () => {
    const [first] = await write(alias, record('www.example.org', 'A', '192.0.2.1'));
    expect(await provider.adjust?.([alias], never)).toEqual([first]);
  });
});
