import type { Clock, Problem } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { resourcePath } from '../api/resource-path.ts';
import { wait } from '../api/wait.ts';
import { deepEqual } from '../cache/deep-equal.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { resourceKey, type ResourceType } from '../model/resource-type.ts';
import type { StatusWriter } from '../source/object-source.ts';
import { createBackOff } from '../watch/back-off.ts';

export interface StatusWriterOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly random: () => number;
  /** Nothing is sent. */
  readonly dryRun: boolean;
  readonly onProblem: (problem: Problem) => void;
  readonly signal: AbortSignal;
  /** Objects that may wait; beyond, the new write is dropped with a problem. Default 10,000. */
  readonly capacity?: number;
}

const attempts = 5;

interface Write {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | undefined;
  readonly status: Readonly<Record<string, unknown>>;
}

/**
 * Writes status as upstream does: a PUT of the status subresource (verb `update`), over what the server has now. One at a
 * time; a newer status of an object replaces one that still waits.
 */
export function createStatusWriter(options: StatusWriterOptions): StatusWriter {
  const { client, clock, signal } = options;
  const capacity = options.capacity ?? 10_000;
  const waiting = new Map<string, Write>();
  let working = false;
  let dropped = 0;

  const put = async ({ type, namespace, name, uid, status }: Write): Promise<void> => {
    const at = { namespace, name };
    const current = (await client.request({
      method: 'GET',
      path: resourcePath(type, at),
      signal,
      // The write below takes its turn: as many writes a second as upstream makes.
      unlimited: true,
    })) as KubeObject & { readonly status?: Readonly<Record<string, unknown>> };
    // Deleted and made again meanwhile: this status is about another object.
    if (uid !== undefined && current.metadata.uid !== uid) return;
    const merged = { ...current.status, ...status };
    if (deepEqual(merged, current.status ?? {})) return;
    await client.request({
      method: 'PUT',
      path: resourcePath(type, { ...at, subresource: 'status' }),
      body: { ...current, status: merged },
      signal,
    });
  };

  const write = async (item: Write): Promise<void> => {
    const backOff = createBackOff(100, 10_000, options.random);
    for (let attempt = 1; ; attempt++) {
      try {
        await put(item);
        return;
      } catch (error) {
        if (signal.aborted || (error instanceof ApiError && error.status === 404)) return;
        const status = error instanceof ApiError ? error.status : undefined;
        const again = status === undefined || status === 409 || status === 429 || status >= 500;
        if (!again || attempt === attempts) {
          options.onProblem(writeFailed(item, error));
          return;
        }
        const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
        await wait(clock, Math.max(asked ?? 0, backOff.next()), signal).catch(() => {});
      }
    }
  };

  const work = async (): Promise<void> => {
    for (const [key, item] of waiting) {
      waiting.delete(key);
      await write(item);
      if (signal.aborted) waiting.clear();
    }
    working = false;
    if (dropped > 0) {
      options.onProblem({
        code: 'status-dropped',
        message: `${dropped} status writes were dropped, because the API server takes them too slowly; raise --kube-api-qps and --kube-api-burst`,
      });
      dropped = 0;
    }
  };

  return {
    writeStatus: (type, object, status) => {
      if (options.dryRun || signal.aborted) return;
      const { namespace = '', name, uid } = object.metadata;
      const key = `${resourceKey(type)}/${namespace}/${name}`;
      if (waiting.size >= capacity && !waiting.has(key)) {
        dropped++;
        return;
      }
      waiting.set(key, { type, namespace, name, uid, status });
      if (working) return;
      working = true;
      void work();
    },
  };
}

function writeFailed({ type, namespace, name }: Write, error: unknown): Problem {
  const what = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
  const forbidden = error instanceof ApiError && error.status === 403;
  return {
    code: 'status-not-written',
    message: forbidden
      ? `not allowed to write the status of ${what} ${namespace}/${name}: add the rule {apiGroups: ["${type.group}"], resources: ["${type.plural}/status"], verbs: ["update"]} to the role of this service account`
      : `the status of ${what} ${namespace}/${name} was not written: ${error instanceof Error ? error.message : String(error)}`,
  };
}
