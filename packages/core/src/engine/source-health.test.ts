import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createFakeSource, type FakeSource } from '../testing/fake-source.ts';
import type { EngineEvent } from './engine-event.ts';
import { createSourceHealth } from './source-health.ts';

const held = (resource: string | undefined) =>
  createEndpoint({
    name: 'www.example.org',
    type: 'A',
    targets: ['192.0.2.1'],
    labels: resource === undefined ? {} : { resource },
  });

async function watch(sources: readonly FakeSource[], counts: Record<string, number> = {}) {
  const events: EngineEvent[] = [];
  const clock = createFakeClock();
  const health = createSourceHealth({
    sources,
    clock,
    observe: (event) => events.push(event),
    objectCount: (source) => counts[source] ?? 0,
    emptyAfter: 10,
    windowMs: 600_000,
  });
  health.start(() => undefined, new AbortController().signal);
  await clock.settle();
  return { health, events, clock, counts };
}

function inStep(name: string): FakeSource {
  const source = createFakeSource(name);
  source.want('web', 'www.example.org A 192.0.2.1');
  source.synced();
  return source;
}

test.each([
  ['service/default/web', undefined],
  ['ingress/default/web', 'source-behind'],
  ['httproute/default/web', 'source-behind'],
  ['gateway/default/web', 'source-behind'],
  [undefined, 'source-behind'],
])('while a source is behind, a record of %s may be lost: %s', async (resource, code) => {
  const { health } = await watch([
    inStep('service'),
    createFakeSource('ingress'),
    createFakeSource('gateway-httproute'),
  ]);
  expect(health.objectionTo(held(resource))?.code).toBe(code);
});

test('while all are in step nothing speaks against a deletion', async () => {
  const { health } = await watch([inStep('service')]);
  expect(health.objectionTo(held('ingress/default/web'))).toBeUndefined();
});

test('tells once when a source falls behind and when it is back', async () => {
  const source = inStep('service');
  const { health, events } = await watch([source], { service: 3 });
  health.check();
  source.behind('services: forbidden');
  health.check();
  health.check();
  source.synced();
  expect(health.check()).toBe(true);
  expect(health.check()).toBe(false);
  expect(events).toEqual([
    { kind: 'source-synced', source: 'service', objects: 3 },
    {
      kind: 'source-behind',
      source: 'service',
      problem: { code: 'source-behind', message: 'services: forbidden' },
    },
    { kind: 'source-synced', source: 'service', objects: 3 },
  ]);
});

test.each([
  { name: 'within the window', before: 11, waitMs: 599_000, code: 'source-empty' },
  { name: 'slowly', before: 11, waitMs: 601_000, code: undefined },
  { name: 'from a few', before: 10, waitMs: 0, code: undefined },
])('a source that became empty $name is suspect: $code', async ({ before, waitMs, code }) => {
  const { health, clock, counts } = await watch([inStep('service')], { service: before });
  health.check();
  await clock.pass(waitMs);
  counts['service'] = 0;
  health.check();
  expect(health.objectionTo(held('service/default/web'))?.code).toBe(code);
});

test('a suspect source is believed again when it has objects, or a person says so', async () => {
  const { health, counts } = await watch([inStep('service')], { service: 20 });
  const empty = () => {
    counts['service'] = 20;
    health.check();
    counts['service'] = 0;
    health.check();
    return health.objectionTo(held('service/default/web'))?.code;
  };
  expect(empty()).toBe('source-empty');
  health.release();
  expect(health.objectionTo(held('service/default/web'))).toBeUndefined();
  expect(empty()).toBe('source-empty');
  counts['service'] = 1;
  health.check();
  expect(health.objectionTo(held('service/default/web'))).toBeUndefined();
});
