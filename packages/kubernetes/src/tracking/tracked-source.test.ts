import {
  createEndpoint,
  toDnsName,
  type ObjectState,
  type Problem,
  type Source,
} from '@org/dns-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createObjectCluster } from '../cluster/object-cluster.ts';
import { createHostLookup } from '../lookup/host-lookup.ts';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';
import { createMemoryReader } from '../reader/memory-reader.ts';
import type { Reader } from '../reader/reader.ts';
import type { ObjectSource } from '../source/object-source.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { nodes, services, slices } from '../testing/types.ts';
import { until } from '../testing/until.ts';
import type { FeedSink } from '../watch/watch-resource.ts';

interface TestService extends KubeObject {
  readonly spec?: {
    readonly looksAtNode?: string;
    readonly looksAtLabels?: Readonly<Record<string, string>>;
    readonly looksAtHost?: string;
    readonly throws?: string;
  };
}

/** Wants one A record whose targets are what it looked at. */
function endpoints(object: TestService, reader: Reader): ObjectState {
  const { looksAtNode, looksAtLabels, looksAtHost, throws } = object.spec ?? {};
  if (throws) throw new Error(throws);
  const seen: string[] = ['self'];
  if (looksAtNode) seen.push(reader.get(nodes, '', looksAtNode) ? 'node' : 'no node');
  if (looksAtLabels) {
    const namespace = object.metadata.namespace ?? '';
    const found = reader.list(slices, { namespace, labels: looksAtLabels });
    seen.push(...found.map((slice) => slice.metadata.name));
  }
  if (looksAtHost) {
    const addresses = reader.resolve(looksAtHost);
    if (addresses === undefined) return { endpoints: [], waiting: [toDnsName('www.example.org')] };
    seen.push(...addresses);
  }
  const name = `${object.metadata.name}.example.org`;
  return { endpoints: [createEndpoint({ name, type: 'A', targets: seen })] };
}

function definition(rest: Partial<ObjectSource> = {}): ObjectSource {
  return {
    name: 'test',
    primary: { type: services, fields: ['spec'] },
    reads: [
      { type: nodes, fields: [] },
      { type: slices, fields: [] },
    ],
    endpoints,
    ...rest,
  };
}

function setup(given: ObjectSource = definition()) {
  const sinks = new Map<string, FeedSink>();
  const computed: string[] = [];
  const problems: Problem[] = [];
  const clock = createManualClock();
  const hosts = new Map<string, (addresses: readonly string[]) => void>();
  const cluster = createObjectCluster({
    open: (feed) => (sink) => {
      sinks.set(feed.type.plural, sink);
      sink.beginReplace();
    },
    clock,
    lookup: createHostLookup(
      (hostname) => new Promise((resolve) => void hosts.set(hostname, resolve)),
      clock,
      60_000,
    ),
    writer: { writeStatus: () => {} },
    onProblem: (problem) => problems.push(problem),
    onClose: async () => {},
  });
  const source: Source = cluster.source({
    ...given,
    endpoints: (object, reader) => {
      computed.push(object.metadata.name);
      return given.endpoints(object, reader);
    },
  });
  const reported = new Map<string, ObjectState | undefined>();
  const stop = new AbortController();
  let isComplete = false;
  const started = source
    .start((ref, state) => reported.set(ref.name, state), stop.signal)
    .then(
      () => (isComplete = true),
      () => {},
    );
  const sinkOf = (type: ResourceType) => sinks.get(type.plural);
  return {
    source,
    problems,
    hosts,
    sinkOf,
    started,
    stop,
    isComplete: () => isComplete,
    put: (type: ResourceType, object: object) =>
      sinkOf(type)?.upsert(structuredClone(object) as never),
    synced: (type: ResourceType) => {
      sinkOf(type)?.endReplace();
      sinkOf(type)?.inStep();
    },
    /** Names computed since the last call, once the batch has run. */
    computed: async () => {
      for (let turn = 0; turn < 5; turn++)
        await new Promise<void>((resolve) => void setImmediate(resolve));
      return computed.splice(0).sort();
    },
    targets: (name: string) => reported.get(name)?.endpoints[0]?.targets,
    state: (name: string) => reported.get(name),
    reported,
  };
}

const service = (name: string, spec: TestService['spec'] = {}) => ({
  metadata: {
    name,
    namespace: 'shop',
    creationTimestamp: '2026-01-01T00:00:00Z',
    uid: `u-${name}`,
  },
  spec,
});
const slice = (name: string, labels: Record<string, string>, namespace = 'shop') => ({
  metadata: { name, namespace, labels },
});

test('reports every object, is complete when all that exists was reported, and then follows', async () => {
  const world = setup();
  world.put(services, service('a'));
  await world.computed();
  expect([world.isComplete(), world.source.status().synced]).toEqual([false, false]);
  world.synced(services);
  await world.started;
  expect(world.source.status()).toEqual({ synced: true });
  expect(world.state('a')).toEqual({
    endpoints: [createEndpoint({ name: 'a.example.org', type: 'A', targets: ['self'] })],
    createdMs: Date.UTC(2026, 0, 1),
  });
  world.sinkOf(services)?.remove('shop', 'a');
  await world.computed();
  expect([...world.reported]).toEqual([['a', undefined]]);
});

test('a resource is read from the first look at it, and what looked waits for it', async () => {
  const world = setup();
  world.put(services, service('plain'));
  world.put(services, service('port', { looksAtNode: 'n1' }));
  world.synced(services);
  await world.computed();
  expect(world.targets('plain')).toEqual(['self']);
  expect(world.reported.has('port')).toBe(false);
  expect([world.isComplete(), world.sinkOf(slices)]).toEqual([false, undefined]);
  world.put(nodes, { metadata: { name: 'n1' } });
  world.synced(nodes);
  await world.started;
  expect(world.targets('port')).toEqual(['self', 'node']);
});

test('a resource that may not be read holds back only what looks at it', async () => {
  const world = setup();
  world.put(services, service('plain'));
  world.put(services, service('port', { looksAtNode: 'n1' }));
  world.synced(services);
  await world.computed();
  const problem: Problem = { code: 'resource-forbidden', message: 'not allowed', stopsRun: true };
  world.sinkOf(nodes)?.behind(problem);
  await world.computed();
  expect(world.targets('plain')).toEqual(['self']);
  expect(world.state('port')).toMatchObject({
    endpoints: [],
    waiting: ['port.example.org'],
    problems: [
      {
        code: 'resource-forbidden',
        message: 'its records wait: not allowed',
        object: { name: 'port', kind: 'Service' },
      },
    ],
  });
  expect(world.source.status()).toMatchObject({ synced: false, problem });
  expect(world.isComplete()).toBe(false);

  world.put(services, service('port'));
  await world.started;
  expect(world.targets('port')).toEqual(['self']);
  // Nobody looks any more; that it cannot be read is still said, for those who must not start so.
  expect(world.source.status()).toEqual({ synced: true, problem });
  world.put(services, service('port', { looksAtNode: 'n1' }));
  world.synced(nodes);
  await world.computed();
  expect(world.targets('port')).toEqual(['self', 'no node']);
  expect(world.source.status()).toEqual({ synced: true });
});

test('a failure over what is not read yet says nothing, and keeps the last good state', async () => {
  const given = definition({
    endpoints: (object: TestService, reader) => {
      if (object.spec?.looksAtNode && !reader.get(nodes, '', object.spec.looksAtNode))
        throw new Error('no such node');
      return endpoints(object, reader);
    },
  });
  const world = setup(given);
  world.put(services, service('a'));
  world.synced(services);
  await world.started;
  world.put(services, service('a', { looksAtNode: 'n1' }));
  await world.computed();
  expect([world.targets('a'), world.problems, world.source.status()]).toEqual([
    ['self'],
    [],
    { synced: true },
  ]);
  world.synced(nodes);
  await world.computed();
  expect([world.targets('a'), world.problems.length]).toEqual([['self'], 1]);
  world.put(nodes, { metadata: { name: 'n1' } });
  await world.computed();
  expect(world.targets('a')).toEqual(['self', 'node']);
});

test('once in step, a first look at another resource does not put it out of step', async () => {
  const world = setup();
  world.put(services, service('a'));
  world.synced(services);
  await world.started;
  world.put(services, service('a', { looksAtNode: 'n1' }));
  await world.computed();
  expect([world.source.status(), world.targets('a')]).toEqual([{ synced: true }, ['self']]);
  world.synced(nodes);
  await world.computed();
  expect(world.targets('a')).toEqual(['self', 'no node']);
});

test('a feed that falls behind makes the source say so, and what was said stays', async () => {
  const world = setup();
  world.put(services, service('port', { looksAtNode: 'n1' }));
  world.synced(services);
  await world.computed();
  world.synced(nodes);
  await world.started;
  await world.computed();
  world.sinkOf(nodes)?.behind({ code: 'api-unreachable', message: 'gone' });
  expect(await world.computed()).toEqual([]);
  expect(world.source.status()).toEqual({
    synced: false,
    behindSinceMs: Date.UTC(2026, 0, 1),
    problem: { code: 'api-unreachable', message: 'gone' },
  });
  world.sinkOf(nodes)?.inStep();
  expect(world.source.status()).toEqual({ synced: true });
});

test('is back in step only when what changed meanwhile was computed', async () => {
  const world = setup();
  world.synced(services);
  world.synced(nodes);
  await world.started;
  world.sinkOf(services)?.behind({ code: 'api-unreachable', message: 'gone' });
  world.put(services, service('later'));
  world.synced(services);
  expect(world.source.status()).toEqual({ synced: false });
  expect(await world.computed()).toEqual(['later']);
  expect(world.source.status()).toEqual({ synced: true });
});

test('exactly those that looked at a change are computed again', async () => {
  const world = setup();
  world.put(services, service('plain'));
  world.put(services, service('on-1', { looksAtNode: 'n1' }));
  world.put(services, service('on-2', { looksAtNode: 'n2' }));
  world.put(services, service('lists-web', { looksAtLabels: { app: 'web' } }));
  world.put(services, service('lists-api', { looksAtLabels: { app: 'api', tier: 'x' } }));
  world.synced(services);
  await world.computed();
  world.synced(nodes);
  world.synced(slices);
  await world.started;
  await world.computed();

  world.put(nodes, { metadata: { name: 'n1' } });
  expect(await world.computed()).toEqual(['on-1']);
  world.put(slices, slice('s1', { app: 'web' }));
  expect(await world.computed()).toEqual(['lists-web']);
  world.put(slices, slice('s2', { app: 'api', tier: 'y' }));
  expect(await world.computed()).toEqual([]);
  world.put(slices, slice('s2', { app: 'api', tier: 'x' }));
  expect(await world.computed()).toEqual(['lists-api']);
  world.put(slices, slice('s2', { app: 'web' }));
  expect(await world.computed()).toEqual(['lists-api', 'lists-web']);
  world.put(slices, slice('s1', { app: 'web' }));
  world.put(slices, slice('s3', { app: 'web' }, 'other'));
  expect(await world.computed()).toEqual([]);
  expect(world.targets('lists-web')).toEqual(['self', 's1', 's2']);
  world.put(services, service('on-1'));
  expect(await world.computed()).toEqual(['on-1']);
  world.sinkOf(nodes)?.remove('', 'n1');
  expect(await world.computed()).toEqual([]);
});

test('many changes of one turn are one computation', async () => {
  const world = setup();
  world.synced(services);
  for (let version = 0; version < 10; version++)
    world.put(services, service('a', { looksAtLabels: { version: String(version) } }));
  expect(await world.computed()).toEqual(['a']);
});

test('more objects than one turn takes are all computed', async () => {
  const world = setup();
  for (let index = 0; index < 1200; index++) world.put(services, service(`s${index}`));
  world.synced(services);
  await world.started;
  expect(world.reported.size).toBe(1200);
});

test('a failure keeps the last good state and is said once; the first one keeps the source out of step', async () => {
  const world = setup();
  world.put(services, service('good'));
  world.put(services, service('bad', { throws: 'boom' }));
  world.synced(services);
  await world.computed();
  const message = (name: string) =>
    `source test failed on Service shop/${name}: boom; its last good records stay. This is a bug, please report it`;
  expect(world.state('bad')).toMatchObject({
    endpoints: [],
    problems: [{ code: 'source-failed', message: message('bad') }],
  });
  expect(world.source.status()).toMatchObject({
    synced: false,
    problem: { code: 'source-failed' },
  });
  world.put(services, service('bad'));
  await world.started;

  for (const label of ['1', '2'])
    world.put(services, service('good', { throws: 'boom', looksAtNode: label }));
  await world.computed();
  world.put(services, service('good', { throws: 'boom' }));
  await world.computed();
  expect(world.targets('good')).toEqual(['self']);
  expect(world.problems.map((problem) => problem.message)).toEqual([message('good')]);
  expect(world.source.status()).toEqual({ synced: true });
});

test('a look at what is not declared is a failure that names it', async () => {
  const world = setup(definition({ reads: [] }));
  world.put(services, service('a', { looksAtNode: 'n1' }));
  world.synced(services);
  await world.computed();
  expect(world.state('a')?.problems?.[0]?.message).toContain(
    'source test looks at nodes, which it does not declare to read',
  );
});

test('waits for the first answer about a host name, then follows it', async () => {
  const world = setup();
  world.put(services, service('a', { looksAtHost: 'lb.example.org' }));
  world.synced(services);
  await world.computed();
  expect([world.isComplete(), world.reported.size]).toEqual([false, 0]);
  world.hosts.get('lb.example.org')?.(['192.0.2.1']);
  await world.started;
  expect(world.targets('a')).toEqual(['self', '192.0.2.1']);
});

test('an object that its filter lets go counts as deleted', async () => {
  const keep = (object: KubeObject) => object.metadata.labels?.['mine'] !== 'no';
  const world = setup(definition({ primary: { type: services, fields: ['spec'], keep } }));
  world.put(services, service('a'));
  world.synced(services);
  await world.started;
  await world.computed();
  world.put(services, {
    ...service('a'),
    metadata: { name: 'a', namespace: 'shop', labels: { mine: 'no' } },
  });
  await world.computed();
  expect([...world.reported]).toEqual([['a', undefined]]);
});

test('tells the source what it computed, for its status', async () => {
  const told: unknown[] = [];
  const world = setup(
    definition({
      computed: (object, state) => {
        told.push([object.metadata.name, state.endpoints.length]);
        if (object.metadata.name === 'bad') throw new Error('no status');
      },
    }),
  );
  world.put(services, service('a'));
  world.put(services, service('bad'));
  world.synced(services);
  await world.started;
  expect(told).toEqual([
    ['a', 1],
    ['bad', 1],
  ]);
  expect(world.problems.map((problem) => problem.code)).toEqual(['source-failed']);
});

test('an abort ends it, and later changes are not computed', async () => {
  const world = setup();
  world.stop.abort(new Error('over'));
  await world.started;
  expect(world.isComplete()).toBe(false);
  world.put(services, service('a'));
  world.synced(services);
  expect(await world.computed()).toEqual([]);
});

test('whatever happens in whatever order, what is reported is what a fresh computation gives', async () => {
  const names = ['a', 'b'];
  const labels = fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2'));
  const specs = fc.record(
    { looksAtNode: fc.constantFrom(...names), looksAtLabels: labels },
    { requiredKeys: [] },
  );
  const step = fc.oneof(
    fc.record({ type: fc.constant(services), name: fc.constantFrom(...names), spec: specs }),
    fc.record({ type: fc.constant(nodes), name: fc.constantFrom(...names) }),
    fc.record({ type: fc.constant(slices), name: fc.constantFrom(...names), labels }),
    fc.record({ gone: fc.constantFrom(services, nodes, slices), name: fc.constantFrom(...names) }),
    fc.constant('turn' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const world = setup();
      const model = new Map<string, KubeObject>();
      const looker = service('looker', { looksAtNode: 'a', looksAtLabels: { k: '1' } });
      const put = (type: ResourceType, object: KubeObject) => {
        world.put(type, object);
        model.set(`${type.kind}/${object.metadata.name}`, {
          ...object,
          apiVersion: type.group ? `${type.group}/${type.version}` : type.version,
          kind: type.kind,
        });
      };
      put(services, looker);
      world.synced(services);
      await until(() => world.sinkOf(slices) !== undefined);
      world.synced(nodes);
      world.synced(slices);
      for (const one of steps) {
        if (one === 'turn') await world.computed();
        else if ('gone' in one) {
          world.sinkOf(one.gone)?.remove(one.gone.namespaced ? 'shop' : '', one.name);
          model.delete(`${one.gone.kind}/${one.name}`);
        } else if ('spec' in one) put(one.type, service(one.name, one.spec));
        else if ('labels' in one) put(one.type, slice(one.name, { ...one.labels }));
        else put(one.type, { metadata: { name: one.name } });
      }
      await world.computed();
      const reader = createMemoryReader([...model.values()]);
      const fresh = [...model.values()]
        .filter((object) => object.kind === 'Service')
        .map((object) => [object.metadata.name, endpoints(object, reader).endpoints[0]?.targets]);
      const said = [...world.reported].filter(([, state]) => state);
      expect(Object.fromEntries(said.map(([name]) => [name, world.targets(name)]))).toEqual(
        Object.fromEntries(fresh),
      );
      world.stop.abort();
    }),
    { numRuns: 60 },
  );
});
