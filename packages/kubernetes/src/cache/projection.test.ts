import { expect, test } from 'vitest';
import { services } from '../testing/types.ts';
import { compileProjection, type RawObject } from './projection.ts';

const raw = (): RawObject => ({
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    generation: 2,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'web' },
    annotations: { a: 'b', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [{}],
    ownerReferences: [{ kind: 'X', name: 'x' }],
  },
  spec: {
    type: 'LoadBalancer',
    rules: [{ host: 'a', http: 1 }, { http: 2 }, null],
    selector: null,
  },
  status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] }, conditions: [{}] },
});

const always = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    generation: 2,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'web' },
    annotations: { a: 'b' },
  },
};

test.each([
  { name: 'identity, labels and annotations always', fields: [[]], expected: always },
  {
    name: 'a field with everything below it',
    fields: [['status.loadBalancer']],
    expected: { ...always, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } },
  },
  {
    name: 'one field of every item of a list',
    fields: [['spec.rules.host']],
    expected: { ...always, spec: { rules: [{ host: 'a' }, {}, {}] } },
  },
  {
    name: 'the union of what several need, the wider path winning',
    fields: [['spec.rules.host', 'spec.type'], ['spec.rules']],
    expected: {
      ...always,
      spec: { rules: [{ host: 'a', http: 1 }, { http: 2 }, null], type: 'LoadBalancer' },
    },
  },
  {
    name: 'further metadata where it is named',
    fields: [['metadata.ownerReferences.name', 'metadata.name']],
    expected: { ...always, metadata: { ...always.metadata, ownerReferences: [{ name: 'x' }] } },
  },
  {
    name: 'nothing for what is null, missing, or not there to be looked into',
    fields: [['spec.selector', 'spec.type.below', 'other.thing']],
    expected: { ...always, spec: {} },
  },
  {
    name: 'the whole object without managed fields',
    fields: [['spec.type'], 'all' as const],
    expected: {
      ...raw(),
      ...always,
      metadata: { ...always.metadata, ownerReferences: [{ kind: 'X', name: 'x' }] },
    },
  },
])('keeps $name', ({ fields, expected }) => {
  expect(compileProjection(services, fields)(raw())).toEqual(expected);
});
