import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import { createEngineBench, lines } from '../testing/engine-bench.ts';
import { createFakeProvider, type FakeProvider } from '../testing/fake-provider.ts';
import { createFakeSource, type FakeSource } from '../testing/fake-source.ts';

function services(count: number): FakeSource {
  const source = createFakeSource();
  for (let at = 0; at < count; at += 1) source.want(`n${at}`, `n${at}.example.org A 192.0.2.1`);
  source.synced();
  return source;
}

function methods(provider: FakeProvider): readonly string[] {
  return provider.calls.splice(0).map(({ method }) => method);
}

test('the first change after quiet is acted on at once, and reads nothing but what it needs', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(3);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(methods(provider)).toEqual(['listZones', 'readZone', 'applyChanges']);
  await bench.clock.pass(10_000);
  source.want('n0', 'n0.example.org A 192.0.2.2');
  await bench.clock.pass(5);
  expect(methods(provider)).toEqual(['applyChanges']);
  expect(lines(provider.records('example.org'))).toContain('n0.example.org A 192.0.2.2');
  await bench.stop();
});

test('what comes during a pass is gathered in the next', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(3);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  methods(provider);
  const answer = Promise.withResolvers<void>();
  provider.fault = () => ({ kind: 'slow', until: answer.promise });
  source.want('n0', 'n0.example.org A 192.0.2.2');
  await bench.clock.pass(10);
  source.want('n1', 'n1.example.org A 192.0.2.2');
  await bench.clock.pass(50);
  source.want('n2', 'n2.example.org A 192.0.2.2');
  await bench.clock.pass(50);
  answer.resolve();
  await bench.clock.pass(1);
  expect(provider.calls.map(({ names }) => names)).toEqual([
    ['n0.example.org'],
    ['n1.example.org', 'n2.example.org'],
  ]);
  await bench.stop();
});

test('no zone is read before every source is in step, or the wait is over', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = createFakeSource();
  source.want('web', 'www.example.org A 192.0.2.1');
  const bench = createEngineBench(provider, [source], { sourceWaitMs: 30_000 });
  await bench.start();
  await bench.clock.pass(29_000);
  expect(methods(provider)).toEqual(['listZones']);
  await bench.clock.pass(2000);
  expect(lines(provider.records('example.org')).length).toBe(2);
  await bench.stop();
});

test('a kept copy serves for as long as it may, then the zone is read again', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(1);
  const bench = createEngineBench(provider, [source], { intervalMs: 600_000, keptCopyMs: 60_000 });
  await bench.start();
  methods(provider);
  await bench.clock.pass(59_000);
  source.want('n1', 'n1.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  expect(methods(provider)).toEqual(['applyChanges']);
  await bench.clock.pass(2000);
  provider.put(
    'example.org',
    createEndpoint({ name: 'n2.example.org', type: 'A', targets: ['198.51.100.1'] }),
  );
  source.want('n2', 'n2.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  expect(methods(provider)).toEqual(['readZone']);
  expect(lines(provider.records('example.org'))).toContain('n2.example.org A 198.51.100.1');
  await bench.stop();
});

test('a provider that can read names is asked for those that changed and their markers', async () => {
  const provider = createFakeProvider({ zones: ['example.org'], readNames: true });
  const source = services(50);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  provider.calls.length = 0;
  source.want('n0', 'n0.example.org A 192.0.2.2');
  await bench.clock.pass(10);
  expect(methods(provider)).toEqual(['readNames', 'applyChanges']);
  await bench.stop();
});

test('a zone whose token and wants are unchanged is not read, but once an hour all the same', async () => {
  const provider = createFakeProvider({ zones: ['example.org'], versions: true });
  const source = services(2);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  await bench.clock.pass(70_000);
  methods(provider);
  await bench.clock.pass(600_000);
  expect(new Set(methods(provider))).toEqual(new Set(['listZones', 'zoneVersion']));
  await bench.clock.pass(3_600_000);
  expect(methods(provider).filter((method) => method === 'readZone')).toEqual(['readZone']);
  await bench.stop();
});

test('a token that has changed sends a pass over some names to the zone itself', async () => {
  const provider = createFakeProvider({ zones: ['example.org'], versions: true });
  const source = services(1);
  const bench = createEngineBench(provider, [source], { intervalMs: 30_000 });
  await bench.start();
  await bench.clock.pass(40_000);
  methods(provider);
  provider.put(
    'example.org',
    createEndpoint({ name: 'n1.example.org', type: 'A', targets: ['198.51.100.1'] }),
  );
  source.want('n1', 'n1.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  expect(methods(provider)).toEqual(['zoneVersion', 'zoneVersion', 'readZone']);
  await bench.stop();
});

test('the marker of a child zone’s apex is read and written in the parent', async () => {
  const provider = createFakeProvider({ zones: ['example.org', 'sub.example.org'] });
  const source = createFakeSource();
  source.want('apex', 'sub.example.org A 192.0.2.1');
  source.synced();
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual(['a-sub.example.org TXT marker of me']);
  expect(lines(provider.records('sub.example.org'))).toEqual(['sub.example.org A 192.0.2.1']);
  source.want('apex', 'sub.example.org A 192.0.2.2');
  await bench.clock.pass(10);
  expect(lines(provider.records('sub.example.org'))).toEqual(['sub.example.org A 192.0.2.2']);
  source.gone('apex');
  await bench.clock.pass(10);
  expect(provider.records('example.org')).toEqual([]);
  expect(provider.records('sub.example.org')).toEqual([]);
  await bench.stop();
});

test('a parent zone that cannot be read holds back the child’s apex and nothing else', async () => {
  const provider = createFakeProvider({ zones: ['example.org', 'sub.example.org'] });
  const source = createFakeSource();
  source.want('web', 'sub.example.org A 192.0.2.1', 'www.sub.example.org A 192.0.2.1');
  source.synced();
  provider.fault = ({ zone, method }) =>
    zone === 'example.org' && method === 'readZone'
      ? { kind: 'error', error: new ProviderError('transient', 'status 500') }
      : undefined;
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(lines(provider.records('sub.example.org'))).toEqual([
    'a-www.sub.example.org TXT marker of me',
    'www.sub.example.org A 192.0.2.1',
  ]);
  provider.fault = () => undefined;
  await bench.clock.pass(70_000);
  expect(lines(provider.records('sub.example.org'))).toContain('sub.example.org A 192.0.2.1');
  expect(bench.engine.status().zones.every(({ inStep }) => inStep)).toBe(true);
  await bench.stop();
});

test('a record in the place of a marker is named', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put(
    'example.org',
    createEndpoint({ name: 'a-n0.example.org', type: 'CNAME', targets: ['x.example.org'] }),
  );
  const bench = createEngineBench(provider, [services(1)]);
  await bench.start();
  expect(
    bench.events.flatMap((event) => (event.kind === 'problem' ? event.problem.message : [])),
  ).toEqual([
    'n0.example.org: no A record is made, because its ownership record would lie at a-n0.example.org, where a CNAME record is; remove that record or choose another name',
  ]);
  await bench.stop();
});

test('an apex whose marker lies in no zone is refused with the way out', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = createFakeSource();
  source.want('apex', 'example.org A 192.0.2.1');
  source.synced();
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(provider.records('example.org')).toEqual([]);
  const problems = bench.events.filter((event) => event.kind === 'problem');
  expect(
    problems.map(({ problem }) => [problem.code, problem.object?.name, problem.message]),
  ).toEqual([
    [
      'invalid',
      'apex',
      'example.org: its ownership record a-example.org lies in no zone of the provider; where no record is owned yet, begin with a prefix that stays inside the zone, such as --txt-prefix=%{record_type}-.',
    ],
  ]);
  await bench.stop();
});

test('a rate limit is waited out, with all that comes meanwhile', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(1);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  provider.fault = ({ method }) =>
    method === 'applyChanges'
      ? {
          kind: 'error',
          error: new ProviderError('transient', 'status 429', { retryAfterMs: 20_000 }),
        }
      : undefined;
  source.want('n1', 'n1.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  const writes = provider.writes();
  provider.fault = () => undefined;
  source.want('n2', 'n2.example.org A 192.0.2.1');
  await bench.clock.pass(19_000);
  expect(provider.writes()).toBe(writes);
  await bench.clock.pass(2000);
  expect(lines(provider.records('example.org')).length).toBe(6);
  await bench.stop();
});

test('where zones are chosen by the provider, every twin gets the record', async () => {
  const provider = createFakeProvider({
    zones: ['example.org'],
    extra: {
      zonesFor: (endpoint, zones) =>
        endpoint.type === 'CNAME' ? zones.filter(({ id }) => id === 'public') : zones,
    },
  });
  provider.zones = ['public', 'private'].map((id) => ({ id, name: toDnsName('example.org') }));
  const source = createFakeSource();
  source.want('web', 'www.example.org A 192.0.2.1');
  source.synced();
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(lines(provider.records('private'))).toEqual(lines(provider.records('public')));
  expect(provider.records('public').length).toBe(2);
  source.want('web', 'www.example.org CNAME lb.example.net');
  await bench.clock.pass(10);
  expect(lines(provider.records('public'))).toEqual([
    'cname-www.example.org TXT marker of me',
    'www.example.org CNAME lb.example.net',
  ]);
  expect(provider.records('private')).toEqual([]);
  await bench.stop();
});

test('safe asks the provider to adjust what changed, compat everything', async () => {
  const asked: number[] = [];
  const provider = createFakeProvider({
    zones: ['example.org'],
    extra: {
      adjust: (desired) => {
        asked.push(desired.length);
        return Promise.resolve(desired);
      },
    },
  });
  for (const behavior of ['safe', 'compat'] as const) {
    const source = services(5);
    const bench = createEngineBench(provider, [source], { behavior });
    await bench.start();
    await bench.clock.pass(6000);
    source.want('n0', 'n0.example.org A 192.0.2.7');
    await bench.clock.pass(10);
    await bench.stop();
  }
  expect(asked).toEqual([5, 1, 5, 5]);
});

test('a zone that is planned and written in slices ends like one that is not', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put(
    'example.org',
    createEndpoint({
      name: 'a-left.example.org',
      type: 'TXT',
      targets: ['"heritage=external-dns,external-dns/owner=me"'],
    }),
  );
  const source = services(7);
  const bench = createEngineBench(provider, [source], {
    batchGroups: 2,
    deletionLimits: undefined,
  });
  await bench.start();
  expect(provider.records('example.org').length).toBe(14);
  expect(provider.writes()).toBe(4);
  const ended = bench.events.filter((event) => event.kind === 'pass-ended');
  expect(ended.map(({ counts }) => counts?.wanted)).toEqual([new Map([['A', 7]])]);
  for (const name of ['n0', 'n3', 'n6']) source.gone(name);
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(8);
  await bench.clock.pass(200_000);
  expect(provider.writes()).toBe(6);
  await bench.stop();
});

test('a dry run plans and writes nothing', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const bench = createEngineBench(provider, [services(2)], { dryRun: true });
  await bench.start();
  await bench.clock.pass(120_000);
  expect(provider.writes()).toBe(0);
  const planned = bench.events.find((event) => event.kind === 'planned');
  expect(planned?.plan.changes.map(({ kind }) => kind)).toEqual(['create', 'create']);
  await bench.stop();
});

test('what a reader of the stream sees of a change', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(1);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(bench.events.map(({ kind }) => kind)).toEqual([
    'source-synced',
    'zone-read',
    'planned',
    'applied',
    'pass-ended',
  ]);
  expect(bench.events.at(-1)).toEqual({
    kind: 'pass-ended',
    scope: 'full',
    inStep: true,
    wrote: true,
    counts: { wanted: new Map([['A', 1]]), current: new Map(), verified: new Map(), dropped: [] },
  });
  bench.events.length = 0;
  source.gone('n0');
  await bench.clock.pass(10);
  expect(bench.events.map(({ kind }) => kind)).toEqual(['planned', 'applied', 'pass-ended']);
  await bench.stop();
});

test('the status says why the zones cannot be listed, for as long as that lasts', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.fault = ({ method }) =>
    method === 'listZones'
      ? { kind: 'error', error: new ProviderError('unauthorized', 'the key is refused') }
      : undefined;
  const bench = createEngineBench(provider, [services(1)]);
  await bench.start();
  expect(bench.engine.status()).toMatchObject({ listProblem: 'the key is refused', zones: [] });
  provider.fault = () => undefined;
  await bench.clock.pass(300_000);
  expect(bench.engine.status().listProblem).toBeUndefined();
  expect(provider.records('example.org').length).toBe(2);
  await bench.stop();
});

test('names that lie in no zone are told once, and are solved when their zone comes', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(1);
  for (const name of ['a', 'b', 'c', 'd']) source.want(name, `${name}.example.net A 192.0.2.1`);
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  await bench.clock.pass(300_000);
  const told = () =>
    bench.events.flatMap((event) =>
      event.kind === 'problem' || event.kind === 'problem-solved'
        ? `${event.kind}: ${event.problem.message}`
        : [],
    );
  const sentence =
    'no zone of the provider holds a.example.net, b.example.net, c.example.net and others: no record is made of what lies in none. Make the zone, let the provider see it, or narrow --domain-filter';
  expect(told()).toEqual([`problem: ${sentence}`]);
  provider.zones.push({ id: 'example.net', name: toDnsName('example.net') });
  await bench.clock.pass(60_000);
  expect(told()).toEqual([`problem: ${sentence}`, `problem-solved: ${sentence}`]);
  expect(provider.records('example.net').length).toBe(8);
  await bench.stop();
});

test('explain tells who wants a name, what is there, and what stands in the way', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  provider.put(
    'example.org',
    createEndpoint({ name: 'n0.example.org', type: 'A', targets: ['198.51.100.1'] }),
  );
  const bench = createEngineBench(provider, [services(1)]);
  await bench.start();
  const explanation = bench.engine.explain(toDnsName('n0.example.org'));
  expect({
    ...explanation,
    contributions: explanation.contributions.map(({ object, fate }) => [object.name, fate]),
    wanted: lines(explanation.wanted),
    current: lines(explanation.current),
    skipped: explanation.skipped.map(({ because }) => because.code),
  }).toEqual({
    name: 'n0.example.org',
    contributions: [['n0', 'wanted']],
    wanted: ['n0.example.org A 192.0.2.1'],
    current: ['n0.example.org A 198.51.100.1'],
    skipped: ['not-owned'],
    zones: ['example.org'],
    obstacles: [],
  });
  expect(bench.engine.explain(toDnsName('www.example.net')).obstacles).toEqual([
    'www.example.net lies in no zone of the provider',
  ]);
  await bench.stop();
});
