import type { Clock } from '@org/dns-core';
import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { createLineSplitter } from '../api/line-splitter.ts';
import type { RawObject } from '../cache/projection.ts';
import { parseEvent, type WatchEvent } from './parse-event.ts';

/** One watch request. */
export interface WatchRequest {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Where to resume; `undefined`: begin with everything that exists. */
  readonly version: string | undefined;
  /** How long a streamed list may be silent. */
  readonly patienceMs: number;
}

export interface WatchHandler {
  upsert(raw: RawObject): void;
  remove(namespace: string, name: string): void;
  /** The end of the streamed list. */
  listed(): void;
  /** The server accepted to resume. */
  opened(): void;
  /** In step up to this version. */
  alive(version: string): void;
}

/** `closed`: the server ended it, as it does every few minutes. */
export type WatchEnd = 'closed' | 'too-old' | 'no-streamed-list';

const initialEventsEnd = 'k8s.io/initial-events-end';
/** Servers that send bookmarks send one about every minute. */
const bookmarkSilenceMs = 180_000;

/**
 * Reads one watch until it ends.
 *
 * @throws ApiError when it could not be opened, broke, or fell silent.
 */
export async function readWatch(
  request: WatchRequest,
  handler: WatchHandler,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const { clock } = request;
  const timeoutSeconds = Math.floor(240 + 240 * request.random());
  const stop = new AbortController();
  let listing = request.version === undefined;
  let end: WatchEnd = 'closed';
  let sawBookmark = false;
  let failure: ApiError | undefined;

  const silent = () => {
    if (listing) end = 'no-streamed-list';
    else failure = new ApiError(`GET ${request.path}: the watch fell silent`);
    stop.abort();
  };
  let heardAtMs = 0;
  const patienceMs = () =>
    listing ? request.patienceMs : sawBookmark ? bookmarkSilenceMs : timeoutSeconds * 1000 + 30_000;
  // One timer that looks at the time of the last event, not one timer per event.
  const check = () => {
    const leftMs = heardAtMs + patienceMs() - clock.now();
    if (leftMs <= 0) silent();
    else cancelCheck = clock.after(leftMs, check);
  };
  let cancelCheck = (): void => {};

  const onEvent = ({ type, object }: WatchEvent): void => {
    const seen = object.metadata?.['resourceVersion'];
    switch (type) {
      case 'ADDED':
      case 'MODIFIED':
        handler.upsert(object);
        break;
      case 'DELETED':
        handler.remove(object.metadata.namespace ?? '', object.metadata.name);
        break;
      case 'BOOKMARK': {
        sawBookmark = true;
        const annotations = object.metadata['annotations'] as Record<string, string> | undefined;
        if (listing && annotations?.[initialEventsEnd] === 'true') {
          listing = false;
          handler.listed();
        }
        break;
      }
      case 'ERROR':
        if (object.code === 410) end = 'too-old';
        else
          failure = new ApiError(`GET ${request.path}: ${object.message ?? 'the watch failed'}`, {
            ...(object.code !== undefined && { status: object.code }),
            reason: object.reason ?? '',
          });
        stop.abort();
        return;
    }
    // Objects of a streamed list come in any order: only its end is a place to resume from.
    if (!listing && typeof seen === 'string') handler.alive(seen);
  };

  const split = createLineSplitter((line) => {
    const event = stop.signal.aborted ? undefined : parseEvent(line);
    if (event) onEvent(event);
  });
  try {
    await request.client.stream(
      {
        method: 'GET',
        path: request.path,
        query: {
          ...request.query,
          watch: 'true',
          allowWatchBookmarks: 'true',
          timeoutSeconds: String(timeoutSeconds),
          ...(request.version === undefined
            ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
            : { resourceVersion: request.version }),
        },
        signal: AbortSignal.any([signal, stop.signal]),
      },
      {
        opened: () => {
          heardAtMs = clock.now();
          check();
          if (!listing) handler.opened();
        },
        chunk: (chunk) => {
          heardAtMs = clock.now();
          split(chunk);
        },
      },
    );
  } catch (error) {
    if (failure) throw failure;
    if (stop.signal.aborted && !signal.aborted) return end;
    if (listing && error instanceof ApiError && (error.status === 400 || error.status === 422))
      return 'no-streamed-list';
    throw error;
  } finally {
    cancelCheck();
  }
  if (listing && end === 'closed')
    throw new ApiError(`GET ${request.path}: the streamed list ended half way`);
  return end;
}
