import type { Behavior, Endpoint, OnceResult } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { runEngineOnce, type EngineSetup } from '@org/dns-test-engine';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeZone } from '../src/testing/change-rules.ts';
import { properties, record } from '../src/testing/changes.ts';
import { startRoute53Fake, type Route53Fake } from '../src/testing/route53-fake.ts';
import { createTestProvider } from '../src/testing/test-provider.ts';

const setup: EngineSetup = {
  providerName: 'aws',
  managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'CAA', 'PTR', 'NAPTR'],
};
const inStep = { inStep: true, reasons: [] };

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

/** The fake service, and a provider of its own for every pass. */
async function startService() {
  const fake = await startRoute53Fake({ healthChecks: ['check-1'] });
  const zone = fake.addZone({ name: 'example.org' });
  return {
    fake,
    zone,
    connect: (behavior: Behavior) =>
      createTestProvider(fake, { behavior, clock: createSystemClock() }),
    seed: ({ name, type, targets }: Endpoint) =>
      void zone.sets.set(`${name} ${type}`, {
        Name: `${name}.`,
        Type: type as 'A' | 'TXT',
        TTL: 5,
        ResourceRecords: targets.map((Value) => ({ Value })),
      }),
    dump: () => fake.dump(zone),
    writes: () => fake.count('POST', /rrset/),
    stop: () => fake.stop(),
  };
}

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

describeThroughEngine('route53', {
  setup,
  start: startService,
  wanted: everything,
  changed: changed.toSpliced(1, 1),
  foreign: [
    record('foreign.example.org', 'A', '192.0.2.7'),
    record('caa.example.org', 'TXT', '"foreign"'),
  ],
  after: {
    create: ({ writes }) => expect(writes()).toBe(1),
    change({ fake, zone, writes }) {
      expect(writes()).toBe(2);
      const lines = fake.dump(zone).join('\n');
      expect(lines).toContain('www.example.org. CNAME 300 lb.example.net');
      expect(lines).toContain('shop.example.org. A 300 192.0.2.5');
      expect(lines).toMatch(/w\.example\.org\. A 300 192\.0\.2\.1 .*"Failover":"PRIMARY"/);
    },
    remove: ({ writes }) => expect(writes()).toBe(3),
    // 32,000 bytes of values in a batch.
    thousand: ({ writes }) => expect(writes()).toBeLessThan(6),
  },
});

describe('what only Route 53 does', () => {
  let fake: Route53Fake;
  let zone: FakeZone;

  beforeEach(async () => {
    ({ fake, zone } = await startService());
  });
  afterEach(() => fake.stop());

  /** One whole pass of a controller that has just been started. */
  async function pass(endpoints: readonly Endpoint[]): Promise<OnceResult> {
    const provider = createTestProvider(fake, { clock: createSystemClock() });
    try {
      return await runEngineOnce(provider, endpoints, setup);
    } finally {
      await provider.close?.();
    }
  }
  const writes = (): number => fake.count('POST', /rrset/);

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
