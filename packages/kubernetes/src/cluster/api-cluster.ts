import type { Clock, Problem } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { createHostLookup, type ResolveHost } from '../lookup/host-lookup.ts';
import type { Cluster } from '../source/cluster.ts';
import { watchResource } from '../watch/watch-resource.ts';
import { createObjectCluster } from './object-cluster.ts';
import { createStatusWriter } from './status-writer.ts';

export interface ApiClusterOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  /** Looks up the A and AAAA records of a host name; see {@link createSystemResolver}. */
  readonly resolve: ResolveHost;
  /** Status is not written. */
  readonly dryRun: boolean;
  /** Hears what is wrong with an object or a write and stands in no report. */
  readonly onProblem: (problem: Problem) => void;
  /** Between two lookups of a host name. Default: a minute. */
  readonly resolveRefreshMs?: number;
  /** Silence during a streamed list after which pages are read instead. Default: five seconds. */
  readonly streamedListPatienceMs?: number;
  /** Of 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/**
 * The objects of an API server. Each resource that somebody looks at is listed and watched once; whatever cannot be read
 * says so in `Source.status()` and is tried again for as long as the cluster is open.
 */
export function createApiCluster(options: ApiClusterOptions): Cluster {
  const { client, clock } = options;
  const random = options.random ?? Math.random;
  const stop = new AbortController();
  const watches: Promise<void>[] = [];
  return createObjectCluster({
    clock,
    lookup: createHostLookup(options.resolve, clock, options.resolveRefreshMs ?? 60_000),
    writer: createStatusWriter({
      client,
      clock,
      random,
      dryRun: options.dryRun,
      onProblem: options.onProblem,
      signal: stop.signal,
    }),
    onProblem: options.onProblem,
    open:
      ({ type, namespace, labelSelector }) =>
      (sink, signal) => {
        const watch = {
          client,
          clock,
          random,
          type,
          namespace,
          labelSelector,
          streamedListPatienceMs: options.streamedListPatienceMs ?? 5000,
        };
        watches.push(watchResource(watch, sink, signal));
      },
    onClose: async () => {
      stop.abort();
      await Promise.all(watches);
    },
  });
}
