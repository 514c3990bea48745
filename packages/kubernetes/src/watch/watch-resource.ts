import type { Clock, Problem } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { resourcePath } from '../api/resource-path.ts';
import { wait } from '../api/wait.ts';
import type { RawObject } from '../cache/projection.ts';
import type { ResourceType } from '../model/resource-type.ts';
import { createBackOff } from './back-off.ts';
import { feedProblem } from './feed-problem.ts';
import { listPages } from './list-pages.ts';
import { readWatch, type WatchEnd } from './read-watch.ts';

/** Where the objects of one resource go. */
export interface FeedSink {
  upsert(raw: RawObject): void;
  remove(namespace: string, name: string): void;
  beginReplace(): void;
  /** Everything that exists has been handed over since `beginReplace`. */
  endReplace(): void;
  /** The watch runs again and nothing was missed but what `missing` names, which is out of step for as long as it stands. */
  inStep(missing?: Problem): void;
  /** Nothing is heard of the resource at the moment; what was handed over stays. */
  behind(problem: Problem): void;
}

export interface WatchOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly type: ResourceType;
  /** `''`: every namespace. */
  readonly namespace: string;
  readonly labelSelector: string;
  /** Silence during a streamed list after which the server is taken for one that cannot stream lists. */
  readonly streamedListPatienceMs: number;
}

/**
 * Keeps a sink in step with one resource until aborted; ends only then. The list is streamed (WatchList,
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists) where the server can, else read in pages;
 * the watch resumes at the last version seen, and lists anew when that is too old.
 */
export async function watchResource(
  options: WatchOptions,
  sink: FeedSink,
  signal: AbortSignal,
): Promise<void> {
  const { client, clock, type, namespace } = options;
  const path = resourcePath(type, { namespace });
  const selector = options.labelSelector ? { labelSelector: options.labelSelector } : {};
  const backOff = createBackOff(500, 30_000, options.random);
  let streamsLists = true;
  let version: string | undefined;

  const round = async (): Promise<WatchEnd> => {
    if (version === undefined && !streamsLists) {
      sink.beginReplace();
      version = await listPages(client, path, selector, (raw) => sink.upsert(raw), signal);
      sink.endReplace();
      sink.inStep();
    }
    if (version === undefined) sink.beginReplace();
    const end = await readWatch(
      {
        client,
        clock,
        random: options.random,
        path,
        query: selector,
        version,
        patienceMs: options.streamedListPatienceMs,
      },
      {
        upsert: (raw) => sink.upsert(raw),
        remove: (objectNamespace, name) => sink.remove(objectNamespace, name),
        listed: () => sink.endReplace(),
        opened: () => sink.inStep(),
        alive: (seen) => {
          version = seen;
          backOff.reset();
          sink.inStep();
        },
      },
      signal,
    );
    if (end === 'no-streamed-list') streamsLists = false;
    if (end === 'too-old') version = undefined;
    return end;
  };

  while (!signal.aborted) {
    const startedAtMs = clock.now();
    try {
      const end = await round();
      // A server or proxy that ends every watch at once must not be asked in a tight loop.
      if (end !== 'no-streamed-list' && clock.now() - startedAtMs < 1000)
        await wait(clock, backOff.next(), signal).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && (error.status === 410 || tooLarge(error)))
        version = undefined;
      sink.behind(feedProblem(type, namespace, client.server, error));
      const asked = error instanceof ApiError ? error.retryAfterMs : undefined;
      await wait(clock, Math.max(asked ?? 0, backOff.next()), signal).catch(() => {});
    }
  }
}

/** The server lost its memory (a restored backup): our version is from its future. */
function tooLarge(error: ApiError): boolean {
  return error.status === 504 && /too large resource version/i.test(error.message);
}
