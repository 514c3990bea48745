import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '@org/dns-core';
import { createApiClient, createApiCluster, loadConnection } from '../src/index.ts';

/** Measures one sync in a fresh process: `sync-client.ts KUBECONFIG`, prints JSON. */
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(() => run(), ms);
    return () => clearTimeout(timer);
  },
};
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const client = createApiClient({
  connection: await loadConnection({ kubeconfig: process.argv[2] ?? '', environment: {} }),
  clock,
  userAgent: 'bench',
  requestTimeoutMs: 30_000,
  queriesPerSecond: 5,
  burst: 10,
});
const cluster = createApiCluster({
  client,
  clock,
  resolve: async () => [],
  dryRun: true,
  onProblem: (problem) => console.error(problem.message),
});
const source = cluster.source({
  name: 'service',
  primary: {
    type: { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
    fields: [
      'spec.type',
      'spec.clusterIP',
      'spec.externalIPs',
      'spec.loadBalancerIP',
      'status.loadBalancer.ingress',
    ],
  },
  reads: [],
  endpoints: () => ({ endpoints: [] }),
});
collect();
const heapBefore = process.memoryUsage().heapUsed;
const stop = new AbortController();
let objects = 0;
const begun = performance.now();
await source.start(() => void objects++, stop.signal);
const syncMs = Math.round(performance.now() - begun);
const { user, system } = process.cpuUsage();
const cpuMs = Math.round((user + system) / 1000);
const sinceStartMs = Math.round(performance.now());
const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
await new Promise((resolve) => void setTimeout(resolve, 200));
collect();
const bytesPerObject = Math.round((process.memoryUsage().heapUsed - heapBefore) / objects);
process.stdout.write(
  `${JSON.stringify({ objects, syncMs, sinceStartMs, cpuMs, rssMb, peakMb, bytesPerObject })}\n`,
);
stop.abort();
await cluster.close();
process.exit(0);
