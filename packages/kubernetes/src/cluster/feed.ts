import type { Clock, Problem } from '@org/dns-core';
import type { ObjectTable } from '../cache/object-table.ts';
import type { FeedSink } from '../watch/watch-resource.ts';

interface FeedState {
  /** Everything that existed was in the table once. */
  readonly everSynced: boolean;
  /** Since when it has been out of step; absent: in step. */
  readonly behindSinceMs?: number;
  readonly problem?: Problem;
}

/** One table with what keeps it in step. Nothing is read before {@link Feed.start}. */
export interface Feed {
  readonly table: ObjectTable;
  start(): void;
  state(): FeedState;
  /** Called when the state is another one. */
  listen(listener: () => void): void;
}

/** Fills a sink until aborted. */
export type OpenFeed = (sink: FeedSink, signal: AbortSignal) => void;

export function createFeed(
  table: ObjectTable,
  open: OpenFeed,
  clock: Clock,
  signal: AbortSignal,
): Feed {
  const listeners: (() => void)[] = [];
  let started = false;
  let state: FeedState = { everSynced: false };

  const become = (next: FeedState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  const sink: FeedSink = {
    upsert: (raw) => table.upsert(raw),
    remove: (namespace, name) => table.remove(namespace, name),
    beginReplace: () => table.beginReplace(),
    endReplace: () => table.endReplace(),
    inStep: (missing) => {
      const settled = state.everSynced && state.problem?.message === missing?.message;
      if (settled && (missing !== undefined || state.behindSinceMs === undefined)) return;
      become(
        missing === undefined
          ? { everSynced: true }
          : {
              everSynced: true,
              behindSinceMs: state.behindSinceMs ?? clock.now(),
              problem: missing,
            },
      );
    },
    behind: (problem) => {
      if (problem.message === state.problem?.message) return;
      const { stopsRun: _stopsRun, ...later } = problem;
      become({
        everSynced: state.everSynced,
        behindSinceMs: state.behindSinceMs ?? clock.now(),
        // Upstream ends over a resource only before it was read for the first time.
        problem: state.everSynced ? later : problem,
      });
    },
  };

  return {
    table,
    start: () => {
      if (started || signal.aborted) return;
      started = true;
      become({ everSynced: false, behindSinceMs: clock.now() });
      open(sink, signal);
    },
    state: () => state,
    listen: (listener) => void listeners.push(listener),
  };
}
