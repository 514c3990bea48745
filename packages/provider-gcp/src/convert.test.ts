import { createEndpoint, type Behavior } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asHeld, fromRecordSet, sameData, toRecordSet } from './convert.ts';

const endpoint = (name: string, type: string, ...targets: readonly string[]) =>
  createEndpoint({ name, type, targets });

describe('what goes over the wire', () => {
  test.each<{
    name: string;
    behavior: Behavior;
    type: string;
    targets: readonly string[];
    rrdatas: readonly string[];
  }>([
    {
      name: 'an address as it is',
      behavior: 'safe',
      type: 'A',
      targets: ['192.0.2.1'],
      rrdatas: ['192.0.2.1'],
    },
    {
      name: 'a host with its dot',
      behavior: 'safe',
      type: 'CNAME',
      targets: ['a.example.org'],
      rrdatas: ['a.example.org.'],
    },
    {
      name: 'the host of a pointer with its dot',
      behavior: 'safe',
      type: 'PTR',
      targets: ['a.example.org'],
      rrdatas: ['a.example.org.'],
    },
    {
      name: 'one dot, not two',
      behavior: 'safe',
      type: 'MX',
      targets: ['10 mx.example.org.'],
      rrdatas: ['10 mx.example.org.'],
    },
    {
      name: 'an address in the place of a host as it is',
      behavior: 'safe',
      type: 'CNAME',
      targets: ['192.0.2.1'],
      rrdatas: ['192.0.2.1'],
    },
    {
      name: 'upstream: a dot on the first target of a CNAME only',
      behavior: 'compat',
      type: 'CNAME',
      targets: ['a.example.org', 'b.example.org'],
      rrdatas: ['a.example.org.', 'b.example.org'],
    },
    {
      name: 'upstream: a dot on every MX',
      behavior: 'compat',
      type: 'MX',
      targets: ['10 a.example.org', '20 b.example.org.'],
      rrdatas: ['10 a.example.org.', '20 b.example.org.'],
    },
    {
      name: 'upstream: no dot on a pointer',
      behavior: 'compat',
      type: 'PTR',
      targets: ['a.example.org'],
      rrdatas: ['a.example.org'],
    },
    {
      name: 'upstream: no dot on a DNAME',
      behavior: 'compat',
      type: 'DNAME',
      targets: ['a.example.org'],
      rrdatas: ['a.example.org'],
    },
    {
      name: 'upstream: an address as a name server',
      behavior: 'compat',
      type: 'NS',
      targets: ['192.0.2.1'],
      rrdatas: ['192.0.2.1'],
    },
  ])('$name', ({ behavior, type, targets, rrdatas }) => {
    expect(toRecordSet(endpoint('www.example.org', type, ...targets), behavior)).toEqual({
      name: 'www.example.org.',
      type,
      ttl: 300,
      rrdatas,
    });
  });

  test('the TTL is 300 where none is asked for', () => {
    const set = (ttlSeconds: number) =>
      toRecordSet(
        createEndpoint({ name: 'a.example.org', type: 'A', targets: [], ttlSeconds }),
        'safe',
      ).ttl;
    expect([set(0), set(4000)]).toEqual([300, 4000]);
  });

  test('names are canonical; as upstream, they are as they were written', () => {
    const written = endpoint('WWW.Bücher.example.', 'A', '192.0.2.1');
    expect([toRecordSet(written, 'safe').name, toRecordSet(written, 'compat').name]).toEqual([
      'www.xn--bcher-kva.example.',
      'WWW.Bücher.example.',
    ]);
  });
});

test('upstream sees some types only', () => {
  const seen = (type: string): boolean =>
    fromRecordSet({ name: 'a.example.org.', type, ttl: 1, rrdatas: [] }, 'compat') !== undefined;
  const types = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'];
  expect(types.filter(seen)).toEqual(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SRV', 'TXT']);
});

test.each([
  { name: 'text gets quotes', type: 'TXT', targets: ['hello world'], held: ['"hello world"'] },
  { name: 'quoted text stays', type: 'TXT', targets: ['"a" "b"'], held: ['"a" "b"'] },
  {
    name: 'a string over 255 bytes is split',
    type: 'TXT',
    targets: [`"${'x'.repeat(256)}"`],
    held: [`"${'x'.repeat(255)}" "x"`],
  },
  {
    name: 'SRV gets its dot',
    type: 'SRV',
    targets: ['1 2 3 a.example.org'],
    held: ['1 2 3 a.example.org.'],
  },
  {
    name: 'a host loses its dot',
    type: 'CNAME',
    targets: ['a.example.org.'],
    held: ['a.example.org'],
  },
  { name: 'no target twice', type: 'A', targets: ['192.0.2.1', '192.0.2.1'], held: ['192.0.2.1'] },
])('adjusted: $name', ({ type, targets, held }) => {
  expect(asHeld(endpoint('a.example.org', type, ...targets)).targets).toEqual(held);
});

test('what needs no adjustment is the same object', () => {
  const fine = endpoint('a.example.org', 'TXT', '"fine"');
  expect(asHeld(fine)).toBe(fine);
});

const host = fc.stringMatching(/^[a-z]{1,8}(\.[a-z]{1,8}){1,3}\.?$/);
const wanted = fc.oneof(
  fc.record({
    type: fc.constant('TXT'),
    targets: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constantFrom('CNAME', 'NS', 'PTR'),
    targets: fc.array(host, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('MX'),
    targets: fc.array(
      host.map((name) => `10 ${name}`),
      { minLength: 1 },
    ),
  }),
  fc.record({
    type: fc.constant('SRV'),
    targets: fc.array(
      host.map((name) => `1 2 3 ${name}`),
      { minLength: 1 },
    ),
  }),
);

test('what is adjusted is read back as it was written, and adjusting it again changes nothing', () => {
  fc.assert(
    fc.property(wanted, ({ type, targets }) => {
      const held = { ...asHeld(endpoint('a.example.org', type, ...targets)), ttlSeconds: 300 };
      expect(asHeld(held)).toEqual(held);
      expect(fromRecordSet(toRecordSet(held, 'safe'), 'safe')).toEqual(held);
    }),
  );
});

test.each([
  {
    name: 'in another order',
    type: 'A',
    one: ['192.0.2.1', '192.0.2.2'],
    other: ['192.0.2.2', '192.0.2.1'],
    same: true,
  },
  {
    name: 'an address in another notation',
    type: 'AAAA',
    one: ['2001:db8::1'],
    other: ['2001:DB8:0::1'],
    same: true,
  },
  {
    name: 'a host in another case',
    type: 'CNAME',
    one: ['A.example.org.'],
    other: ['a.example.org.'],
    same: true,
  },
  { name: 'text in another case', type: 'TXT', one: ['"A"'], other: ['"a"'], same: false },
  {
    name: 'one more',
    type: 'A',
    one: ['192.0.2.1'],
    other: ['192.0.2.1', '192.0.2.2'],
    same: false,
  },
  { name: 'two routing policies', type: 'A', one: [], other: [], same: false },
])('the same data: $name', ({ type, one, other, same }) => {
  const set = (rrdatas: readonly string[]) => ({ name: 'a.example.org.', type, ttl: 1, rrdatas });
  expect(sameData(set(one), set(other))).toBe(same);
});
