import { createEndpoint } from '@org/dns-core';
import { expect, test } from 'vitest';
import { asHeld, fromRecordSet, toRecordSet } from './convert.ts';
import type { MyDnsRecordSet } from './record-set.ts';

test.each<[string, MyDnsRecordSet, Parameters<typeof createEndpoint>[0]]>([
  [
    'addresses',
    { name: 'www.example.org.', type: 'A', ttl: 60, data: ['192.0.2.1', '192.0.2.2'] },
    { name: 'www.example.org', type: 'A', ttlSeconds: 60, targets: ['192.0.2.1', '192.0.2.2'] },
  ],
  [
    'a host, which ends in a dot there',
    { name: 'www.example.org.', type: 'CNAME', ttl: 60, data: ['example.net.'] },
    { name: 'www.example.org', type: 'CNAME', ttlSeconds: 60, targets: ['example.net'] },
  ],
  [
    'a host in the middle of the data',
    { name: 'example.org.', type: 'MX', ttl: 60, data: ['10 mail.example.org.'] },
    { name: 'example.org', type: 'MX', ttlSeconds: 60, targets: ['10 mail.example.org'] },
  ],
  [
    'no TTL',
    { name: 'example.org.', type: 'TXT', data: ['"a"'] },
    { name: 'example.org', type: 'TXT', targets: ['"a"'] },
  ],
])('%s is translated in both directions', (_name, set, init) => {
  const endpoint = createEndpoint(init);
  expect(fromRecordSet(set)).toEqual(endpoint);
  expect(toRecordSet(endpoint)).toEqual(set);
});

test.each([
  [0, 0],
  [30, 60],
  [300, 300],
  [100_000, 86_400],
])('a TTL of %d s is held as %d s', (asked, held) => {
  const endpoint = createEndpoint({
    name: 'www.example.org',
    type: 'A',
    ttlSeconds: asked,
    targets: ['192.0.2.1'],
  });
  expect(asHeld(endpoint).ttlSeconds).toBe(held);
});
