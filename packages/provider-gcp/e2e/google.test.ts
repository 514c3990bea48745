import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  type Endpoint,
  type EngineEvent,
  type OnceResult,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGoogleProvider } from '../src/index.ts';
import { startGoogleFake, type GoogleFake } from '../src/testing/google-fake.ts';

// Cloud DNS cannot be had outside of Google, so the service is the strict fake of this package's tests.

const never = new AbortController().signal;
const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV'];
let fake: GoogleFake;

beforeEach(async () => {
  fake = await startGoogleFake();
  fake.addZone({ name: 'main', dnsName: 'example.org.' });
  fake.addZone({ name: 'lab', dnsName: 'lab.example.org.' });
});
afterEach(() => fake.stop());

/** A source whose one object per endpoint wants just that. */
function sourceOf(endpoints: readonly Endpoint[]): Source {
  return {
    name: 'crd',
    status: () => ({ synced: true }),
    start: async (report) => {
      for (const endpoint of endpoints) {
        const name = `${endpoint.type}-${endpoint.name}`.toLowerCase();
        const object = {
          source: 'crd',
          apiVersion: 'externaldns.k8s.io/v1alpha1',
          kind: 'DNSEndpoint',
          namespace: 'default',
          name,
        };
        const labels = { resource: `crd/default/${name}` };
        report(object, { endpoints: [createEndpoint({ ...endpoint, labels, objects: [object] })] });
      }
    },
  };
}

interface Pass {
  readonly result: OnceResult;
  /** Changes that were sent. */
  readonly changes: number;
}

/** One whole pass of a controller that has just been started. */
async function pass(endpoints: readonly Endpoint[]): Promise<Pass> {
  const events: EngineEvent[] = [];
  const before = fake.requests.length;
  const provider = createGoogleProvider({
    project: 'example-project',
    batchChangeSize: 1000,
    batchChangeIntervalMs: 0,
    zoneVisibility: '',
    zoneIds: [],
    baseUrl: fake.url,
    behavior: 'safe',
    credentials: fake.credentials,
  });
  const engine = createEngine({
    sources: [sourceOf(endpoints)],
    provider,
    registry: createTxtRegistry({
      owner: 'me',
      behavior: 'safe',
      prefix: '_externaldns.',
      managedTypes,
      excludedTypes: [],
    }),
    clock: createSystemClock(),
    observe: (event) => events.push(event),
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
      ptr: false,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'google',
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
  const result = await engine.runOnce(never);
  await provider.close?.();
  const sent = fake.requests.slice(before).filter(({ method }) => method === 'POST');
  return { result, changes: sent.length };
}

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets });
const inStep = { inStep: true, reasons: [] };
const records = (zone: string): readonly string[] =>
  fake.lines(zone).filter((line) => !line.startsWith('_externaldns.'));

test('create, settle, change, restart, delete; what is foreign stays', async () => {
  fake.put('main', 'theirs.example.org.', 'A', 60, '198.51.100.1');
  fake.put('main', 'www.example.org.', 'CAA', 60, '0 issue "ca.example.net"');
  const foreign = fake.lines('main');
  const wanted = [
    record('www.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('www.example.org', 'AAAA', '2001:db8::1'),
    record('note.example.org', 'TXT', 'a note'),
    record('alias.example.org', 'CNAME', 'lb.example.net'),
    record('_sip._tcp.example.org', 'SRV', '10 5 5060 sip.example.org.'),
    record('mail.example.org', 'MX', '10 mx.example.org'),
    record('deep.lab.example.org', 'A', '192.0.2.3'),
    record('theirs.example.org', 'A', '192.0.2.4'),
  ];
  expect(await pass(wanted)).toEqual({ result: inStep, changes: 2 });
  expect(records('main')).toEqual([
    '_sip._tcp.example.org. SRV 300 10 5 5060 sip.example.org.',
    'alias.example.org. CNAME 300 lb.example.net.',
    'mail.example.org. MX 300 10 mx.example.org.',
    'note.example.org. TXT 300 "a note"',
    'theirs.example.org. A 60 198.51.100.1',
    'www.example.org. A 300 192.0.2.1 | 192.0.2.2',
    'www.example.org. AAAA 300 2001:db8::1',
    'www.example.org. CAA 60 0 issue "ca.example.net"',
  ]);
  expect(records('lab')).toEqual(['deep.lab.example.org. A 300 192.0.2.3']);

  expect(await pass(wanted)).toEqual({ result: inStep, changes: 0 });

  const changed = [
    record('www.example.org', 'A', '192.0.2.9'),
    record('alias.example.org', 'A', '192.0.2.8'),
  ];
  expect(await pass(changed)).toEqual({ result: inStep, changes: 2 });
  expect(records('main')).toEqual([
    'alias.example.org. A 300 192.0.2.8',
    'theirs.example.org. A 60 198.51.100.1',
    'www.example.org. A 300 192.0.2.9',
    'www.example.org. CAA 60 0 issue "ca.example.net"',
  ]);

  expect(await pass([])).toEqual({ result: inStep, changes: 1 });
  expect([...fake.lines('main'), ...fake.lines('lab')]).toEqual(foreign);
});

test('a thousand records at once, of which Google refuses one', async () => {
  const wanted = Array.from({ length: 1000 }, (_item, index) =>
    record(`n${index}.example.org`, 'A', index === 500 ? '192.0.2.300' : '192.0.2.1'),
  );
  const first = await pass(wanted);
  expect(records('main')).toHaveLength(999);
  expect(first.changes).toBeLessThanOrEqual(4);
  const good = wanted.filter((_endpoint, index) => index !== 500);
  expect(await pass(good)).toEqual({ result: inStep, changes: 0 });
  expect(await pass([])).toEqual({ result: inStep, changes: 2 });
  expect(fake.lines('main')).toEqual([]);
});

test('a controller that ends in the middle of its writes is carried on by the next', async () => {
  const wanted = Array.from({ length: 600 }, (_item, index) =>
    record(`n${index}.example.org`, 'A', '192.0.2.1'),
  );
  const isChange = ({ method }: { readonly method: string }): boolean => method === 'POST';
  fake.fail({
    when: isChange,
    skip: 1,
    times: 99,
    fault: { kind: 'reply', status: 403, json: {} },
  });
  const first = await pass(wanted);
  expect(first.result.inStep).toBe(false);
  expect(records('main')).toHaveLength(500);
  await fake.stop();
  const held = fake.zones.get('main');
  fake = await startGoogleFake();
  if (held !== undefined) fake.addZone(held);
  expect(await pass(wanted)).toEqual({ result: inStep, changes: 1 });
  expect(records('main')).toHaveLength(600);
});

test('two zones of one name, public and private, both hold what is wanted', async () => {
  fake.addZone({ name: 'inside', dnsName: 'example.org.', visibility: 'private' });
  const wanted = [record('www.example.org', 'A', '192.0.2.1')];
  expect(await pass(wanted)).toEqual({ result: inStep, changes: 2 });
  expect(fake.lines('inside')).toEqual(fake.lines('main'));
  expect(records('inside')).toEqual(['www.example.org. A 300 192.0.2.1']);
  expect(await pass(wanted)).toEqual({ result: inStep, changes: 0 });
});
