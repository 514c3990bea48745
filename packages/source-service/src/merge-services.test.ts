import { createEndpoint, type EndpointInit } from '@org/dns-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeServices } from './merge-services.ts';

function from(service: string, parts: Partial<EndpointInit>): ReturnType<typeof createEndpoint> {
  return createEndpoint({
    name: 'web.example.org',
    type: 'A',
    targets: [],
    labels: service === '' ? {} : { resource: `service/shop/${service}` },
    ...parts,
  });
}

test.each([
  {
    name: 'addresses of two Services are united; the lowest label gives TTL and label',
    given: [
      from('b', { targets: ['192.0.2.2'], ttlSeconds: 120 }),
      from('a', { targets: ['192.0.2.1'], ttlSeconds: 60 }),
    ],
    expected: [from('a', { targets: ['192.0.2.1', '192.0.2.2'], ttlSeconds: 60 })],
  },
  {
    name: 'another set identifier stays apart',
    given: [
      from('a', { targets: ['192.0.2.1'], setIdentifier: 'x' }),
      from('b', { targets: ['192.0.2.2'], setIdentifier: 'y' }),
    ],
    expected: [
      from('a', { targets: ['192.0.2.1'], setIdentifier: 'x' }),
      from('b', { targets: ['192.0.2.2'], setIdentifier: 'y' }),
    ],
  },
  {
    name: 'CNAMEs with different targets stay apart, equal ones become one',
    given: [
      from('c', { type: 'CNAME', targets: ['x.example.net'] }),
      from('a', { type: 'CNAME', targets: ['x.example.net'] }),
      from('b', { type: 'CNAME', targets: ['y.example.net'] }),
    ],
    expected: [
      from('a', { type: 'CNAME', targets: ['x.example.net'] }),
      from('b', { type: 'CNAME', targets: ['y.example.net'] }),
    ],
  },
  {
    name: 'a Service without a label, from a compatibility annotation, comes first',
    given: [from('a', { targets: ['192.0.2.1'] }), from('', { targets: ['192.0.2.2'] })],
    expected: [from('', { targets: ['192.0.2.1', '192.0.2.2'] })],
  },
])('$name', ({ given, expected }) => {
  expect(mergeServices(given)).toEqual(expected);
});

test('the result does not depend on the order in which Services are looked at', () => {
  const endpoint = fc
    .record({
      service: fc.constantFrom('a', 'b', 'c', 'd'),
      type: fc.constantFrom('A', 'CNAME', 'SRV'),
      target: fc.constantFrom('1', '2', '3'),
    })
    .map(({ service, type, target }) =>
      from(service, { type, targets: [target], ttlSeconds: service.charCodeAt(0) }),
    );
  fc.assert(
    fc.property(
      fc.uniqueArray(endpoint, { selector: (one) => JSON.stringify(one), maxLength: 8 }),
      (list) => {
        expect(mergeServices(list.toReversed())).toEqual(mergeServices(list));
      },
    ),
  );
});
