import type { ObjectState, Problem } from '@org/dns-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApiClient } from '../api/api-client.ts';
import type { Cluster } from '../source/cluster.ts';
import type { ObjectSource } from '../source/object-source.ts';
import { createFakeApiServer, fail, type FakeApiServer } from '../testing/fake-api-server.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { nodes, services, slices } from '../testing/types.ts';
import { until } from '../testing/until.ts';
import { createApiCluster } from './api-cluster.ts';

let server: FakeApiServer;
let clock: ManualClock;
let cluster: Cluster;
let problems: Problem[];
let stop: AbortController;

beforeEach(async () => {
  server = await createFakeApiServer();
  clock = createManualClock();
  problems = [];
  stop = new AbortController();
  cluster = createApiCluster({
    client: createApiClient({
      connection: { server: server.url, skipTlsVerify: false },
      clock,
      userAgent: 'test',
      requestTimeoutMs: 30_000,
      queriesPerSecond: 5,
      burst: 10,
    }),
    clock,
    resolve: () => Promise.resolve([]),
    dryRun: false,
    onProblem: (problem) => problems.push(problem),
    random: () => 0,
  });
});
afterEach(async () => {
  stop.abort();
  await cluster.close();
  await server.close();
});

const service = (name: string, type = 'LoadBalancer') => ({
  metadata: { name, namespace: 'shop' },
  spec: { type },
});

const definition = (rest: Partial<ObjectSource> = {}): ObjectSource => ({
  name: 'service',
  primary: { type: services, fields: ['spec.type'] },
  reads: [
    { type: nodes, fields: [] },
    { type: slices, fields: [] },
  ],
  endpoints: () => ({ endpoints: [] }),
  ...rest,
});

test('two sources over one resource read it once, each with its own fields and filter', async () => {
  server.put(services, service('a'));
  server.put(services, service('b', 'ClusterIP'));
  const seen: string[] = [];
  const noted = (name: string): Partial<ObjectSource> => ({
    name,
    endpoints: (object) => {
      seen.push(`${name} ${object.metadata.name}`);
      return { endpoints: [] };
    },
  });
  const first = cluster.source(definition(noted('first')));
  const second = cluster.source(
    definition({
      ...noted('second'),
      primary: {
        type: services,
        fields: ['spec.clusterIP'],
        keep: (object) => object.metadata.name === 'a',
      },
    }),
  );
  expect(first.status()).toEqual({ synced: false });
  await Promise.all([first, second].map((source) => source.start(() => {}, stop.signal)));
  expect(seen.sort()).toEqual(['first a', 'first b', 'second a']);
  expect(server.requests).toHaveLength(1);
  expect(() => cluster.source(definition())).toThrow(
    'source service comes too late: make all sources before the first is started',
  );
});

test('a missing resource is named with the way out, and read when it appears', async () => {
  const install = server.intercept((url, response) => {
    if (!url.pathname.endsWith('/endpointslices')) return false;
    fail(response, 404, 'NotFound');
    return true;
  });
  server.put(services, service('plain'));
  server.put(services, service('headless'));
  server.put(slices, { metadata: { name: 's1', namespace: 'shop' } });
  const reported = new Map<string, ObjectState | undefined>();
  const source = cluster.source(
    definition({
      endpoints: ({ metadata }, reader) => ({
        endpoints: [],
        problems:
          metadata.name === 'headless'
            ? reader.list(slices).map((slice) => ({ code: 'saw', message: slice.metadata.name }))
            : [],
      }),
    }),
  );
  const started = source.start((ref, state) => reported.set(ref.name, state), stop.signal);
  await until(() => reported.size === 2);
  const problem = {
    code: 'resource-missing',
    message:
      'the API server does not serve endpointslices.discovery.k8s.io in discovery.k8s.io/v1: install its CustomResourceDefinition in that version, or leave the source out',
    stopsRun: true,
  };
  expect(source.status()).toEqual({ synced: false, behindSinceMs: clock.now(), problem });
  expect(reported.get('plain')).toEqual({ endpoints: [], problems: [] });
  install();
  await until(() => clock.pendingMs().length > 0);
  clock.advance(30_000);
  await started;
  expect(reported.get('headless')).toEqual({
    endpoints: [],
    problems: [{ code: 'saw', message: 's1' }],
  });
  expect(source.status()).toEqual({ synced: true });
});

test('a source writes the status of what it computed', async () => {
  server.put(services, service('a'));
  const source = cluster.source(
    definition({
      computed: (object, _state, writer) => writer.writeStatus(services, object, { seen: true }),
    }),
  );
  await source.start(() => {}, stop.signal);
  await until(() => server.requests.some((request) => request.startsWith('PUT')));
  await until(() => 'status' in (server.get(services, 'shop', 'a') ?? {}));
  expect(server.get(services, 'shop', 'a')).toMatchObject({ status: { seen: true } });
  expect(problems).toEqual([]);
});

test('closing ends every watch', async () => {
  const source = cluster.source(definition());
  await source.start(() => {}, stop.signal);
  await cluster.close();
  await until(() => server.watches.size === 0);
  expect(clock.pendingMs()).toEqual([]);
});
