import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProviderError } from '../contract/provider-error.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { createEngineBench, lines, type EngineBench } from '../testing/engine-bench.ts';
import { createFakeProvider, type Fault, type FakeProvider } from '../testing/fake-provider.ts';
import { createFakeSource, type FakeSource } from '../testing/fake-source.ts';

const zones = ['example.org', 'sub.example.org'];

/** Each object has names of its own, so that what is right in the end does not depend on who came first. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  one: ['api.example.org', 'www.example.org', 'taken.example.org'],
  two: ['sub.example.org', 'a.sub.example.org', '*.sub.example.org'],
  three: ['b.example.org', 'deep.b.sub.example.org', 'outside.example.net'],
};

const foreign = [
  createEndpoint({ name: 'taken.example.org', type: 'A', targets: ['198.51.100.1'] }),
  createEndpoint({ name: 'other.example.org', type: 'A', targets: ['198.51.100.2'] }),
  createEndpoint({
    name: 'a-other.example.org',
    type: 'TXT',
    targets: ['"heritage=external-dns,external-dns/owner=them"'],
  }),
  createEndpoint({ name: 'example.org', type: 'MX', targets: ['10 mail.example.org'] }),
];

type Want = { readonly object: string; readonly wants: readonly string[] | 'waits' | 'gone' };
type Step =
  | { readonly kind: 'report'; readonly want: Want }
  | { readonly kind: 'fault'; readonly fault: Fault['kind'] | '429'; readonly calls: number }
  | { readonly kind: 'refuse'; readonly name: string | undefined }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'kill' };

const objects = Object.keys(namesOf);
const anyEndpoint = (object: string) =>
  fc
    .tuple(
      fc.constantFrom(...(namesOf[object] ?? [])),
      fc.constantFrom('A 192.0.2.1', 'A 192.0.2.2', 'AAAA 2001:db8::1', 'CNAME lb.example.net'),
    )
    .map((parts) => parts.join(' '));
const anyReport = fc
  .constantFrom(...objects)
  .chain((object) =>
    fc
      .oneof(
        { weight: 4, arbitrary: fc.array(anyEndpoint(object), { minLength: 1, maxLength: 4 }) },
        fc.constant('waits' as const),
        fc.constant('gone' as const),
      )
      .map((wants): Step => ({ kind: 'report', want: { object, wants } })),
  );
const anyStep = fc.oneof(
  { weight: 4, arbitrary: anyReport },
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom<Fault['kind'] | '429'>(
      'error',
      '429',
      'written-then-lost',
      'partial-report',
      'half-groups',
      'stale',
      'duplicated-page',
    ),
    calls: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('refuse' as const),
    name: fc.constantFrom(undefined, 'www.example.org', 'a.sub.example.org'),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(6, 500, 5000, 70_000, 400_000),
    }),
  },
  fc.constant<Step>({ kind: 'kill' }),
);

const sorts = [
  { readNames: false, versions: false },
  { readNames: true, versions: false },
  { readNames: false, versions: true },
];

function createWorld(sort: (typeof sorts)[number]): FakeProvider {
  const provider = createFakeProvider({ zones, ...sort });
  for (const record of foreign) provider.put('example.org', record);
  return provider;
}

function tell(source: FakeSource, { object, wants }: Want): void {
  if (wants === 'gone') source.gone(object);
  else if (wants === 'waits') source.wait(object, ...(namesOf[object] ?? []));
  else source.want(object, ...wants);
}

const settings = { deletionLimits: undefined, graceMs: 20_000 };

async function startEngine(
  provider: FakeProvider,
  wants: ReadonlyMap<string, Want>,
): Promise<{ readonly bench: EngineBench; readonly source: FakeSource }> {
  const source = createFakeSource();
  for (const want of wants.values()) tell(source, want);
  source.synced();
  const bench = createEngineBench(provider, [source], settings);
  await bench.start();
  return { bench, source };
}

function foreignLines(provider: FakeProvider): readonly string[] {
  const names = new Set(foreign.map(({ name, type }) => `${name} ${type}`));
  return lines(
    provider.records('example.org').filter(({ name, type }) => names.has(`${name} ${type}`)),
  );
}

function inject(provider: FakeProvider, kind: Fault['kind'] | '429', calls: number): void {
  let left = calls;
  provider.fault = () => {
    if (left === 0) return undefined;
    left -= 1;
    if (kind === 'error') return { kind, error: new ProviderError('transient', 'status 500') };
    if (kind === '429') {
      const error = new ProviderError('transient', 'status 429', { retryAfterMs: 3000 });
      return { kind: 'error', error };
    }
    return kind === 'slow' ? undefined : { kind };
  };
}

test.each(sorts)(
  'whatever is reported and fails, the end is what one full pass makes of it: %j',
  { timeout: 120_000 },
  async (sort) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
        const provider = createWorld(sort);
        const untouched = foreignLines(provider);
        const wants = new Map<string, Want>();
        let { bench, source } = await startEngine(provider, wants);
        for (const step of steps) {
          if (step.kind === 'report') {
            wants.set(step.want.object, step.want);
            tell(source, step.want);
          } else if (step.kind === 'fault') inject(provider, step.fault, step.calls);
          else if (step.kind === 'refuse') provider.refuses = ({ name }) => name === step.name;
          else if (step.kind === 'pass') await bench.clock.pass(step.ms);
          else {
            await bench.stop();
            ({ bench, source } = await startEngine(provider, wants));
          }
          expect(foreignLines(provider)).toEqual(untouched);
        }
        provider.fault = () => undefined;
        provider.refuses = () => false;
        await bench.clock.pass(3_700_000);
        expect(foreignLines(provider)).toEqual(untouched);
        const status = bench.engine.status();
        expect(status.zones.map(({ inStep }) => inStep)).toEqual([true, true]);
        await bench.stop();
        expect(bench.clock.pending).toBe(0);

        const writes = provider.writes();
        const again = await startEngine(provider, wants);
        await again.bench.clock.pass(400_000);
        await again.bench.stop();
        expect(provider.writes()).toBe(writes);

        const fresh = createWorld(sort);
        const other = await startEngine(fresh, wants);
        await other.bench.clock.pass(400_000);
        await other.bench.stop();
        for (const zone of zones) {
          expect(lines(provider.records(zone))).toEqual(lines(fresh.records(zone)));
        }
      }),
      { numRuns: 15 },
    );
  },
);
