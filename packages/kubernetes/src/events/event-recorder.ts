import type { Clock, ObjectRef, Problem } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { createRateLimiter } from '../api/rate-limiter.ts';
import { resourcePath } from '../api/resource-path.ts';
import { wait } from '../api/wait.ts';
import type { ResourceType } from '../model/resource-type.ts';
import { eventName } from './event-name.ts';

export interface KubeEvent {
  /** What it is about; one without a name is skipped. */
  readonly object: ObjectRef;
  /** Such as `Created`. */
  readonly action: string;
  /** Such as `RecordReady`. */
  readonly reason: string;
  /** At most 1,024 bytes; see {@link eventNote}. */
  readonly note: string;
}

export interface EventRecorder {
  /** Sends an Event some time later. When 100 wait, further ones are dropped with one problem. */
  record(event: KubeEvent): void;
  /** Sends what waits, or gives up when the signal says so; takes nothing more. */
  close(signal: AbortSignal): Promise<void>;
}

export interface EventRecorderOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  /** The API server checks Events and does not keep them. */
  readonly dryRun: boolean;
  readonly onProblem: (problem: Problem) => void;
}

const events: ResourceType = {
  group: 'events.k8s.io',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
};
const capacity = 100;
const retries = 3;

/** Writes Kubernetes Events (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/), one at a time. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, clock, onProblem } = options;
  const limiter = createRateLimiter(10, 100, clock);
  const waiting: { readonly event: KubeEvent; readonly body: EventBody }[] = [];
  const stop = new AbortController();
  let working: Promise<void> | undefined;
  let closed = false;
  let dropped = 0;
  let lastNs = 0n;

  const send = async ({ object }: KubeEvent, body: EventBody): Promise<void> => {
    const where = `${object.kind} ${object.namespace}/${object.name}`;
    for (let attempt = 0; ; attempt++) {
      try {
        await limiter.take(stop.signal);
        await client.request({
          method: 'POST',
          path: resourcePath(events, { namespace: body.metadata.namespace }),
          ...(options.dryRun && { query: { dryRun: 'All' } }),
          body,
          signal: stop.signal,
          unlimited: true,
        });
        return;
      } catch (error) {
        if (stop.signal.aborted) return;
        const status = error instanceof ApiError ? error.status : undefined;
        // An earlier attempt arrived, though its answer did not.
        if (status === 409) return;
        if (status === 404 || attempt === retries) {
          onProblem({ code: 'event-not-written', message: explain(where, status, error), object });
          return;
        }
        await wait(clock, 5 * 2 ** attempt, stop.signal).catch(() => {});
      }
    }
  };

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await send(next.event, next.body);
    working = undefined;
    if (dropped === 0) return;
    onProblem({
      code: 'events-dropped',
      message: `${dropped} Kubernetes Events were dropped, because more than ${capacity} waited; the records are not affected`,
    });
    dropped = 0;
  };

  return {
    record: (event) => {
      if (closed || event.object.name === '') return;
      if (waiting.length >= capacity) {
        dropped++;
        return;
      }
      const now = BigInt(Math.floor(clock.now())) * 1_000_000n;
      lastNs = now > lastNs ? now : lastNs + 1n;
      waiting.push({ event, body: bodyOf(event, lastNs) });
      working ??= work();
    },
    close: async (signal) => {
      closed = true;
      const giveUp = () => stop.abort();
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      await working;
      signal.removeEventListener('abort', giveUp);
    },
  };
}

interface EventBody {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

function bodyOf({ object, action, reason, note }: KubeEvent, timeNs: bigint): EventBody {
  const reference = {
    kind: object.kind,
    apiVersion: object.apiVersion,
    ...(object.namespace && { namespace: object.namespace }),
    name: object.name,
    ...(object.uid && { uid: object.uid }),
  };
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: {
      name: eventName(object.name, timeNs),
      namespace: object.namespace || 'default',
    },
    // A MicroTime has six digits.
    eventTime: new Date(Number(timeNs / 1_000_000n)).toISOString().replace('Z', '000Z'),
    reportingController: 'external-dns',
    reportingInstance: `external-dns/source/${object.source}`,
    action,
    reason,
    regarding: reference,
    ...(object.uid && { related: reference }),
    note,
    type: 'Normal',
  };
}

function explain(where: string, status: number | undefined, error: unknown): string {
  if (status === 404) return `the Event about ${where} was dropped: its namespace is gone`;
  if (status === 403)
    return `not allowed to write Events about ${where}: add the rule {apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create"]} to the role of this service account`;
  return `the Event about ${where} was not written: ${error instanceof Error ? error.message : String(error)}`;
}
