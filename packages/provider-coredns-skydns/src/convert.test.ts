import { createEndpoint, type EndpointInit } from '@org/dns-core';
import { expect, test } from 'vitest';
import { toEndpoints } from './convert.ts';
import { readEntry } from './entry.ts';
import { createKeySpace } from './key-space.ts';

const keys = createKeySpace('/skydns/');

type Expected = Omit<EndpointInit, 'name'> & { readonly name?: string };

test.each<{ name: string; stored: Readonly<Record<string, unknown>>; expected: Expected[] }>([
  {
    name: 'addresses of both families are two sets',
    stored: {
      1: { host: '192.0.2.1', targetstrip: 1, ttl: 60 },
      2: { host: '2001:db8::1', targetstrip: 1 },
    },
    expected: [
      { type: 'A', targets: ['192.0.2.1'], ttlSeconds: 60 },
      { type: 'AAAA', targets: ['2001:db8::1'] },
    ],
  },
  {
    name: 'IPv4 inside IPv6 is AAAA',
    stored: { 1: { host: '::ffff:192.0.2.1', targetstrip: 1 } },
    expected: [{ type: 'AAAA', targets: ['::ffff:192.0.2.1'] }],
  },
  {
    name: 'the same target at two keys is one',
    stored: {
      1: { host: 'lb.example.net', targetstrip: 1 },
      2: { host: 'lb.example.net', targetstrip: 1 },
    },
    expected: [{ type: 'CNAME', targets: ['lb.example.net'] }],
  },
  {
    name: 'a text beside a host has no TTL of its own',
    stored: { 1: { host: '192.0.2.1', text: 'n', ttl: 60, targetstrip: 1 } },
    expected: [
      { type: 'A', targets: ['192.0.2.1'], ttlSeconds: 60 },
      { type: 'TXT', targets: ['n'] },
    ],
  },
  {
    name: 'markers are sets of their own, texts of people one',
    stored: {
      1: { text: '"heritage=external-dns,external-dns/owner=eu"', targetstrip: 1 },
      2: { text: 'a', targetstrip: 1, ttl: 30 },
      3: { text: '"heritage=external-dns,external-dns/owner=us"', targetstrip: 1 },
      4: { text: 'b', targetstrip: 1 },
    },
    expected: [
      { type: 'TXT', targets: ['"heritage=external-dns,external-dns/owner=eu"'] },
      { type: 'TXT', targets: ['a', 'b'], ttlSeconds: 30 },
      { type: 'TXT', targets: ['"heritage=external-dns,external-dns/owner=us"'] },
    ],
  },
  {
    name: 'SRV and MX have their labels by our own field; an address with a port is an address',
    stored: {
      1: { host: 's.example.net', port: 443, priority: 1, weight: 2, keystrip: 1 },
      2: { host: 'm.example.net', mail: true, priority: 10, keystrip: 1 },
      3: { host: '192.0.2.1', port: 443, targetstrip: 1 },
    },
    expected: [
      { type: 'SRV', targets: ['1 2 443 s.example.net.'] },
      { type: 'MX', targets: ['10 m.example.net'] },
      { type: 'A', targets: ['192.0.2.1'] },
    ],
  },
  {
    name: 'without stripping, a label is part of the name',
    stored: { x1: { host: '192.0.2.1' } },
    expected: [{ name: 'x1.www.example.org', type: 'A', targets: ['192.0.2.1'] }],
  },
  {
    name: 'an owner and a group are shown',
    stored: { 1: { host: '192.0.2.1', owner: 'me', group: 'blue', targetstrip: 1 } },
    expected: [
      {
        type: 'A',
        targets: ['192.0.2.1'],
        labels: { owner: 'me' },
        properties: [{ name: 'coredns/group', value: 'blue' }],
      },
    ],
  },
  { name: 'null and empty values are nothing', stored: { 1: {}, 2: { host: null } }, expected: [] },
])('$name', ({ stored, expected }) => {
  const entries = Object.entries(stored).flatMap(([label, value]) => {
    const key = `/skydns/org/example/www/${label}`;
    const reading = readEntry(keys, { key, value: JSON.stringify(value), modRevision: '1' });
    return reading.ok ? [reading.entry] : [];
  });
  expect(toEndpoints(entries)).toEqual(
    expected.map((init) => createEndpoint({ name: 'www.example.org', ...init })),
  );
});

test('a prefix may be empty', () => {
  const all = createKeySpace('');
  expect([all.all, all.keyOf('www.example.org'), all.labelsOf('org/example/www/1')]).toEqual([
    { from: '\0', to: '\0' },
    'org/example/www',
    ['1', 'www', 'example', 'org'],
  ]);
});
