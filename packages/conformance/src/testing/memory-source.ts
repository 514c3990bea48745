import {
  createEndpoint,
  mergeEndpoints,
  type ObjectRef,
  type Report,
  type Source,
  type SourceStatus,
} from '@org/dns-core';
import type { SourceUnderTest } from '../source/source-under-test.ts';

export interface MemorySource extends SourceUnderTest {
  fail(): void;
  heal(): void;
}

/** The smallest source that keeps every promise. */
export function createMemorySource(): MemorySource {
  const objects = new Map<string, readonly [hostname: string, address: string]>();
  const running = new Set<() => void>();
  const changed = (): void => {
    for (const run of running) run();
  };
  let isDown = false;
  let status: SourceStatus = { synced: false };
  const down: SourceStatus = {
    synced: false,
    behindSinceMs: 1,
    problem: { code: 'source-behind', message: 'it cannot be read' },
  };

  const source: Source = {
    name: 'memory',
    start(report, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const known = new Set<string>();
      const run = (): void => {
        status = isDown ? down : { synced: true };
        if (isDown) return;
        tell(report, known, objects);
        resolve();
      };
      running.add(run);
      signal.addEventListener('abort', () => {
        running.delete(run);
        reject(signal.reason as Error);
      });
      run();
      return promise;
    },
    status: () => status,
    merge: mergeEndpoints,
  };

  return {
    source,
    put(object, hostname, address) {
      objects.set(object, [hostname, address]);
      changed();
    },
    remove(object) {
      objects.delete(object);
      changed();
    },
    fail() {
      isDown = true;
      changed();
    },
    heal() {
      isDown = false;
      changed();
    },
  };
}

function tell(
  report: Report,
  known: Set<string>,
  objects: ReadonlyMap<string, readonly [hostname: string, address: string]>,
): void {
  for (const [object, [name, address]] of objects) {
    const ref = refOf(object);
    known.add(object);
    const endpoint = createEndpoint({ name, type: 'A', targets: [address], objects: [ref] });
    report(ref, { endpoints: [endpoint] });
  }
  for (const object of [...known].filter((one) => !objects.has(one))) {
    known.delete(object);
    report(refOf(object), undefined);
  }
}

function refOf(name: string): ObjectRef {
  return { source: 'memory', apiVersion: 'v1', kind: 'Thing', namespace: 'default', name };
}
