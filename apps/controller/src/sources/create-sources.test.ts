import { parseFlags, problemText } from '@org/dns-app-kit';
import type { Cluster } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import { createSources } from './create-sources.ts';

function create(...argv: string[]) {
  const outcome = parseFlags(['--provider=inmemory', ...argv], {}, () => '');
  if (outcome.kind !== 'flags') throw new Error(JSON.stringify(outcome));
  return createSources(outcome);
}

const cluster: Cluster = {
  source: ({ name }) => ({ name, start: async () => {}, status: () => ({ synced: true }) }),
  warmUp: () => {},
  close: async () => {},
};

test('sources come in the order of the flags, each once', async () => {
  const made = await create(
    '--source=ingress',
    '--source=service',
    '--source=empty',
    '--source=crd',
    '--source=ingress',
  );
  expect(made.ok && made.value.map((pending) => pending(cluster).name)).toEqual([
    'ingress',
    'service',
    'empty',
    'crd',
  ]);
});

test.each<[readonly string[], readonly string[]]>([
  [
    ['--source=connector'],
    ['--source=connector: is not part of this build. Remove it, or use the Go controller for it.'],
  ],
  [
    ['--source=service', '--service-type-filter=loadbalancer'],
    [
      '--service-type-filter: "loadbalancer" is not a type of Service. One of ClusterIP, NodePort, LoadBalancer, ExternalName.',
    ],
  ],
])('%j is refused', async (argv, texts) => {
  const made = await create(...argv);
  expect(made.ok ? [] : made.problems.map(problemText)).toEqual(texts);
});

test('a filter that no source can read is one problem, under the name of its flag', async () => {
  const made = await create(
    '--source=service',
    '--source=ingress',
    '--annotation-filter=team!=web',
  );
  expect(made.ok ? [] : made.problems.map(({ path }) => path)).toEqual(['--annotation-filter']);
});
