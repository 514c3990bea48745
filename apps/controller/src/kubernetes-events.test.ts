import { createEndpoint, toDnsName, type Change, type EngineEvent } from '@org/dns-core';
import type { KubeEvent } from '@org/dns-kubernetes';
import { expect, test } from 'vitest';
import { createKubernetesEvents, eventReasons } from './kubernetes-events.ts';

const zone = { id: 'z', name: toDnsName('example.org') };
const object = {
  source: 'service',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'shop',
  name: 'web',
};
const www = createEndpoint({
  name: 'www.example.org',
  type: 'A',
  targets: ['192.0.2.1'],
  ttlSeconds: 60,
  objects: [object],
});
const changes: Change[] = [
  { kind: 'create', after: www, role: 'record' },
  { kind: 'create', after: www, role: 'marker' },
  { kind: 'update', before: www, after: www, role: 'record' },
  { kind: 'delete', before: www, role: 'record' },
];

function told(values: readonly string[], event: EngineEvent): string[] {
  const sent: KubeEvent[] = [];
  const recorder = { record: (one: KubeEvent) => void sent.push(one), close: async () => {} };
  createKubernetesEvents(recorder, eventReasons(values), 'me')(event);
  return sent.map(
    ({ object: { name }, action, reason, note }) => `${name} ${action} ${reason} ${note}`,
  );
}

const note = '(external-dns) record:www.example.org,owner:me,type:A,ttl:60,targets:192.0.2.1';
const applied: EngineEvent = { kind: 'applied', zone, changes, durationMs: 1 };
const failed: EngineEvent = { kind: 'failed', zone, changes, error: new Error('no') };

test.each<[string, readonly string[], EngineEvent, readonly string[]]>([
  [
    'what was written',
    ['RecordReady'],
    applied,
    [`web Created RecordReady ${note}`, `web Updated RecordReady ${note}`],
  ],
  [
    'what failed',
    ['RecordError'],
    failed,
    [
      `web Created RecordError ${note}`,
      `web Updated RecordError ${note}`,
      `web Deleted RecordError ${note}`,
    ],
  ],
  ['only what was asked for', ['RecordError'], applied, []],
  ['unknown words', ['RecordDeleted', 'Whatever'], applied, []],
])('tells %s', (_, values, event, expected) => {
  expect(told(values, event)).toEqual(expected);
});
