import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Problem, Source } from '@org/dns-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import type { Cluster } from '../source/cluster.ts';
import type { ResourceNeed } from '../source/object-source.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { nodes, services } from '../testing/types.ts';
import { until } from '../testing/until.ts';
import { createFolderCluster } from './folder-cluster.ts';

let folder: string;
let clock: ManualClock;
let problems: Problem[];
let cluster: Cluster;
let stop: AbortController;
let reported: Map<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manifests-'));
  clock = createManualClock();
  problems = [];
  stop = new AbortController();
  reported = new Map();
});
afterEach(async () => {
  stop.abort();
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

const write = async (file: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
};

const service = (name: string, type = 'LoadBalancer', namespace?: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}, labels: {app: ${name}}}\nspec: {type: ${type}}\n`;

function start(
  primary: Partial<ResourceNeed> = {},
  options: { watch?: boolean } = {},
): { source: Source; started: Promise<void> } {
  cluster = createFolderCluster({
    folder,
    watch: options.watch ?? true,
    clock,
    resolve: () => Promise.resolve([]),
    onProblem: (problem) => problems.push(problem),
  });
  const source = cluster.source({
    name: 'service',
    primary: { type: services, fields: ['spec.type'], ...primary },
    reads: [],
    endpoints: (object: KubeObject & { readonly spec?: { readonly type?: string } }) => {
      reported.set(`${object.metadata.namespace}/${object.metadata.name}`, object.spec?.type ?? '');
      return { endpoints: [] };
    },
  });
  const started = source.start((ref, state) => {
    if (!state) reported.delete(`${ref.namespace}/${ref.name}`);
  }, stop.signal);
  started.catch(() => {});
  return { source, started };
}

const seen = () =>
  [...reported]
    .map(([name, type]) => `${name} ${type}`)
    .sort()
    .join();

/** Lets the next rescan come. */
const rescan = () => clock.advance(2000);

test('reads everything below the folder, in the default namespace where none is named', async () => {
  await write('a.yaml', service('a'));
  await write('deep/er/b.yml', `${service('b', 'ClusterIP', 'shop')}---\n${service('c')}`);
  await write('deep/d.json', '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}');
  await write('.hidden/e.yaml', service('e'));
  await write('README.md', 'no manifest');
  const { source, started } = start({}, { watch: false });
  await started;
  expect(seen()).toBe('default/a LoadBalancer,default/c LoadBalancer,shop/b ClusterIP');
  expect(source.status()).toEqual({ synced: true });
  expect(clock.pendingMs()).toEqual([]);
});

test('keeps to the namespace and labels that are wanted', async () => {
  await write('a.yaml', `${service('a')}---\n${service('b')}---\n${service('a', 'X', 'shop')}`);
  await start({ namespace: 'default', labelSelector: 'app in (a,c)' }).started;
  expect(seen()).toBe('default/a LoadBalancer');
});

test('cluster-scoped objects have no namespace', async () => {
  await write('n.yaml', 'apiVersion: v1\nkind: Node\nmetadata: {name: n, namespace: odd}\n');
  await start({ type: nodes }).started;
  expect(seen()).toBe('undefined/n ');
});

test('follows edits, renames, new and deleted files', async () => {
  await write('a.yaml', service('a'));
  await write('b.yaml', service('b'));
  await start().started;
  await write('a.yaml', service('a', 'NodePort'));
  await unlink(path.join(folder, 'b.yaml'));
  await write('.c.swp', service('c'));
  await rename(path.join(folder, '.c.swp'), path.join(folder, 'c.yaml'));
  rescan();
  await until(() => seen() === 'default/a NodePort,default/c LoadBalancer');
  expect(problems).toEqual([]);
});

test('hears of an edit without waiting for the rescan', async () => {
  await write('a.yaml', service('a'));
  await start().started;
  await write('sub/b.yaml', service('b'));
  await until(() => clock.pendingMs()[0]! <= 15);
  clock.advance(15);
  await until(() => seen() === 'default/a LoadBalancer,default/b LoadBalancer');
  expect(problems).toEqual([]);
});

test('follows the swapped link of a mounted ConfigMap', async () => {
  await write('..one/a.yaml', service('a'));
  await write('..two/a.yaml', service('a', 'ClusterIP'));
  const data = path.join(folder, '..data');
  await symlink('..one', data);
  await symlink('..data/a.yaml', path.join(folder, 'a.yaml'));
  await start().started;
  expect(seen()).toBe('default/a LoadBalancer');
  await symlink('..two', `${data}_tmp`);
  await rename(`${data}_tmp`, data);
  rescan();
  await until(() => seen() === 'default/a ClusterIP');
  expect(problems).toEqual([]);
});

test('a broken file is a problem on that file, and its last good objects stay', async () => {
  await write('a.yaml', service('a'));
  await write('b.yaml', service('b'));
  const { source, started } = start();
  await started;
  await write('a.yaml', 'kind: Service\n  oops: 1\n');
  await write('b.yaml', service('b', 'ClusterIP'));
  rescan();
  await until(() => problems.length === 1 && seen().includes('ClusterIP'));
  expect(seen()).toBe('default/a LoadBalancer,default/b ClusterIP');
  expect(source.status()).toEqual({ synced: true });
  const messages = problems.map((problem) => problem.message.replace(folder, ''));
  expect(messages).toEqual([
    expect.stringMatching(/^\/a\.yaml: .*[^:]; its last good objects stay until it is repaired$/),
  ]);
  await write('a.yaml', service('a', 'NodePort'));
  rescan();
  await until(() => seen().includes('NodePort'));
  expect(problems).toHaveLength(1);
});

test('a file that was never good puts the source out of step, for what it wants is not known; the others are read', async () => {
  await write('a.yaml', service('a'));
  await write('c.yaml', 'kind: [');
  const { source, started } = start();
  await started;
  expect(seen()).toBe('default/a LoadBalancer');
  const message = expect.stringMatching(/c\.yaml: .*; nothing of it is used until it is repaired$/);
  const problem = { code: 'manifest-broken', message, stopsRun: true };
  expect(source.status()).toEqual({ synced: false, behindSinceMs: clock.now(), problem });
  await write('c.yaml', 'kind: {');
  rescan();
  await until(() => problems.length === 2);
  expect(source.status()).toMatchObject({ synced: false, problem: { message } });
  await write('c.yaml', service('c'));
  rescan();
  await until(() => source.status().synced);
  expect(seen()).toBe('default/a LoadBalancer,default/c LoadBalancer');
});

test('of an object that is there twice the first file counts', async () => {
  await write('a.yaml', service('x', 'ClusterIP'));
  await write('b.yaml', service('x', 'NodePort'));
  await start().started;
  expect(seen()).toBe('default/x ClusterIP');
  expect(problems).toMatchObject([
    {
      code: 'manifest-repeated',
      message: `${folder}/b.yaml: Service default/x is in another file already, and that one counts; remove one of them`,
    },
  ]);
  await unlink(path.join(folder, 'a.yaml'));
  rescan();
  await until(() => seen() === 'default/x NodePort');
});

test('a folder that is missing keeps the source out of step until it is there', async () => {
  await rm(folder, { recursive: true });
  const { source, started } = start();
  await until(() => source.status().problem !== undefined);
  expect(source.status()).toMatchObject({
    synced: false,
    problem: { code: 'folder-unreadable', stopsRun: true },
  });
  await write('a.yaml', service('a'));
  rescan();
  await started;
  expect(seen()).toBe('default/a LoadBalancer');
  await rm(folder, { recursive: true });
  rescan();
  await until(() => source.status().problem !== undefined);
  expect(seen()).toBe('default/a LoadBalancer');
});
