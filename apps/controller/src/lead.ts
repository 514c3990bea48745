import { hostname } from 'node:os';
import { readFile } from 'node:fs/promises';
import type { Clock, Problem } from '@org/dns-core';
import { createLeaderElection, type ApiClient, type LeaderElection } from '@org/dns-kubernetes';
import type { Config } from './config.ts';

const namespaceFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

export interface LeadContext {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly onProblem: (problem: Problem) => void;
}

/** The election that the flags describe. The identity is the pod's name (POD_NAME, else the host's) with a part of its own. */
export async function createElection(
  { flags, environment }: Config,
  { client, clock, onProblem }: LeadContext,
): Promise<LeaderElection> {
  const namespace =
    flags['leader-election-namespace'] || environment['POD_NAMESPACE'] || (await ownNamespace());
  const pod = environment['POD_NAME'] || hostname();
  return createLeaderElection({
    client,
    clock,
    namespace,
    name: flags['leader-election-name'],
    identity: `${pod}_${crypto.randomUUID()}`,
    leaseMs: flags['leader-election-lease-duration'],
    renewDeadlineMs: flags['leader-election-renew-deadline'],
    retryMs: flags['leader-election-retry-period'],
    onProblem,
  });
}

async function ownNamespace(): Promise<string> {
  const text = await readFile(namespaceFile, 'utf8').catch(() => '');
  return text.trim() || 'default';
}
