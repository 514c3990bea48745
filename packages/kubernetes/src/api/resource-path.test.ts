import { expect, test } from 'vitest';
import { nodes, services, slices } from '../testing/types.ts';
import { resourcePath } from './resource-path.ts';

test.each([
  [services, {}, '/api/v1/services'],
  [services, { namespace: 'shop', name: 'web' }, '/api/v1/namespaces/shop/services/web'],
  [slices, { namespace: 'shop' }, '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices'],
  [nodes, { namespace: 'shop', name: 'a/b' }, '/api/v1/nodes/a%2Fb'],
  [
    services,
    { namespace: 'x', name: 'y', subresource: 'status' },
    '/api/v1/namespaces/x/services/y/status',
  ],
])('%o %o is at %s', (type, at, expected) => {
  expect(resourcePath(type, at)).toBe(expected);
});
