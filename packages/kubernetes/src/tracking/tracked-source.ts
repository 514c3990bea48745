import {
  type ObjectRef,
  type ObjectState,
  type Problem,
  type Report,
  type Source,
  type SourceStatus,
} from '@org/dns-core';
import type { HostLookup } from '../lookup/host-lookup.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { objectRefOf } from '../model/object-ref-of.ts';
import { apiVersionOf } from '../model/resource-type.ts';
import type { ObjectSource, StatusWriter } from '../source/object-source.ts';
import { createDependencyIndex } from './dependency-index.ts';
import { createTrackedReader, type Looked, type NeededView } from './tracked-reader.ts';

/** Objects computed before other work gets its turn. */
const turnSize = 500;

export interface TrackedSourceOptions {
  readonly definition: ObjectSource;
  readonly primary: NeededView;
  readonly reads: readonly NeededView[];
  readonly lookup: HostLookup;
  readonly writer: StatusWriter;
  /** Runs a batch once the events at hand have been taken in. */
  readonly schedule: (run: () => void) => void;
  /** Hears what the report of an object cannot carry, because its last good state stays. */
  readonly onProblem: (problem: Problem) => void;
}

/**
 * Makes a function per object incremental: an object is computed again when it changes or when something changes that its
 * last computation looked at. Computations of one turn of the event loop are one batch.
 */
export function createTrackedSource(options: TrackedSourceOptions): Source {
  const { definition, primary, lookup } = options;
  const views = [primary, ...options.reads];
  const tracked = createTrackedReader(definition.name, views, lookup);
  /** To be computed; `true`: nothing good was reported of it yet. */
  const dirty = new Map<string, boolean>();
  /** Not reported in full, because of something that could not be read, or a failure. */
  const heldBack = new Map<string, Held>();
  /** Waiting for the first answer about a host name; the value as in `dirty`. */
  const awaitingHosts = new Map<string, boolean>();
  /** What was said already about objects whose last good state stays. */
  const failures = new Map<string, string>();
  const following = new Map<string, () => void>();
  let report: Report | undefined;
  let complete = false;
  let scheduled = false;
  /** Came back into step with objects that are still to be computed. */
  let catchingUp = false;
  let onComplete = (): void => {};

  const dependencies = createDependencyIndex({
    hostNeeded: (hostname) => {
      following.set(
        hostname,
        lookup.follow(hostname, () => markAll(dependencies.readersOfHost(hostname))),
      );
    },
    hostForgotten: (hostname) => {
      following.get(hostname)?.();
      following.delete(hostname);
    },
  });

  const mark = (key: string, isNew: boolean): void => {
    if (!report) return;
    dirty.set(key, isNew || dirty.get(key) === true);
    if (scheduled) return;
    scheduled = true;
    options.schedule(runBatch);
  };
  const markAll = (keys: Iterable<string>): void => {
    for (const key of keys) mark(key, false);
  };

  const runBatch = (): void => {
    let left = turnSize;
    for (const [key, isNew] of dirty) {
      if (!report || left-- === 0) break;
      dirty.delete(key);
      const wasNew = heldBack.get(key)?.isNew ?? awaitingHosts.get(key) ?? false;
      compute(key, isNew || wasNew, report);
    }
    scheduled = dirty.size > 0;
    if (scheduled) {
      options.schedule(runBatch);
      return;
    }
    catchingUp = false;
    checkComplete();
  };

  const checkComplete = (): void => {
    if (complete || !report || scheduled) return;
    if (heldBack.size > 0 || awaitingHosts.size > 0 || !primary.feed.state().everSynced) return;
    complete = true;
    onComplete();
  };

  const compute = (key: string, isNew: boolean, say: Report): void => {
    const slash = key.indexOf('/');
    const namespace = key.slice(0, slash);
    const name = key.slice(slash + 1);
    const object = primary.view.get(namespace, name);
    if (!object) {
      forget(key);
      say(goneRef(definition, namespace, name), undefined);
      return;
    }
    const ref = objectRefOf(definition.name, definition.primary.type, object);
    let state: ObjectState = { endpoints: [] };
    let failure: { readonly error: unknown } | undefined;
    try {
      state = definition.endpoints(object, tracked.begin());
    } catch (error) {
      failure = { error };
    }
    const seen = tracked.looked();
    dependencies.set(key, seen.looks);
    // Who was shown less than there is may stumble over it: that says nothing.
    if (failure && seen.unsynced.size === 0) fail(key, ref, failure.error, isNew, say);
    else settle(key, ref, object, withAge(state, object), seen, isNew, say);
  };

  const settle = (
    key: string,
    ref: ObjectRef,
    object: KubeObject,
    state: ObjectState,
    { unsynced, awaitsHost }: Looked,
    isNew: boolean,
    say: Report,
  ): void => {
    failures.delete(key);
    heldBack.delete(key);
    awaitingHosts.delete(key);
    if (unsynced.size > 0) {
      const problems = [...unsynced].flatMap((feed) => feed.state().problem ?? []);
      heldBack.set(key, { problem: problems[0], isNew: isNew || problems.length > 0 });
      // A feed that is only starting answers in a moment: until then there is nothing to say.
      if (problems.length > 0) say(ref, waitingFor(state, ref, problems));
    } else if (awaitsHost) awaitingHosts.set(key, isNew);
    else {
      say(ref, state);
      tellComputed(ref, object, state);
    }
  };

  const tellComputed = (ref: ObjectRef, object: KubeObject, state: ObjectState): void => {
    try {
      definition.computed?.(object, state, options.writer);
    } catch (error) {
      options.onProblem(bug(definition.name, ref, error));
    }
  };

  const fail = (key: string, ref: ObjectRef, error: unknown, isNew: boolean, say: Report): void => {
    const problem = bug(definition.name, ref, error);
    heldBack.delete(key);
    awaitingHosts.delete(key);
    if (isNew) {
      heldBack.set(key, { problem, isNew });
      say(ref, { endpoints: [], problems: [problem] });
    } else if (failures.get(key) !== problem.message) {
      // Its last good state stays, because nothing else is reported.
      failures.set(key, problem.message);
      options.onProblem(problem);
    }
  };

  const forget = (key: string): void => {
    dependencies.set(key, []);
    heldBack.delete(key);
    awaitingHosts.delete(key);
    failures.delete(key);
  };

  for (const [index, { view, namespace: only, feed }] of views.entries()) {
    view.listen((before, after) => {
      if (!report) return;
      const { namespace = '', name } = (after ?? before)!.metadata;
      if (only !== '' && only !== namespace) return;
      if (index === 0) mark(`${namespace}/${name}`, before === undefined);
      markAll(dependencies.readersOf(index, before, after));
    });
    feed.listen(() => {
      markAll(heldBack.keys());
      if (feed.state().behindSinceMs === undefined && scheduled) catchingUp = true;
      checkComplete();
    });
  }

  const status = (): SourceStatus => {
    const feeds = [...new Set(views.map((view) => view.feed))];
    // What waits for a feed that is only starting is as good as not yet heard of: it has no problem here.
    const held = [...heldBack.values()].find(({ problem }) => problem)?.problem;
    const behind = feeds.find((feed) => {
      const { everSynced, behindSinceMs, problem } = feed.state();
      const matters = feed === primary.feed || everSynced || (held && problem);
      return behindSinceMs !== undefined && matters;
    });
    // A resource that nobody looks at any more is named too, for those who must not run without it.
    const unread = feeds.find((feed) => feed.state().problem)?.state().problem;
    const problem = behind?.state().problem ?? held ?? unread;
    const since = behind?.state().behindSinceMs;
    return {
      synced: complete && !catchingUp && !behind && !held,
      ...(since !== undefined && { behindSinceMs: since }),
      ...(problem && { problem }),
    };
  };

  return {
    name: definition.name,
    status,
    ...(definition.merge && { merge: definition.merge }),
    start: (newReport, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        report = newReport;
        complete = false;
        onComplete = resolve;
        signal.addEventListener(
          'abort',
          () => {
            report = undefined;
            dirty.clear();
            dependencies.clear();
            reject(signal.reason as Error);
          },
          { once: true },
        );
        for (const { metadata } of primary.view.all())
          if (primary.namespace === '' || primary.namespace === metadata.namespace)
            mark(`${metadata.namespace ?? ''}/${metadata.name}`, true);
        primary.feed.start();
        checkComplete();
      }),
  };
}

interface Held {
  /** `undefined`: what it waits for is only starting. */
  readonly problem: Problem | undefined;
  /** Nothing good stands reported of it. */
  readonly isNew: boolean;
}

function goneRef(definition: ObjectSource, namespace: string, name: string): ObjectRef {
  const { type } = definition.primary;
  return {
    source: definition.name,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    namespace,
    name,
  };
}

function withAge(state: ObjectState, object: KubeObject): ObjectState {
  if (state.createdMs !== undefined) return state;
  const createdMs = Date.parse(object.metadata.creationTimestamp ?? '');
  return Number.isNaN(createdMs) ? state : { ...state, createdMs };
}

/** Claims the names of an object without saying anything about their targets. */
function waitingFor(
  state: ObjectState,
  object: ObjectRef,
  problems: readonly Problem[],
): ObjectState {
  const names = new Set([
    ...(state.waiting ?? []),
    ...state.endpoints.map((endpoint) => endpoint.name),
  ]);
  return {
    ...state,
    endpoints: [],
    waiting: [...names],
    problems: [
      ...(state.problems ?? []),
      ...problems.map(({ code, message }) => ({
        code,
        message: `its records wait: ${message}`,
        object,
      })),
    ],
  };
}

function bug(source: string, object: ObjectRef, error: unknown): Problem {
  const what = error instanceof Error ? error.message : String(error);
  return {
    code: 'source-failed',
    message: `source ${source} failed on ${object.kind} ${object.namespace}/${object.name}: ${what}; its last good records stay. This is a bug, please report it`,
    object,
  };
}
