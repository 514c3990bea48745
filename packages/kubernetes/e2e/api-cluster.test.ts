import { startKubeApiserver, type KubeApiserver } from '@org/dns-test-servers';
import type { Clock, Problem, Source } from '@org/dns-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createApiClient,
  createApiCluster,
  createEventRecorder,
  createLeaderElection,
  loadConnection,
  type ApiClient,
  type Cluster,
  type ResourceType,
} from '../src/index.ts';

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(() => run(), ms);
    return () => clearTimeout(timer);
  },
};
const services: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
};
const widgets: ResourceType = {
  group: 'example.org',
  version: 'v1',
  plural: 'widgets',
  kind: 'Widget',
  namespaced: true,
};

let server: KubeApiserver;
let client: ApiClient;
let cluster: Cluster;
let serviceSource: Source;
let widgetSource: Source;
const stop = new AbortController();
const problems: Problem[] = [];
const seen = new Map<string, string>();

beforeAll(async () => {
  server = await startKubeApiserver();
  client = createApiClient({
    connection: await loadConnection({ kubeconfig: server.userKubeconfig, environment: {} }),
    clock,
    userAgent: 'ExternalDNS/e2e',
    requestTimeoutMs: 30_000,
    queriesPerSecond: 50,
    burst: 100,
  });
  cluster = createApiCluster({
    client,
    clock,
    resolve: () => Promise.resolve([]),
    dryRun: false,
    onProblem: (problem) => problems.push(problem),
  });
  serviceSource = cluster.source({
    name: 'service',
    primary: { type: services, fields: ['spec.type'], namespace: 'default' },
    reads: [],
    endpoints: (object) => {
      seen.set(object.metadata.name, (object as { spec?: { type?: string } }).spec?.type ?? '');
      return { endpoints: [] };
    },
  });
  widgetSource = cluster.source({
    name: 'widget',
    primary: { type: widgets, fields: ['spec'] },
    reads: [],
    endpoints: () => ({ endpoints: [] }),
    computed: (object, _state, writer) =>
      writer.writeStatus(widgets, object, { observedGeneration: object.metadata.generation }),
  });
}, 120_000);

afterAll(async () => {
  stop.abort();
  await cluster.close();
  await server.remove();
});

/** Waits for the real server; the runner's time limit ends a wait in vain. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => void setTimeout(resolve, 20));
}

const service = (name: string, type = 'ClusterIP') => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { type, ports: [{ port: 80 }] },
});

const rule = (group: string, resources: readonly string[], ...verbs: readonly string[]) => ({
  apiGroups: [group],
  resources,
  verbs,
});

test('waits for permissions and for a missing resource, says which, and goes on by itself', async () => {
  const started = [serviceSource, widgetSource].map((source) =>
    source.start((object, state) => {
      if (!state) seen.delete(object.name);
    }, stop.signal),
  );
  for (const one of started) one.catch(() => {});
  await until(() => serviceSource.status().problem?.code === 'resource-forbidden');
  await server.apply([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'external-dns' },
      rules: [
        rule('', ['services'], 'get', 'list', 'watch'),
        rule('example.org', ['widgets'], 'get', 'list', 'watch'),
        rule('example.org', ['widgets/status'], 'update'),
        rule('events.k8s.io', ['events'], 'create'),
        rule('coordination.k8s.io', ['leases'], 'get', 'create', 'update'),
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'external-dns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'external-dns' },
      subjects: [{ kind: 'User', name: 'external-dns', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ]);
  await started[0];
  expect(serviceSource.status()).toEqual({ synced: true });
  await until(() => widgetSource.status().problem?.code === 'resource-missing');
  await server.apply([
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        ],
      },
    },
  ]);
  await started[1];
  expect(widgetSource.status()).toEqual({ synced: true });
});

test('follows objects as they come, change and go', async () => {
  await server.apply([service('web')]);
  await until(() => seen.get('web') === 'ClusterIP');
  await server.apply([service('web', 'LoadBalancer')]);
  await until(() => seen.get('web') === 'LoadBalancer');
  await server.api('DELETE', '/api/v1/namespaces/default/services/web');
  await until(() => !seen.has('web'));
  expect([...seen.keys()]).toEqual(['kubernetes']);
});

test('writes the status of a custom resource', async () => {
  await server.apply([
    { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'default' } },
  ]);
  const path = '/apis/example.org/v1/namespaces/default/widgets/w';
  await until(async () => 'status' in ((await server.api('GET', path)) as object));
  expect(await server.api('GET', path)).toMatchObject({ status: { observedGeneration: 1 } });
  expect(problems).toEqual([]);
});

test('goes on where it was after the API server was away', async () => {
  await server.kill();
  await until(() => serviceSource.status().synced === false);
  expect([...seen.keys()]).toEqual(['kubernetes']);
  await server.start();
  await server.apply([service('later')]);
  await until(() => seen.has('later') && serviceSource.status().synced);
  expect(serviceSource.status()).toEqual({ synced: true });
});

test('writes Events, and in a dry run has them checked only', async () => {
  const object = {
    source: 'service',
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'default',
    name: 'web',
    uid: 'u1',
  };
  for (const dryRun of [false, true]) {
    const events = createEventRecorder({
      client,
      clock,
      dryRun,
      onProblem: (problem) => problems.push(problem),
    });
    events.record({ object, action: 'Created', reason: 'RecordReady', note: `dry run: ${dryRun}` });
    await events.close(new AbortController().signal);
  }
  const { items } = (await server.api(
    'GET',
    '/apis/events.k8s.io/v1/namespaces/default/events',
  )) as {
    items: readonly { reportingController: string; note: string }[];
  };
  const notes = items.flatMap((event) =>
    event.reportingController === 'external-dns' ? event.note : [],
  );
  expect([notes, problems]).toEqual([['dry run: false'], []]);
});

test('two contenders lead one after the other', async () => {
  const leading: string[] = [];
  let both = 0;
  const contend = (identity: string) =>
    createLeaderElection({
      client,
      clock,
      namespace: 'default',
      name: 'external-dns',
      identity,
      retryMs: 100,
      onProblem: (problem) => problems.push(problem),
    }).run(async () => {
      leading.push(identity);
      both++;
      expect(both).toBe(1);
      await new Promise((resolve) => void setTimeout(resolve, 300));
      both--;
    }, stop.signal);
  await Promise.all(['a', 'b'].map(contend));
  expect(leading.toSorted()).toEqual(['a', 'b']);
  expect(problems).toEqual([]);
});
