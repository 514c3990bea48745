import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { createEngineBench, lines } from '../testing/engine-bench.ts';
import { createFakeProvider, type Fault } from '../testing/fake-provider.ts';
import { createFakeSource, type FakeSource } from '../testing/fake-source.ts';

const transient = (message = 'status 500') => new ProviderError('transient', message);
const marker = (name: string, owner: string) =>
  createEndpoint({
    name,
    type: 'TXT',
    targets: [`"heritage=external-dns,external-dns/owner=${owner}"`],
  });
const address = (name: string, target = '192.0.2.1') =>
  createEndpoint({ name, type: 'A', targets: [target] });

function services(...names: readonly string[]): FakeSource {
  const source = createFakeSource();
  for (const name of names) source.want(name, `${name}.example.org A 192.0.2.1`);
  source.synced();
  return source;
}

const pair = (name: string, target = '192.0.2.1') => [
  `a-${name}.example.org TXT marker of me`,
  `${name}.example.org A ${target}`,
];

test.each<Fault['kind']>([
  'error',
  'written-then-lost',
  'partial-report',
  'half-groups',
  'stale',
  'duplicated-page',
])('1. never touches what others own, whatever fails: %s', async (kind) => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put('example.org', address('theirs.example.org', '198.51.100.1'));
  provider.put('example.org', marker('a-theirs.example.org', 'them'));
  provider.put('example.org', address('nobodys.example.org', '198.51.100.2'));
  const before = lines(provider.records('example.org'));
  const source = services('theirs', 'nobodys', 'www');
  const bench = createEngineBench(provider, [source]);
  let left = 3;
  provider.fault = ({ method }) => {
    if (method === 'listZones' || left-- <= 0) return undefined;
    return kind === 'error' ? { kind, error: transient() } : kind === 'slow' ? undefined : { kind };
  };
  await bench.start();
  await bench.clock.pass(600_000);
  source.gone('theirs');
  source.gone('nobodys');
  await bench.clock.pass(600_000);
  expect(lines(provider.records('example.org'))).toEqual([...before, ...pair('www')].toSorted());
  await bench.stop();
});

test.each<[string, (provider: ReturnType<typeof createFakeProvider>, source: FakeSource) => void]>([
  [
    'the zone cannot be read',
    (provider) => {
      provider.fault = ({ method }) =>
        method === 'readZone' ? { kind: 'error', error: transient() } : undefined;
    },
  ],
  [
    'the zones cannot be listed',
    (provider) => {
      provider.fault = ({ method }) =>
        method === 'listZones' ? { kind: 'error', error: transient() } : undefined;
    },
  ],
  ['a source is behind', (_provider, source) => source.behind('services: forbidden')],
])('2. never deletes because %s', async (_name, spoil) => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const first = createEngineBench(provider, [services('www', 'api')]);
  await first.start();
  await first.stop();
  const before = lines(provider.records('example.org'));

  const source = services('www');
  spoil(provider, source);
  const second = createEngineBench(provider, [source]);
  await second.start();
  await second.clock.pass(300_000);
  expect(lines(provider.records('example.org'))).toEqual(before);
  await second.stop();
});

test('2. deletes once the source that was behind is in step', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const first = createEngineBench(provider, [services('www', 'api')]);
  await first.start();
  await first.stop();
  const source = services('www');
  source.behind('services: forbidden');
  const second = createEngineBench(provider, [source]);
  await second.start();
  await second.clock.pass(10_000);
  expect(second.engine.status().sources).toEqual([
    { name: 'service', synced: false, reason: 'services: forbidden' },
  ]);
  source.synced();
  await second.clock.pass(10_000);
  expect(lines(provider.records('example.org'))).toEqual(pair('www'));
  await second.stop();
});

test('2. a source that waits for another kind of object holds back only what may be its own', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const before = [services('www', 'api'), createFakeSource('ingress')] as const;
  before[1].want('shop', 'shop.example.org A 192.0.2.1');
  before[1].synced();
  const first = createEngineBench(provider, before);
  await first.start();
  await first.stop();

  const behind = createFakeSource('ingress');
  const second = createEngineBench(provider, [services('www'), behind], { sourceWaitMs: 1000 });
  await second.start();
  await second.clock.pass(30_000);
  expect(lines(provider.records('example.org'))).toEqual(
    [...pair('shop'), ...pair('www')].toSorted(),
  );
  await second.stop();
});

test('2. a zone that vanishes from the list and comes back keeps its records', async () => {
  const provider = createFakeProvider({ zones: ['example.org', 'example.net'] });
  const source = services('www');
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  const { zones } = provider;
  provider.zones = zones.filter(({ id }) => id !== 'example.org');
  await bench.clock.pass(70_000);
  expect(bench.engine.status().zones.map(({ id }) => id)).toEqual(['example.net']);
  source.want('www', 'www.example.org A 192.0.2.2');
  await bench.clock.pass(10);
  provider.zones = zones;
  await bench.clock.pass(70_000);
  expect(lines(provider.records('example.org'))).toEqual(pair('www', '192.0.2.2'));
  await bench.stop();
});

test.each([
  ['the marker only', ['a-www.example.org']],
  ['nothing', []],
])('3. a record and its marker converge when a killed process wrote %s', async (_name, written) => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  for (const name of written) {
    provider.put('example.org', marker(name, 'me'));
  }
  const bench = createEngineBench(provider, [services('www')]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual(pair('www'));
  await bench.stop();
});

test('3. a marker whose record is gone and not wanted is removed, another owner’s stays', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put('example.org', marker('a-left.example.org', 'me'));
  provider.put('example.org', marker('a-theirs.example.org', 'them'));
  const bench = createEngineBench(provider, [services('www')]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual(
    ['a-theirs.example.org TXT marker of them', ...pair('www')].toSorted(),
  );
  await bench.stop();
});

test('3. a record that we wrote without its marker, and never heard back, gets its marker', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = ({ method }) =>
    method === 'applyChanges' ? { kind: 'written-then-lost' } : undefined;
  const bench = createEngineBench(provider, [services('www')]);
  await bench.start();
  provider.remove('example.org', 'a-www.example.org', 'TXT');
  provider.fault = () => undefined;
  await bench.clock.pass(10_000);
  expect(lines(provider.records('example.org'))).toEqual(pair('www'));
  await bench.stop();
});

test('3. a record without a marker that we did not write stays as it is', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put('example.org', address('www.example.org'));
  const bench = createEngineBench(provider, [services('www')]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual(['www.example.org A 192.0.2.1']);
  await bench.stop();
});

test('4. a zone that does not answer delays no other, nor does one that fails', async () => {
  const zones = Array.from({ length: 40 }, (_, at) => `z${at}.example.org`);
  const provider = createFakeProvider({ zones: [...zones, 'last.example.org'] });
  const source = createFakeSource();
  source.want('web', 'www.last.example.org A 192.0.2.1');
  source.synced();
  const never = new Promise<void>(() => undefined);
  provider.fault = ({ zone, method }) => {
    if (zone === 'z0.example.org') return { kind: 'error', error: transient() };
    return zone.startsWith('z') && method === 'readZone'
      ? { kind: 'slow', until: never }
      : undefined;
  };
  const bench = createEngineBench(provider, [source], { maxConcurrentZones: 4 });
  await bench.start();
  await bench.clock.pass(60_000);
  expect(lines(provider.records('last.example.org'))).toEqual([
    'a-www.last.example.org TXT marker of me',
    'www.last.example.org A 192.0.2.1',
  ]);
});

test('4. one refused record delays no other and is retried when it changes', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services('bad', 'good', 'fine');
  provider.refuses = ({ name, changes }) =>
    name === 'bad.example.org' &&
    changes.some((change) => change.kind !== 'delete' && change.after.targets[0] === '192.0.2.1');
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual(
    [...pair('good'), ...pair('fine')].toSorted(),
  );
  expect(bench.engine.status().zones[0]?.quarantined).toBe(1);
  expect(bench.engine.explain('bad.example.org' as never).obstacles).toEqual([
    'the provider refuses it: bad.example.org is refused; tried again at 2023-11-14T22:13:42.500Z',
  ]);
  const problems = () =>
    bench.events.flatMap((event) =>
      event.kind === 'problem' || event.kind === 'problem-solved'
        ? [`${event.kind} ${event.problem.code} ${event.problem.object?.name}`]
        : [],
    );
  expect(problems()).toEqual(['problem refused bad']);

  const writes = provider.writes();
  await bench.clock.pass(10_000);
  expect(provider.writes()).toBe(writes);
  source.want('bad', 'bad.example.org A 192.0.2.9');
  await bench.clock.pass(10);
  expect(lines(provider.records('example.org'))).toContain('bad.example.org A 192.0.2.9');
  expect(problems()).toEqual(['problem refused bad', 'problem-solved refused bad']);
  expect(bench.engine.status().zones[0]?.quarantined).toBe(0);
  await bench.stop();
});

test('4. a record that makes the service stumble does not keep others from being written', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services('bad', 'good');
  provider.fault = ({ method, names }) =>
    method === 'applyChanges' && names.includes('bad.example.org')
      ? { kind: 'error', error: transient() }
      : undefined;
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  source.want('new', 'new.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  expect(lines(provider.records('example.org'))).toEqual(pair('new'));
  await bench.clock.pass(30_000);
  expect(lines(provider.records('example.org'))).toEqual(
    [...pair('good'), ...pair('new')].toSorted(),
  );
  await bench.stop();
});

test.each([
  { readNames: false, versions: false },
  { readNames: true, versions: false },
  { readNames: false, versions: true },
])('5. a second pass over an unchanged world writes nothing: %j', async (sort) => {
  const provider = createFakeProvider({ zones: ['example.org', 'sub.example.org'], ...sort });
  const source = services('www');
  source.want('apex', 'sub.example.org A 192.0.2.1', '*.example.org CNAME lb.example.net');
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  const writes = provider.writes();
  await bench.clock.pass(3 * 3_600_000);
  expect(provider.writes()).toBe(writes);
  await bench.stop();
  const again = createEngineBench(provider, [source]);
  await again.start();
  expect(provider.writes()).toBe(writes);
  await again.stop();
});

test('7. who is stopped finishes the write in hand and begins no other', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const answer = Promise.withResolvers<void>();
  provider.fault = ({ method }) =>
    method === 'applyChanges' ? { kind: 'slow', until: answer.promise } : undefined;
  const bench = createEngineBench(provider, [services('a', 'b', 'c')], { batchGroups: 1 });
  await bench.start();
  let ended = false;
  const stopping = bench.stop().then(() => {
    ended = true;
  });
  await bench.clock.pass(1000);
  expect(ended).toBe(false);
  answer.resolve();
  await stopping;
  expect(provider.writes()).toBe(1);
  expect(lines(provider.records('example.org'))).toEqual(pair('a'));
  expect(bench.clock.pending).toBe(0);
});
