import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  type Behavior,
  type Endpoint,
  type OnceResult,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { afterEach, describe, expect, test } from 'vitest';
import type { HetznerOptions } from '../src/index.ts';
import { never, record, startHetzner, text, type Started } from '../src/testing/start.ts';

const running: Started[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function start(options: Partial<HetznerOptions> = {}): Promise<Started> {
  const started = await startHetzner({ ...options, clock: createSystemClock() });
  started.fake.remaining = 1_000_000;
  running.push(started);
  return started;
}

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
async function pass(
  { provider }: Started,
  endpoints: readonly Endpoint[],
  behavior: Behavior = 'safe',
): Promise<OnceResult> {
  const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV'];
  const engine = createEngine({
    sources: [sourceOf(endpoints)],
    provider,
    registry: createTxtRegistry({
      owner: 'me',
      behavior,
      prefix: '%{record_type}-',
      managedTypes,
      excludedTypes: [],
    }),
    clock: createSystemClock(),
    observe: () => undefined,
    behavior,
    policy: 'sync',
    managedTypes,
    excludedTypes: [],
    domainFilter: { include: [], exclude: [] },
    wrappers: {
      behavior,
      defaultTargets: [],
      forceDefaultTargets: false,
      nat64Networks: [],
      targetNets: [],
      excludeTargetNets: [],
      ptr: false,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'hetzner',
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
  return engine.runOnce(never);
}

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

describe('through the engine', () => {
  test.each<{ behavior: Behavior; labels: boolean }>([
    { behavior: 'safe', labels: false },
    { behavior: 'safe', labels: true },
    { behavior: 'compat', labels: false },
  ])(
    '$behavior, labels $labels: what is created settles at once, changes in place, and goes; what is foreign stays',
    async ({ behavior, labels }) => {
      const started = await start({ labels });
      const { fake } = started;
      fake.runningFor = 1;
      fake.put('example.org', { name: 'foreign', type: 'A', values: ['192.0.2.77'] });
      fake.put('example.org', { name: 'foreign', type: 'TXT', values: ['"foreign"'] });
      const foreign = fake.lines('example.org');

      expect(await pass(started, everything, behavior)).toEqual(inStep);
      const created = fake.lines('example.org');
      expect(created).toHaveLength(2 * everything.length + 2);
      expect(records(started)).toContain('low AAAA 60 2001:0db8::1');
      expect(fake.zones[0]?.sets.get('www/A')?.labels).toEqual(
        labels ? { env: 'prod', 'external-dns/owner': 'me' } : {},
      );
      const before = writes(started);
      expect(await pass(started, everything, behavior)).toEqual(inStep);
      expect([writes(started), fake.lines('example.org')]).toEqual([before, created]);

      const changed = everything.map((endpoint) =>
        endpoint.name === 'www.example.org'
          ? record('www.example.org CNAME lb.example.net', { ttlSeconds: 120 })
          : endpoint,
      );
      expect(await pass(started, changed, behavior)).toEqual(inStep);
      expect(records(started)).toContain('www CNAME 120 lb.example.net.');
      expect(await pass(started, [], behavior)).toEqual(inStep);
      expect(fake.lines('example.org')).toEqual(foreign);
    },
  );

  test('a thousand records at once', async () => {
    const started = await start();
    const many = Array.from({ length: 1000 }, (_, index) =>
      record(`h${index}.example.org A 192.0.2.1`),
    );
    expect(await pass(started, many)).toEqual(inStep);
    expect(started.fake.lines('example.org')).toHaveLength(2000);
    expect(writes(started)).toBe(2000);
    expect(await pass(started, many)).toEqual(inStep);
    expect(writes(started)).toBe(2000);
    expect(await pass(started, [])).toEqual(inStep);
    expect(started.fake.lines('example.org')).toEqual([]);
  });

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
