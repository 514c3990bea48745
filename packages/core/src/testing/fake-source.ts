import type { Report, Source, SourceStatus } from '../contract/source.ts';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';

export interface FakeSource extends Source {
  /** Says what an object wants: `www.example.org A 192.0.2.1`, one line an endpoint. */
  want(object: string, ...lines: readonly string[]): void;
  /** The object claims names without a target. */
  wait(object: string, ...names: readonly string[]): void;
  gone(object: string): void;
  synced(): void;
  behind(reason: string): void;
}

/** A source that says what it is told to say. Objects that are told of before it starts are reported at the start. */
export function createFakeSource(name = 'service'): FakeSource {
  const early: (() => void)[] = [];
  const started = Promise.withResolvers<void>();
  let report: Report | undefined;
  let status: SourceStatus = { synced: false };

  const say = (tell: () => void): void => {
    if (report === undefined) early.push(tell);
    else tell();
  };

  return {
    name,
    start: (to) => {
      report = to;
      for (const tell of early) tell();
      return started.promise;
    },
    status: () => status,
    want: (object, ...lines) => {
      const ref = refOf(name, object);
      say(() => report?.(ref, { endpoints: lines.map((line) => endpointOf(line, ref)) }));
    },
    wait: (object, ...names) => {
      const waiting = names.map((one) => toDnsName(one));
      say(() => report?.(refOf(name, object), { endpoints: [], waiting }));
    },
    gone: (object) => {
      say(() => report?.(refOf(name, object), undefined));
    },
    synced: () => {
      status = { synced: true };
      started.resolve();
    },
    behind: (message) => {
      status = { synced: false, problem: { code: 'source-behind', message } };
    },
  };
}

function refOf(source: string, name: string): ObjectRef {
  return { source, apiVersion: 'v1', kind: 'Service', namespace: 'default', name };
}

function endpointOf(line: string, object: ObjectRef): Endpoint {
  const [name = '', type = '', ...targets] = line.split(' ');
  const labels = { resource: `${object.source}/${object.namespace}/${object.name}` };
  return createEndpoint({ name, type, targets, labels, objects: [object] });
}
