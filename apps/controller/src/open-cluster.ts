import type { ObserveRequest } from '@org/dns-app-kit';
import type { Clock, Problem } from '@org/dns-core';
import {
  createApiClient,
  createApiCluster,
  createFolderCluster,
  createSystemResolver,
  loadConnection,
  type ApiClient,
  type Cluster,
} from '@org/dns-kubernetes';
import type { Config } from './config.ts';

export interface OpenedCluster {
  readonly cluster: Cluster;
  /** Absent where objects come from a folder. */
  readonly client?: ApiClient;
}

export interface ClusterContext {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly observeRequest: ObserveRequest;
  readonly onProblem: (problem: Problem) => void;
}

/**
 * The objects that the flags point at: a folder of manifests, or an API server.
 *
 * @throws Error that names the file, variable or flag because of which no API server is known.
 */
export async function openCluster(config: Config, context: ClusterContext): Promise<OpenedCluster> {
  const { flags, environment } = config;
  const { clock, onProblem } = context;
  const resolve = createSystemResolver();
  if (flags.manifests !== '')
    return {
      cluster: createFolderCluster({
        folder: flags.manifests,
        watch: !flags.once,
        clock,
        resolve,
        onProblem,
      }),
    };
  const connection = await loadConnection({
    kubeconfig: flags.kubeconfig,
    server: flags.server,
    environment,
  });
  const client = createApiClient({
    connection,
    clock,
    userAgent: context.userAgent,
    requestTimeoutMs: requestTimeoutMs(flags),
    queriesPerSecond: flags['kube-api-qps'],
    burst: flags['kube-api-burst'],
    observe: (request) => context.observeRequest(request, 'kubernetes'),
  });
  const cluster = createApiCluster({
    client,
    clock,
    resolve,
    dryRun: flags['dry-run'],
    onProblem,
  });
  return { cluster, client };
}

/** The deprecated flag wins where it is not at its default, as upstream has it. */
function requestTimeoutMs(flags: Config['flags']): number {
  const deprecated = flags['request-timeout'];
  return deprecated === 30_000 ? flags['kube-api-request-timeout'] : deprecated;
}
