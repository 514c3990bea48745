import {
  objectKey,
  type Endpoint,
  type ObjectRef,
  type ObjectState,
  type Report,
  type Source,
} from '@org/dns-core';

/** A source that runs already; whoever starts it hears everything that is known, then what changes. */
export interface WarmSource extends Source {
  /** Runs the source behind it until aborted. */
  warmUp(signal: AbortSignal): void;
}

/** Keeps what a source said for engines that come and go with the leadership. */
export function createWarmSource(source: Source): WarmSource {
  const known = new Map<string, { readonly object: ObjectRef; readonly state: ObjectState }>();
  const listeners = new Set<Report>();
  const started = Promise.withResolvers<void>();
  return {
    name: source.name,
    ...(source.merge === undefined
      ? {}
      : { merge: (endpoints: readonly Endpoint[]) => source.merge?.(endpoints) ?? endpoints }),
    status: () => source.status(),
    warmUp(signal) {
      const report: Report = (object, state) => {
        if (state === undefined) known.delete(objectKey(object));
        else known.set(objectKey(object), { object, state });
        for (const listener of listeners) listener(object, state);
      };
      source.start(report, signal).then(started.resolve, started.reject);
      started.promise.catch(() => {});
    },
    async start(report, signal) {
      for (const { object, state } of known.values()) report(object, state);
      listeners.add(report);
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      signal.addEventListener(
        'abort',
        () => {
          listeners.delete(report);
          reject(signal.reason);
        },
        { once: true },
      );
      await Promise.race([started.promise, aborted]);
    },
  };
}
