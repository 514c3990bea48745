import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { createEngineBench, lines } from '../testing/engine-bench.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { createFakeSource, type FakeSource } from '../testing/fake-source.ts';

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `n${at}`);

function services(wanted: readonly string[], kind = 'service'): FakeSource {
  const source = createFakeSource(kind);
  for (const name of wanted) source.want(name, `${name}.example.org A 192.0.2.1`);
  source.synced();
  return source;
}

test('a wave of deletions is held, a person lets it go', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(names(30));
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  for (const name of names(15)) source.gone(name);
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(60);
  const held = bench.events.filter((event) => event.kind === 'held');
  expect(held.map(({ deletions, names: told }) => [deletions, told.length, told[0]])).toEqual([
    [15, 10, 'n0.example.org'],
  ]);
  expect(bench.engine.status().zones[0]?.held).toContain('15 of 30 owned records');
  await bench.clock.pass(3_600_000);
  expect(provider.records('example.org').length).toBe(60);

  source.want('new', 'new.example.org A 192.0.2.1');
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(62);

  bench.engine.release();
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(32);
  expect(bench.engine.status().zones[0]?.held).toBeUndefined();
  expect(bench.events.filter(({ kind }) => kind === 'released').length).toBe(1);
  await bench.stop();
});

test('many small waves are one', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(names(40));
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  for (const name of names(20)) {
    source.gone(name);
    await bench.clock.pass(10_000);
  }
  expect(provider.records('example.org').length).toBe(2 * 28);
  await bench.stop();
});

test('a hold ends by itself when the objects come back', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(names(30));
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  for (const name of names(15)) source.gone(name);
  await bench.clock.pass(10);
  for (const name of names(15)) source.want(name, `${name}.example.org A 192.0.2.1`);
  await bench.clock.pass(10);
  expect(bench.engine.status().zones[0]?.held).toBeUndefined();
  await bench.stop();
});

test('a source that is empty all of a sudden is not believed, whatever its share', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const many = services(names(200), 'ingress');
  const few = createFakeSource('service');
  for (const name of names(12)) few.want(name, `s${name}.example.org A 192.0.2.1`);
  few.synced();
  const bench = createEngineBench(provider, [many, few]);
  await bench.start();
  for (const name of names(12)) few.gone(name);
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(2 * 212);
  expect(bench.engine.status().zones[0]?.held).toBe(
    'source service had many objects and suddenly has none',
  );
  bench.engine.release();
  await bench.clock.pass(10);
  expect(provider.records('example.org').length).toBe(400);
  await bench.stop();
});

test('an object that lost its addresses keeps its records for the grace time', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(['web']);
  const bench = createEngineBench(provider, [source], { graceMs: 300_000 });
  await bench.start();
  source.wait('web', 'web.example.org');
  await bench.clock.pass(299_000);
  expect(provider.records('example.org').length).toBe(2);
  expect(bench.engine.explain('web.example.org' as never).obstacles).toEqual([
    'its object has no target for it at the moment; the records wait out a grace time',
  ]);
  await bench.clock.pass(2000);
  expect(provider.records('example.org')).toEqual([]);
  await bench.stop();
});

test('the grace time begins anew after a restart, and an object that is gone has none', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const first = createEngineBench(provider, [services(['web', 'api'])]);
  await first.start();
  await first.stop();
  const source = createFakeSource();
  source.wait('web', 'web.example.org');
  source.synced();
  const second = createEngineBench(provider, [source]);
  await second.start();
  expect(lines(provider.records('example.org'))).toEqual([
    'a-web.example.org TXT marker of me',
    'web.example.org A 192.0.2.1',
  ]);
  source.gone('web');
  await second.clock.pass(10);
  expect(provider.records('example.org')).toEqual([]);
  await second.stop();
});

interface Once {
  readonly name: string;
  readonly spoil: (provider: ReturnType<typeof createFakeProvider>, source: FakeSource) => void;
  readonly reasons: readonly string[];
}

test.each<Once>([
  { name: 'all is well', spoil: () => undefined, reasons: [] },
  {
    name: 'a source is not in step',
    spoil: (_provider, source) => source.behind('services: forbidden'),
    reasons: ['source service is not in step: services: forbidden'],
  },
  {
    name: 'a record is refused',
    spoil: (provider) => {
      provider.refuses = ({ name }) => name === 'n0.example.org';
    },
    reasons: ['n0.example.org is in quarantine: n0.example.org is refused'],
  },
  {
    name: 'a zone cannot be read',
    spoil: (provider) => {
      provider.fault = ({ method }) =>
        method === 'readZone'
          ? { kind: 'error', error: new ProviderError('transient', 'status 500') }
          : undefined;
    },
    reasons: ['example.org: status 500'],
  },
  {
    name: 'the zones cannot be listed',
    spoil: (provider) => {
      provider.fault = () => ({
        kind: 'error',
        error: new ProviderError('unauthorized', 'status 401'),
      });
    },
    reasons: ['the zones could not be listed: status 401'],
  },
])('one run, and $name', async ({ spoil, reasons }) => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(['n0', 'n1']);
  spoil(provider, source);
  const bench = createEngineBench(provider, [source]);
  const running = bench.engine.runOnce(new AbortController().signal);
  await bench.clock.pass(60_000);
  expect(await running).toEqual({ inStep: reasons.length === 0, reasons });
  expect(bench.clock.pending).toBe(0);
});

test('one run waits for its sources no longer than it may', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = createFakeSource();
  source.want('web', 'www.example.org A 192.0.2.1');
  const bench = createEngineBench(provider, [source], { sourceWaitMs: 20_000 });
  const running = bench.engine.runOnce(new AbortController().signal);
  await bench.clock.pass(20_000);
  expect(await running).toEqual({
    inStep: false,
    reasons: ['source service is not in step: it has not read everything yet'],
  });
  expect(provider.records('example.org').length).toBe(2);
});

test('compat writes nothing in a run that upstream would have ended', async () => {
  let asked = 0;
  const adjust = (desired: readonly Endpoint[]) => {
    asked += 1;
    return Promise.resolve(desired);
  };
  const provider = createFakeProvider({ zones: ['example.org'], extra: { adjust } });
  const good = services(['n0']);
  const bad = {
    ...createFakeSource('ingress'),
    start: (report: Parameters<FakeSource['start']>[0]) => {
      const object = {
        source: 'ingress',
        apiVersion: 'v1',
        kind: 'Ingress',
        namespace: '',
        name: 'x',
      };
      const problem = {
        code: 'template-failed',
        message: 'ingress x: bad template',
        stopsRun: true,
      };
      report(object, { endpoints: [], problems: [problem] });
      return Promise.resolve();
    },
    status: () => ({ synced: true }),
  };
  for (const behavior of ['compat', 'safe'] as const) {
    const bench = createEngineBench(provider, [good, bad], { behavior });
    const running = bench.engine.runOnce(new AbortController().signal);
    await bench.clock.pass(10);
    expect([behavior, await running, provider.writes(), asked]).toEqual(
      behavior === 'compat'
        ? [behavior, { inStep: false, reasons: ['ingress x: bad template'] }, 0, 0]
        : [behavior, { inStep: true, reasons: [] }, 1, 1],
    );
  }
});

test('compat looks at changes in full passes, and no closer together than it is told', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = services(['n0']);
  const bench = createEngineBench(provider, [source], {
    behavior: 'compat',
    minFullPassGapMs: 5000,
  });
  await bench.start();
  source.want('n1', 'n1.example.org A 192.0.2.1');
  await bench.clock.pass(4000);
  expect(provider.writes()).toBe(1);
  await bench.clock.pass(1500);
  expect(provider.writes()).toBe(2);
  expect(provider.calls.filter(({ method }) => method === 'readZone').length).toBe(2);
  await bench.stop();
});

test('a source that says what is in its way is reported at once and holds up no other', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const forbidden = createFakeSource('ingress');
  forbidden.behind('ingresses may not be listed');
  const bench = createEngineBench(provider, [services(['web']), forbidden]);
  await bench.start();
  await bench.clock.pass(600);
  expect(bench.events.filter(({ kind }) => kind === 'source-behind')).toEqual([
    {
      kind: 'source-behind',
      source: 'ingress',
      problem: { code: 'source-behind', message: 'ingresses may not be listed' },
    },
  ]);
  expect(provider.records('example.org').length).toBe(2);
  await bench.stop();
});
