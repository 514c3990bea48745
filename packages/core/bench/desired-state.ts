// Run: node --expose-gc --conditions=@org/source packages/core/bench/desired-state.ts [objects]
// Prints what the desired state costs per object beyond the endpoints themselves, and the time per report and per look.
import { createDesiredState } from '../src/desired/create-desired-state.ts';
import { testWrappers } from '../src/desired/testing/test-wrappers.ts';
import { createEndpoint } from '../src/model/create-endpoint.ts';
import type { Endpoint } from '../src/model/endpoint.ts';
import type { ObjectRef } from '../src/model/object-ref.ts';

const count = Number(process.argv[2] ?? 100_000);
const createdMs = 1_700_000_000_000;

interface Reported {
  readonly object: ObjectRef;
  readonly endpoints: readonly Endpoint[];
}

function reported(index: number, target: number): Reported {
  const namespace = `team-${index % 100}`;
  const name = `service-${index}`;
  const object = { source: 'service', apiVersion: 'v1', kind: 'Service', namespace, name };
  const endpoint = createEndpoint({
    name: `${name}.${namespace}.example.org`,
    type: 'A',
    targets: [`198.51.${target >> 8}.${target & 255}`],
    labels: { resource: `service/${namespace}/${name}` },
    objects: [object],
  });
  return { object, endpoints: [endpoint] };
}

function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function timed<T>(run: () => T): readonly [result: T, ms: number] {
  const start = performance.now();
  const result = run();
  return [result, performance.now() - start];
}

const objects = Array.from({ length: count }, (_, index) => reported(index, index % 65_536));
const state = createDesiredState({ sources: [{ name: 'service' }], wrappers: testWrappers() });
const before = heapBytes();
const [, reportMs] = timed(() => {
  for (const { object, endpoints } of objects) state.report(object, { endpoints, createdMs });
});
state.takeDirty();
const bytes = heapBytes() - before;
const [wanted, everythingMs] = timed(() => state.everything(() => undefined));
const rounds = 1000;
const [, changeMs] = timed(() => {
  for (let index = 0; index < rounds; index++) {
    const { object, endpoints } = reported(index, 65_535 - index);
    state.report(object, { endpoints, createdMs });
    state.wanted(state.takeDirty(), () => undefined);
  }
});
console.table({
  objects: count,
  'endpoints wanted': wanted.endpoints.length,
  'bytes per object': Math.round(bytes / count),
  'report all, ms': Math.round(reportMs),
  'everything, ms': Math.round(everythingMs),
  'one change, µs': Math.round((changeMs / rounds) * 1000),
});
