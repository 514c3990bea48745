import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  type Endpoint,
  type OnceResult,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { afterEach, describe, expect, test } from 'vitest';
import type { ZoneKind } from '../src/record-types.ts';
import { startAzure, type StartedAzure } from '../src/testing/start-azure.ts';

const never = new AbortController().signal;
const limits = { readsPerSecond: 1e6, readBurst: 1e6, writesPerSecond: 1e6, writeBurst: 1e6 };
let started: StartedAzure | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** A source whose one object per endpoint wants just that. */
function sourceOf(endpoints: readonly Endpoint[]): Source {
  return {
    name: 'service',
    status: () => ({ synced: true }),
    start: async (report) => {
      for (const [index, endpoint] of endpoints.entries()) {
        const name = `s${index}`;
        const ref = { source: 'service', apiVersion: 'v1', kind: 'Service', namespace: 'x', name };
        const labels = { resource: `service/x/${name}` };
        report(ref, { endpoints: [createEndpoint({ ...endpoint, labels, objects: [ref] })] });
      }
    },
  };
}

/** One whole pass of a controller that has just been started. */
async function pass(
  { again }: StartedAzure,
  endpoints: readonly Endpoint[],
  owner = 'me',
): Promise<OnceResult> {
  const provider = await again();
  const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS'];
  const engine = createEngine({
    sources: [sourceOf(endpoints)],
    provider,
    registry: createTxtRegistry({
      owner,
      behavior: 'safe',
      prefix: '%{record_type}-_owner.',
      wildcardReplacement: 'any',
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
      provider: 'azure',
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

const inStep: OnceResult = { inStep: true, reasons: [] };
const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets });
const writes = ({ fake }: StartedAzure): number =>
  fake.calls().filter((call) => !call.startsWith('GET')).length;

const everything: Readonly<Record<ZoneKind, readonly Endpoint[]>> = {
  public: [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('www.example.org', 'AAAA', '2001:DB8:0::1'),
    createEndpoint({
      name: 'shop.example.org',
      type: 'CNAME',
      targets: ['lb.example.net'],
      ttlSeconds: 60,
      properties: [{ name: 'azure/tags', value: 'team=edge,cost=17' }],
    }),
    record('example.org', 'MX', '10 mail.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('long.example.org', 'TXT', 'x'.repeat(600)),
    record('spf.example.org', 'TXT', '"v=spf1 -all"', 'another "one"'),
    record('child.example.org', 'NS', 'ns1.example.net', 'ns2.example.net'),
    record('*.wild.example.org', 'A', '192.0.2.9'),
    record('bücher.example.org', 'A', '192.0.2.10'),
  ],
  private: [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('example.org', 'MX', '10 mail.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('long.example.org', 'TXT', 'x'.repeat(600)),
    record('*.wild.example.org', 'A', '192.0.2.9'),
  ],
};

describe('through the engine', () => {
  test.each(['public', 'private'] as const)(
    '%s: what is created settles at once, changes in place, and goes; what is foreign stays',
    async (kind) => {
      started = await startAzure({ kind, limits });
      const [ttl, a, txt] =
        kind === 'public' ? ['TTL', 'ARecords', 'TXTRecords'] : ['ttl', 'aRecords', 'txtRecords'];
      const { fake } = started;
      fake.put('example.org', 'A', 'hand', { [ttl]: 5, [a]: [{ ipv4Address: '192.0.2.7' }] });
      fake.put('example.org', 'TXT', 'text', { [ttl]: 5, [txt]: [{ value: ['foreign'] }] });
      const foreign = fake.content();

      expect(await pass(started, everything[kind])).toEqual(inStep);
      const written = writes(started);
      expect(written).toBe(2 * everything[kind].length);
      const created = fake.content();
      expect(await pass(started, everything[kind])).toEqual(inStep);
      expect([writes(started), fake.content()]).toEqual([written, created]);

      const changed = [
        ...everything[kind].slice(1).filter(({ name }) => name !== 'www.example.org'),
        record('www.example.org', 'A', '192.0.2.3'),
        record('hand.example.org', 'A', '192.0.2.4'),
      ];
      expect(await pass(started, changed)).toEqual(inStep);
      expect(fake.content().join('\n')).toContain('192.0.2.3');

      expect(await pass(started, [])).toEqual(inStep);
      expect(fake.content()).toEqual(foreign);
    },
  );

  test('a type changes within one pass', async () => {
    started = await startAzure({ limits });
    await pass(started, [record('www.example.org', 'A', '192.0.2.1')]);
    const cname = [record('www.example.org', 'CNAME', 'lb.example.net')];
    expect(await pass(started, cname)).toEqual(inStep);
    expect(started.fake.content().filter((line) => line.includes('| www '))).toEqual([
      'example.org | www 300 CNAME [{"cname":"lb.example.net"}]',
    ]);
    const before = writes(started);
    expect(await pass(started, cname)).toEqual(inStep);
    expect(writes(started)).toBe(before);
  });

  test('a thousand records are written at once and read again by the next controller', async () => {
    started = await startAzure({ limits });
    const many = Array.from({ length: 1000 }, (_, at) =>
      record(`h${at}.example.org`, 'A', `192.0.2.${at % 250}`),
    );
    expect(await pass(started, many)).toEqual(inStep);
    expect(started.fake.content()).toHaveLength(2000);
    expect(await pass(started, many)).toEqual(inStep);
    expect(writes(started)).toBe(2000);
  });

  test("another owner's records stay whatever happens", async () => {
    started = await startAzure({ limits });
    await pass(started, [record('theirs.example.org', 'A', '192.0.2.1')], 'them');
    const before = started.fake.content();
    await pass(started, [record('theirs.example.org', 'A', '192.0.2.2')]);
    await pass(started, []);
    expect(started.fake.content()).toEqual(before);
  });

  test('a refused record is reported, leaves no ownership record, and hinders no other', async () => {
    started = await startAzure({ limits });
    const result = await pass(started, [
      record('example.org', 'CNAME', 'lb.example.net'),
      record('www.example.org', 'A', '192.0.2.1'),
    ]);
    expect(result.inStep).toBe(false);
    expect(started.fake.content().map((line) => line.split(' ')[2])).toEqual([
      'a-_owner.www',
      'www',
    ]);
  });
});
