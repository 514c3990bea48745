import type { Problem } from '@org/dns-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import type { Lease } from './lease.ts';
import { createLeaderElection, type LeaderElection } from './leader-election.ts';

let server: LeaseServer;
let clock: ManualClock;
let problems: Problem[];
const contenders: Contender[] = [];

beforeEach(() => {
  server = createLeaseServer();
  clock = createManualClock();
  problems = [];
});
afterEach(async () => {
  for (const contender of contenders.splice(0)) {
    contender.stop.abort();
    contender.letGo();
    await contender.done;
  }
});

interface LeaseServer {
  lease: Lease | undefined;
  /** Answers to the one of this identity with an error. */
  readonly failing: Map<string, number>;
  clientOf(identity: string): ApiClient;
}

/** One Lease, with the versions of an API server and without a network, so that a few turns bring everything to rest. */
function createLeaseServer(): LeaseServer {
  let version = 0;
  const self: LeaseServer = {
    lease: undefined,
    failing: new Map(),
    clientOf: (identity) => ({
      server: 'http://127.0.0.1',
      stream: () => Promise.reject(new Error('not served')),
      request: async ({ method, body }) => {
        const status = self.failing.get(identity);
        if (status) throw new ApiError(`${method}: ${status}`, { status });
        const given = body as Lease | undefined;
        if (!given) {
          if (!self.lease) throw new ApiError('no lease', { status: 404 });
          return self.lease;
        }
        if (given.metadata.resourceVersion !== self.lease?.metadata.resourceVersion)
          throw new ApiError('conflict', { status: 409 });
        self.lease = {
          ...given,
          metadata: { ...given.metadata, resourceVersion: String(++version) },
        };
        return self.lease;
      },
    }),
  };
  return self;
}

interface Contender {
  readonly election: LeaderElection;
  readonly stop: AbortController;
  readonly done: Promise<void>;
  leading(): AbortSignal | undefined;
  /** Ends the work that it does as a leader. */
  letGo(): void;
}

function contend(identity: string): Contender {
  const election = createLeaderElection({
    client: server.clientOf(identity),
    clock,
    namespace: 'dns',
    name: 'external-dns',
    identity,
    random: () => 0,
    onProblem: (problem) => problems.push(problem),
  });
  const stop = new AbortController();
  let leading: AbortSignal | undefined;
  let letGo = (): void => {};
  const done = election.run(async (signal) => {
    leading = signal;
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
    leading = undefined;
  }, stop.signal);
  const contender = { election, stop, done, leading: () => leading, letGo: () => letGo() };
  contenders.push(contender);
  return contender;
}

/** Lets time pass, and everything come to rest. */
async function tick(ms = 2000): Promise<void> {
  clock.advance(ms);
  await settle();
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++)
    await new Promise<void>((resolve) => void setImmediate(resolve));
}

test('takes a Lease that nobody holds, and renews it', async () => {
  const a = contend('a');
  await settle();
  expect(server.lease?.spec).toEqual({
    holderIdentity: 'a',
    leaseDurationSeconds: 15,
    acquireTime: '2026-01-01T00:00:00.000000Z',
    renewTime: '2026-01-01T00:00:00.000000Z',
    leaseTransitions: 0,
  });
  await tick();
  expect(server.lease?.spec).toMatchObject({
    acquireTime: '2026-01-01T00:00:00.000000Z',
    renewTime: '2026-01-01T00:00:02.000000Z',
  });
  expect([a.election.isLeader(), a.election.holder()]).toEqual([true, 'a']);
});

test('a second one waits, and takes it at once when it is given back', async () => {
  const a = contend('a');
  await settle();
  const b = contend('b');
  await tick();
  expect([b.election.isLeader(), b.election.holder()]).toEqual([false, 'a']);
  a.stop.abort();
  expect(a.leading()?.aborted).toBe(true);
  a.letGo();
  await a.done;
  expect(server.lease?.spec?.holderIdentity).toBe('');
  await tick();
  await settle();
  expect(server.lease?.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
});

test('one that cannot renew stops before another may start', async () => {
  const a = contend('a');
  await settle();
  server.failing.set('a', 500);
  const b = contend('b');
  await settle();
  const leaders: string[] = [];
  for (let second = 1; second <= 16; second++) {
    await tick(1000);
    const now = [a, b].filter((one) => one.election.isLeader() || one.leading()?.aborted === false);
    leaders.push(now.map((one) => one.election.holder()).join('+'));
  }
  const times = (who: string, count: number) => Array.from({ length: count }, () => who);
  expect(leaders).toEqual([...times('a', 9), ...times('', 6), 'b']);
  expect(problems).toMatchObject([{ code: 'lease-failed' }]);
  server.failing.clear();
  a.letGo();
  await settle();
  await tick();
  expect([a.election.isLeader(), a.election.holder()]).toEqual([false, 'b']);
});

test('one that finds another in the Lease stops at once', async () => {
  const a = contend('a');
  await settle();
  server.lease = {
    metadata: { ...server.lease!.metadata, resourceVersion: '100' },
    spec: { ...server.lease!.spec, holderIdentity: 'thief' },
  };
  await tick();
  expect(a.leading()?.aborted).toBe(true);
  await settle();
  expect([a.election.isLeader(), a.election.holder()]).toEqual([false, 'thief']);
});

test('goes on renewing until the write in hand is finished', async () => {
  const a = contend('a');
  await settle();
  a.stop.abort();
  await tick();
  expect(a.election.isLeader()).toBe(true);
  a.letGo();
  await a.done;
  expect(a.election.isLeader()).toBe(false);
});

test('ends when its work ends by itself', async () => {
  const a = contend('a');
  await settle();
  a.letGo();
  await a.done;
  expect(server.lease?.spec?.holderIdentity).toBe('');
});

test('says once which permission is missing', async () => {
  server.failing.set('a', 403);
  contend('a');
  await settle();
  await tick();
  expect(problems).toEqual([
    {
      code: 'lease-failed',
      message:
        'not allowed to use the Lease dns/external-dns: add the rule {apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"]} to the role of this service account',
    },
  ]);
});
