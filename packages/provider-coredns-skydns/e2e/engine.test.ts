import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  type Endpoint,
  type OnceResult,
  type Source,
} from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { dig, startCoreDns, startEtcd, type CoreDns, type Etcd } from '@org/dns-test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCoreDnsProvider } from '../src/index.ts';
import { untilItAnswers } from './support/until-it-answers.ts';

const never = new AbortController().signal;
let etcd: Etcd;
let coredns: CoreDns;

beforeAll(async () => {
  etcd = await startEtcd();
  coredns = await startCoreDns({ zones: ['example.org'], etcdUrl: etcd.url });
  await untilItAnswers(etcd, coredns);
});
afterAll(async () => {
  await coredns.remove();
  await etcd.remove();
});

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

/** One whole pass of a controller that has just been started; how many times it wrote. */
async function pass(
  endpoints: readonly Endpoint[],
): Promise<{ readonly result: OnceResult; readonly calls: number }> {
  let calls = 0;
  const provider = createCoreDnsProvider({
    endpoints: [etcd.url],
    prefix: '/skydns/',
    tls: {},
    strictlyOwned: false,
    owner: 'me',
    behavior: 'safe',
    observe: () => {
      calls += 1;
    },
  });
  const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT', 'SRV', 'MX'];
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
      ptr: false,
      createPtr: false,
      minTtlSeconds: 0,
      provider: 'coredns',
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
  return { result, calls };
}

const keys = async (): Promise<readonly string[]> =>
  (await etcd.ctl('get', '', '--prefix', '--keys-only')).split('\n').filter((key) => key !== '');

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name: `${name}.example.org`, type, targets });
const inStep = { inStep: true, reasons: [] };

test('create, settle, change, another controller, delete; nothing is left, and what is foreign stays', async () => {
  await etcd.ctl('put', '/skydns/org/example/theirs', '{"host":"198.51.100.1"}');
  await etcd.ctl('put', '/skydns/org/example/www2/x', '{"host":"198.51.100.2","targetstrip":1}');
  const foreign = await keys();
  const wanted = [
    record('www', 'A', '192.0.2.1', '192.0.2.2', '192.0.2.3'),
    record('www', 'AAAA', '2001:db8::1'),
    record('www', 'TXT', 'a note'),
    record('alias', 'CNAME', 'lb.example.net'),
    record('_sip._tcp', 'SRV', '10 5 5060 sip.example.org.'),
    record('mail', 'MX', '10 mx.example.org'),
  ];
  expect((await pass(wanted)).result).toEqual(inStep);
  expect(await dig(coredns.port, 'www.example.org', 'A')).toEqual([
    '192.0.2.1',
    '192.0.2.2',
    '192.0.2.3',
  ]);
  expect(await dig(coredns.port, 'www.example.org', 'AAAA')).toEqual(['2001:db8::1']);
  const created = await keys();
  // Eight targets, and six markers.
  expect(created).toHaveLength(foreign.length + 8 + 6);

  const second = await pass(wanted);
  expect(second.result).toEqual(inStep);
  expect(await keys()).toEqual(created);

  const changed = [
    record('www', 'A', '192.0.2.9'),
    record('alias', 'A', '192.0.2.8'),
    ...wanted.slice(1, 3),
  ];
  expect((await pass(changed)).result).toEqual(inStep);
  expect(await dig(coredns.port, 'www.example.org', 'A')).toEqual(['192.0.2.9']);
  expect(await dig(coredns.port, 'alias.example.org', 'A')).toEqual(['192.0.2.8']);
  expect((await pass(changed)).calls).toBe(second.calls);
  expect((await keys()).length).toBe(foreign.length + 4 + 4);

  expect((await pass([])).result).toEqual(inStep);
  expect(await keys()).toEqual(foreign);
});

test('a thousand records at once', async () => {
  const before = await keys();
  const wanted = Array.from({ length: 1_000 }, (_, index) =>
    record(`n${index}`, 'A', `10.0.${index >> 8}.${index & 255}`),
  );
  const { result, calls } = await pass(wanted);
  expect(result).toEqual(inStep);
  expect(calls).toBeLessThan(110);
  expect(await dig(coredns.port, 'n999.example.org', 'A')).toEqual(['10.0.3.231']);
  expect((await pass([])).result).toEqual(inStep);
  expect(await keys()).toEqual(before);
});
