import type { Clock, Problem } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { wait } from '../api/wait.ts';
import { createLeaseStore, type Lease } from './lease.ts';

export interface LeaderElectionOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Of this process; no two may share it. */
  readonly identity: string;
  /** Others wait this long after the last renewal that they saw. Default 15 s. */
  readonly leaseMs?: number;
  /** Without a renewal for this long we lead no more; less than `leaseMs`. Default 10 s. */
  readonly renewDeadlineMs?: number;
  /** Between attempts. Default 2 s. */
  readonly retryMs?: number;
  readonly random?: () => number;
  /** Hears, once each, why the Lease cannot be read or written. */
  readonly onProblem: (problem: Problem) => void;
}

export interface LeaderElection {
  /**
   * Contends for the Lease until aborted and calls `lead` each time it is ours. Its signal is aborted when we must stop: when
   * `signal` is, or when the Lease could not be renewed in time, which is before anybody else can take it. The Lease is
   * renewed until `lead` has ended, so that a write in hand is finished, and is given back then. Ends when `lead` ends by
   * itself; rejects when it does.
   */
  run(lead: (leading: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Told by the clock, so that a process that was stopped for a while does not write before its timers run. */
  isLeader(): boolean;
  /** Who holds the Lease, as last seen; `''`: nobody. */
  holder(): string;
}

/** Leader election over a coordination.k8s.io Lease, compatible with client-go's. */
export function createLeaderElection(options: LeaderElectionOptions): LeaderElection {
  const { clock, identity } = options;
  const leaseMs = options.leaseMs ?? 15_000;
  const renewDeadlineMs = options.renewDeadlineMs ?? 10_000;
  const retryMs = options.retryMs ?? 2000;
  const random = options.random ?? Math.random;
  const store = createLeaseStore(options.client, options.namespace, options.name);
  let seen: Lease | undefined;
  let seenAtMs = 0;
  let leadsUntilMs = 0;
  let said = '';

  const see = (lease: Lease | undefined): void => {
    if (lease?.metadata.resourceVersion !== seen?.metadata.resourceVersion) seenAtMs = clock.now();
    seen = lease;
  };

  const isFree = (): boolean => {
    const { holderIdentity = '', leaseDurationSeconds = leaseMs / 1000 } = seen?.spec ?? {};
    if (holderIdentity === '' || holderIdentity === identity) return true;
    // Counted by our own clock from when we saw it: the clocks of two machines may differ.
    return clock.now() >= seenAtMs + leaseDurationSeconds * 1000;
  };

  const mine = (now: number): Lease => {
    const time = new Date(now).toISOString().replace('Z', '000Z');
    const { spec } = seen ?? {};
    const isNew = spec?.holderIdentity !== identity;
    return {
      metadata: { ...seen?.metadata, name: options.name, namespace: options.namespace },
      spec: {
        ...spec,
        holderIdentity: identity,
        leaseDurationSeconds: Math.ceil(leaseMs / 1000),
        acquireTime: isNew ? time : (spec.acquireTime ?? time),
        renewTime: time,
        leaseTransitions: (spec?.leaseTransitions ?? 0) + (isNew && seen ? 1 : 0),
      },
    };
  };

  /** One attempt to take or renew it, given up before the next is due twice over. */
  const attempt = async (signal: AbortSignal): Promise<boolean> => {
    const timeout = new AbortController();
    const cancel = clock.after(renewDeadlineMs / 2, () => timeout.abort(new Error('no answer')));
    const either = AbortSignal.any([signal, timeout.signal]);
    try {
      const isHolder = seen?.spec?.holderIdentity === identity;
      if (!isHolder) see(await store.read(either));
      if (!isFree()) return false;
      const startedAtMs = clock.now();
      const written = await store.write(mine(startedAtMs), either);
      if (!written) {
        see(await store.read(either));
        return false;
      }
      see(written);
      leadsUntilMs = startedAtMs + renewDeadlineMs;
      said = '';
      return true;
    } catch (error) {
      if (!signal.aborted) say(error);
      return false;
    } finally {
      cancel();
    }
  };

  const say = (error: unknown): void => {
    const message =
      error instanceof ApiError && error.status === 403
        ? `not allowed to use the Lease ${options.namespace}/${options.name}: add the rule {apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"]} to the role of this service account`
        : `the Lease ${options.namespace}/${options.name} cannot be renewed: ${error instanceof Error ? error.message : String(error)}`;
    if (message === said) return;
    said = message;
    options.onProblem({ code: 'lease-failed', message });
  };

  const release = async (): Promise<void> => {
    leadsUntilMs = 0;
    if (seen?.spec?.holderIdentity !== identity) return;
    const spec = { ...seen.spec, holderIdentity: '', leaseDurationSeconds: 1 };
    const timeout = new AbortController();
    const cancel = clock.after(renewDeadlineMs / 2, () => timeout.abort());
    // Whoever waits takes it at once; where this fails they wait for its end.
    see(await store.write({ ...seen, spec }, timeout.signal).catch(() => undefined));
    cancel();
  };

  /** Renews while `lead` runs; gives whether it was told to stop. */
  const hold = async (
    lead: (leading: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const leading = new AbortController();
    const ended = new AbortController();
    const stop = () => leading.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const lose = () => leading.abort(new Error('the Lease was lost'));
    let cancelDeadline = clock.after(leadsUntilMs - clock.now(), lose);
    const renew = async (): Promise<void> => {
      for (;;) {
        await wait(clock, retryMs, ended.signal).catch(() => {});
        if (ended.signal.aborted || clock.now() >= leadsUntilMs) return;
        if (await attempt(ended.signal)) {
          cancelDeadline();
          cancelDeadline = clock.after(leadsUntilMs - clock.now(), lose);
        } else if (seen?.spec?.holderIdentity !== identity) {
          leadsUntilMs = 0;
          lose();
          return;
        }
      }
    };
    const renewing = renew();
    try {
      await lead(leading.signal);
    } finally {
      ended.abort();
      await renewing;
      cancelDeadline();
      signal.removeEventListener('abort', stop);
      await release();
    }
    return leading.signal.aborted;
  };

  return {
    run: async (lead, signal) => {
      while (!signal.aborted) {
        if (await attempt(signal)) {
          const wasStopped = await hold(lead, signal);
          if (!wasStopped) return;
        }
        await wait(clock, retryMs * (1 + 0.2 * random()), signal).catch(() => {});
      }
    },
    isLeader: () => clock.now() < leadsUntilMs,
    holder: () => seen?.spec?.holderIdentity ?? '',
  };
}
