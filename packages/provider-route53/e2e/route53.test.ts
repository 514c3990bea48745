import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  type Endpoint,
  type OnceResult,
  type Provider,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeZone } from '../src/testing/change-rules.ts';
import { never, properties, record } from '../src/testing/changes.ts';
import { startRoute53Fake, type Route53Fake } from '../src/testing/route53-fake.ts';
import { createTestProvider } from '../src/testing/test-provider.ts';

let fake: Route53Fake;
let zone: FakeZone;

beforeEach(async () => {
  fake = await startRoute53Fake({ healthChecks: ['check-1'] });
  zone = fake.addZone({ name: 'example.org' });
});
afterEach(() => fake.stop());

/** A source whose one object per endpoint wants just that. */
function sourceOf(endpoints: readonly Endpoint[]): Source {
  return {
    name: 'service',
    status: () => ({ synced: true }),
    start: async (report) => {
      for (const [index, endpoint] of endpoints.entries()) {
        const ref = {
          source: 'service',
          apiVersion: 'v1',
          kind: 'Service',
          namespace: 'default',
          name: `s${index}`,
        };
        const labels = { resource: `service/default/s${index}` };
        report(ref, { endpoints: [createEndpoint({ ...endpoint, labels, objects: [ref] })] });
      }
    },
  };
}

/** One whole pass of a controller that has just been started. */
async function pass(endpoints: readonly Endpoint[], owner = 'me'): Promise<OnceResult> {
  const provider: Provider = createTestProvider(fake, { clock: createSystemClock() });
  const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'CAA', 'PTR', 'NAPTR'];
  const engine = createEngine({
    sources: [sourceOf(endpoints)],
    provider,
    registry: createTxtRegistry({
      owner,
      behavior: 'safe',
      prefix: '%{record_type}-',
      managedTypes,
      excludedTypes: [],
    }),
    clock: createSystemClock(),
    observe: () => undefined,
    behavior: 'safe',
    policy: 'sync',
    managedTypes,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior: 'safe',
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: true,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'aws',
      preferAlias: false,
    },
    intervalMs: 60_000,
    minFullPassGapMs: 5000,
    keptCopyMs: 60_000,
    dryRun: false,
    deletionLimits: undefined,
    graceMs: 0,
    sourceWaitMs: 10_000,
  });
  try {
    return await engine.runOnce(never);
  } finally {
    await provider.close?.();
  }
}

const inStep = { inStep: true, reasons: [] };
const writes = (): number => fake.count('POST', /rrset/);

function weighted(
  name: string,
  setIdentifier: string,
  values: Readonly<Record<string, string>>,
): Endpoint {
  return record(name, 'A', '192.0.2.1', { setIdentifier, properties: properties(values) });
}

const everything = [
  record('www.example.org', 'A', ['192.0.2.1', '192.0.2.2'], { ttlSeconds: 60 }),
  record('www.example.org', 'AAAA', '2001:db8::1'),
  record('example.org', 'CNAME', 'd1.cloudfront.net'),
  record('shop.example.org', 'CNAME', 'lb.eu-west-1.elb.amazonaws.com.', { ttlSeconds: 60 }),
  record('plain.example.org', 'CNAME', 'lb.example.net.'),
  record('elsewhere.example.org', 'CNAME', 'lb.example.net', {
    properties: properties({ alias: 'true' }),
  }),
  record('mail.example.org', 'MX', '10 MX.example.net.'),
  record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
  record('long.example.org', 'TXT', 'x'.repeat(600)),
  record('caa.example.org', 'CAA', '0 issue "ca.example.net"'),
  record('*.wild.example.org', 'A', '192.0.2.9'),
  weighted('w.example.org', 'one', { 'aws/weight': '10' }),
  weighted('w.example.org', 'two', { 'aws/weight': '020', 'aws/health-check-id': 'check-1' }),
  weighted('l.example.org', 'eu', { 'aws/region': 'eu-west-1' }),
  weighted('m.example.org', 'one', { 'aws/multi-value-answer': '' }),
  weighted('g.example.org', 'de', { 'aws/geolocation-country-code': 'de' }),
  weighted('p.example.org', 'near', { 'aws/geoproximity-region': 'eu-west-1' }),
  weighted('cidr.example.org', 'office', {
    'aws/cidr-collection-id': 'c',
    'aws/cidr-location-name': 'l',
  }),
];

describe('through the engine', () => {
  test('what is created settles at once, changes in place, and goes; what is foreign stays', async () => {
    zone.sets.set('foreign', {
      Name: 'foreign.example.org.',
      Type: 'A',
      TTL: 5,
      ResourceRecords: [{ Value: '192.0.2.7' }],
    });
    zone.sets.set('beside', {
      Name: 'caa.example.org.',
      Type: 'TXT',
      TTL: 5,
      ResourceRecords: [{ Value: '"foreign"' }],
    });
    const foreign = fake.dump(zone);

    expect(await pass(everything)).toEqual(inStep);
    expect(writes()).toBe(1);
    const created = fake.dump(zone);
    expect(await pass(everything)).toEqual(inStep);
    expect([writes(), fake.dump(zone)]).toEqual([1, created]);

    const changed = everything.map((endpoint) => {
      switch (endpoint.name) {
        case 'www.example.org':
          return record(endpoint.name, 'CNAME', 'lb.example.net');
        case 'w.example.org':
          return {
            ...endpoint,
            properties: properties({
              'aws/failover': endpoint.setIdentifier === 'one' ? 'PRIMARY' : 'SECONDARY',
            }),
          };
        case 'shop.example.org':
          return record(endpoint.name, 'A', '192.0.2.5');
        default:
          return endpoint;
      }
    });
    expect(await pass(changed.toSpliced(1, 1))).toEqual(inStep);
    expect(writes()).toBe(2);
    const lines = fake.dump(zone).join('\n');
    expect(lines).toContain('www.example.org. CNAME 300 lb.example.net');
    expect(lines).toContain('shop.example.org. A 300 192.0.2.5');
    expect(lines).toMatch(/w\.example\.org\. A 300 192\.0\.2\.1 .*"Failover":"PRIMARY"/);

    expect(await pass([])).toEqual(inStep);
    expect([writes(), fake.dump(zone)]).toEqual([3, foreign]);
  });

  test('a thousand records are written at once and read again by the next controller', async () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      record(`h${at}.example.org`, 'A', `192.0.2.${at % 250}`),
    );
    expect(await pass(many)).toEqual(inStep);
    expect(fake.dump(zone)).toHaveLength(2000);
    // 32,000 bytes of values in a batch.
    expect(writes()).toBeLessThan(6);
    const before = writes();
    expect(await pass(many)).toEqual(inStep);
    expect(writes()).toBe(before);
  });

  test("another owner's records stay whatever happens", async () => {
    await pass([record('theirs.example.org', 'A', '192.0.2.1')], 'them');
    const before = fake.dump(zone);
    await pass([record('theirs.example.org', 'A', '192.0.2.2')]);
    await pass([]);
    expect(fake.dump(zone)).toEqual(before);
  });

  test('a bad record is told of, all others are written', async () => {
    const bad = weighted('bad.example.org', 'one', { 'aws/weight': 'heavy' });
    const refused = weighted('worse.example.org', 'one', {});
    const result = await pass([...everything, bad, refused]);
    expect(result.inStep).toBe(false);
    expect(result.reasons.join('\n')).toMatch(/bad\.example\.org/);
    expect(result.reasons.join('\n')).toMatch(/worse\.example\.org/);
    expect(fake.dump(zone).join('\n')).toContain('www.example.org. A 60');
  });

  test('a write whose reply is lost is completed', async () => {
    fake.fail({ when: ({ method }) => method === 'POST', fault: { kind: 'reply-lost' } });
    expect(await pass(everything)).toEqual(inStep);
    expect(await pass(everything)).toEqual(inStep);
    expect(writes()).toBe(2);
  });

  test('private and public zones of one name are kept alike, a pinned record in one of them', async () => {
    const inside = fake.addZone({ name: 'example.org', isPrivate: true });
    const pinned = record('pin.example.org', 'A', '192.0.2.3', {
      properties: properties({ 'aws/hosted-zone-id': inside.id }),
    });
    const both = record('both.example.org', 'A', '192.0.2.4');
    expect(await pass([pinned, both])).toEqual(inStep);
    const names = (of: FakeZone): readonly string[] =>
      fake.dump(of).map((line) => line.split(' ')[0] ?? '');
    expect(names(zone)).toEqual(['a-both.example.org.', 'both.example.org.']);
    expect(names(inside)).toEqual([
      'a-both.example.org.',
      'a-pin.example.org.',
      'both.example.org.',
      'pin.example.org.',
    ]);
    const before = writes();
    expect(await pass([pinned, both])).toEqual(inStep);
    expect(writes()).toBe(before);
    expect(await pass([])).toEqual(inStep);
    expect([fake.dump(zone), fake.dump(inside)]).toEqual([[], []]);
  });
});
