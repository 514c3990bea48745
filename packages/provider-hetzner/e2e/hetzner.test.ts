import { createEndpoint, type Endpoint, type OnceResult } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { runEngineOnce, type EngineSetup } from '@org/dns-test-engine';
import { describeThroughEngine } from '@org/dns-test-engine/scenarios';
import { afterEach, describe, expect, test } from 'vitest';
import { record, startHetzner, text, type Started } from '../src/testing/start.ts';

const setup: EngineSetup = {
  providerName: 'hetzner',
  managedTypes: ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV'],
};
const running: Started[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function start(labels = false): Promise<Started> {
  const started = await startHetzner({ labels, clock: createSystemClock() });
  started.fake.remaining = 1_000_000;
  running.push(started);
  return started;
}

const pass = ({ provider }: Started, endpoints: readonly Endpoint[]): Promise<OnceResult> =>
  runEngineOnce(provider, endpoints, setup);

const inStep = { inStep: true, reasons: [] };
/** Without the markers. */
const records = ({ fake }: Started): readonly string[] =>
  fake.lines('example.org').filter((line) => !line.includes('heritage='));
const writes = ({ fake }: Started): number =>
  fake.requests.filter(({ method }) => method !== 'GET').length;

const label = (endpoint: Endpoint, key: string, value: string): Endpoint => ({
  ...endpoint,
  properties: [{ name: `webhook/hetzner-label-${key}`, value }],
});

const everything = [
  label(record('www.example.org A 192.0.2.1 192.0.2.2', { ttlSeconds: 300 }), 'env', 'prod'),
  record('low.example.org AAAA 2001:0db8::1', { ttlSeconds: 1 }),
  record('front.example.org CNAME LB.example.net'),
  createEndpoint({ name: 'mail.example.org', type: 'MX', targets: ['10 mx.example.org'] }),
  createEndpoint({
    name: '_sip._tcp.example.org',
    type: 'SRV',
    targets: ['10 5 5060 sip.example.org.'],
  }),
  text('long.example.org', 'x'.repeat(400)),
  text('plain.example.org', 'v=DMARC1; p=none'),
  record('*.example.org A 192.0.2.9'),
];

/** The fake service, whose actions take a moment where there are few, and a provider of its own for every pass. */
async function startService(labels: boolean, amount: 'few' | 'many') {
  const started = await start(labels);
  const { fake } = started;
  fake.runningFor = amount === 'few' ? 1 : 0;
  return {
    started,
    connect: () => started.again(),
    seed: ({ name, type, targets }: Endpoint) =>
      void fake.put('example.org', {
        name: name.replace('.example.org', ''),
        type,
        values: [...targets],
      }),
    dump: () => fake.lines('example.org'),
    writes: () => writes(started),
    stop: () => undefined,
  };
}

for (const labels of [false, true])
  describeThroughEngine(labels ? 'hetzner with labels' : 'hetzner', {
    setup,
    start: (amount) => startService(labels, amount),
    wanted: everything,
    changed: everything.map((endpoint) =>
      endpoint.name === 'www.example.org'
        ? record('www.example.org CNAME lb.example.net', { ttlSeconds: 120 })
        : endpoint,
    ),
    // Upstream knows no labels.
    wantedInCompat: labels ? everything.slice(1) : everything,
    after: {
      create({ started }) {
        expect(started.fake.lines('example.org')).toHaveLength(2 * everything.length + 2);
        expect(records(started)).toContain('low AAAA 60 2001:0db8::1');
        expect(started.fake.zones[0]?.sets.get('www/A')?.labels).toEqual(
          labels ? { env: 'prod', 'external-dns/owner': 'me' } : {},
        );
      },
      change: ({ started }) => expect(records(started)).toContain('www CNAME 120 lb.example.net.'),
      thousand: ({ started }) => expect(writes(started)).toBe(2000),
    },
  });

describe('what only Hetzner does', () => {
  test('one refused record and one protected set are told, and everything else is written', async () => {
    const started = await start();
    const guarded = record('guarded.example.org A 192.0.2.1');
    expect(await pass(started, [guarded])).toEqual(inStep);
    const set = started.fake.zones[0]?.sets.get('guarded/A');
    if (set === undefined) throw new Error('guarded was not made');
    set.protection.change = true;
    const result = await pass(started, [
      ...everything,
      { ...guarded, targets: ['192.0.2.2'] },
      record('example.org CNAME lb.example.net'),
    ]);
    expect(result.inStep).toBe(false);
    expect(result.reasons.join()).toContain('guarded/A is protected');
    expect(records(started)).toHaveLength(everything.length + 1);
  });

  test('a zone that disappears delays no other, and is looked after when it is back', async () => {
    const started = await start();
    const { fake } = started;
    fake.addZone('example.net');
    const both = [record('a.example.org A 192.0.2.1'), record('a.example.net A 192.0.2.1')];
    fake.fail({
      when: ({ path }) => path === '/v1/zones/4712/rrsets',
      fault: { kind: 'reply', status: 404, json: { error: { code: 'not_found', message: '' } } },
    });
    expect((await pass(started, both)).inStep).toBe(false);
    expect(records(started)).toEqual(['a A - 192.0.2.1']);
    expect(await pass(started, both)).toEqual(inStep);
    expect(fake.lines('example.net')).toHaveLength(2);
  });
});
