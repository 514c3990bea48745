import { describe, expect, test } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { mergeEndpoints } from './merge-endpoints.ts';
import {
  createSourceEndpoint,
  endpointsForHostname,
  endpointsForHostsAndTargets,
  resourceLabel,
} from './source-endpoint.ts';
import { createEndpoint, type EndpointInit } from './create-endpoint.ts';

function short({ spelling, type, targets }: Endpoint): string {
  return `${spelling} ${type} ${targets.join(';')}`;
}

describe('createSourceEndpoint', () => {
  test.each([
    ['CNAME', 'lb.example.com.', 'lb.example.com'],
    ['MX', '10 mail.example.com.', '10 mail.example.com'],
    ['A', '1.2.3.4.', '1.2.3.4'],
    ['CNAME', 'lb.example.com..', 'lb.example.com.'],
    ['TXT', 'a..', 'a..'],
    ['SRV', '0 0 0 .', '0 0 0 .'],
    ['NAPTR', '1 1 "" "" "" x.', '1 1 "" "" "" x.'],
  ])('%s target %j is stored as %j', (type, given, stored) => {
    const endpoint = createSourceEndpoint({ name: 'X.example.org.', type, targets: [given] });
    expect(endpoint?.targets).toEqual([stored]);
    expect(endpoint?.spelling).toBe('X.example.org');
  });

  test.each([
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['ü'.repeat(31), true],
    ['ü'.repeat(32), false],
  ])('the label %s is accepted: %j', (label, accepted) => {
    const endpoint = createSourceEndpoint({ name: `${label}.example.org`, type: 'A', targets: [] });
    expect(endpoint !== undefined).toBe(accepted);
  });
});

test('a hostname gets one endpoint per type of its targets', () => {
  const endpoints = endpointsForHostname(
    'www.example.org',
    ['b.example.org', '2001:db8::1', '192.0.2.2', '192.0.2.1', 'a.example.org'],
    { ttlSeconds: 60, resource: 'service/default/web' },
  );
  expect(endpoints.map(short)).toEqual([
    'www.example.org A 192.0.2.2;192.0.2.1',
    'www.example.org AAAA 2001:db8::1',
    'www.example.org CNAME b.example.org;a.example.org',
  ]);
  expect(endpoints.map(({ ttlSeconds, labels }) => [ttlSeconds, labels])).toEqual(
    Array(3).fill([60, { resource: 'service/default/web' }]),
  );
});

test('hosts and targets are paired, sorted and unique', () => {
  const endpoints = endpointsForHostsAndTargets(
    ['b.example.org', 'a.example.org', 'b.example.org'],
    ['lb.example.org', '192.0.2.2', '192.0.2.1', '192.0.2.2'],
  );
  expect(endpoints.map(short)).toEqual([
    'a.example.org A 192.0.2.1;192.0.2.2',
    'a.example.org CNAME lb.example.org',
    'b.example.org A 192.0.2.1;192.0.2.2',
    'b.example.org CNAME lb.example.org',
  ]);
});

test.each([
  ['Service', 'default', 'web', 'service/default/web'],
  ['Node', '', 'worker-1', 'node/worker-1'],
])('%s %j %s is labelled %s', (kind, namespace, name, label) => {
  expect(resourceLabel(kind, namespace, name)).toBe(label);
});

describe('mergeEndpoints', () => {
  const a = (targets: string[], more: Partial<EndpointInit> = {}): Endpoint =>
    createEndpoint({ name: 'www.example.org', type: 'A', targets, ...more });
  const cname = (targets: string[], more: Partial<EndpointInit> = {}): Endpoint =>
    a(targets, { type: 'CNAME', ...more });
  const object = (name: string) =>
    ({ source: 'service', apiVersion: 'v1', kind: 'Service', namespace: 'default', name }) as const;

  test('unites targets and objects; the first gives the rest', () => {
    const merged = mergeEndpoints([
      a(['192.0.2.2'], { labels: { resource: 'first' }, objects: [object('one')] }),
      a(['192.0.2.1', '192.0.2.2'], {
        labels: { resource: 'second' },
        objects: [object('two'), object('one')],
      }),
    ]);
    expect(merged).toEqual([
      a(['192.0.2.1', '192.0.2.2'], {
        labels: { resource: 'first' },
        objects: [object('one'), object('two')],
      }),
    ]);
  });

  test.each([
    ['another TTL', [a(['192.0.2.1']), a(['192.0.2.2'], { ttlSeconds: 60 })], 2],
    ['another set identifier', [a(['192.0.2.1']), a(['192.0.2.2'], { setIdentifier: 'x' })], 2],
    ['equal CNAMEs', [cname(['lb.example.org']), cname(['lb.example.org'])], 1],
    ['CNAMEs to different targets', [cname(['a.example.org']), cname(['b.example.org'])], 2],
    ['a CNAME to nothing', [cname([])], 0],
    ['an A without targets', [a([])], 1],
  ])('%s: %#', (_name, endpoints, count) => {
    expect(mergeEndpoints(endpoints)).toHaveLength(count);
  });
});
