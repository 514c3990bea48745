import { createEndpoint, toDnsName, type Endpoint } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { asHeld, withoutInvalid } from './adjust.ts';
import { fromRecordSet, toDelete, toPdnsType, toReplace } from './convert.ts';
import { toRecordSet, toZoneFacts } from './record-set.ts';

const zone = toDnsName('example.org');
const alias = [{ name: 'alias', value: 'true' }];

const endpoint = (name: string, type: string, target: string, more = {}): Endpoint =>
  createEndpoint({ name, type, targets: [target], ...more });
const set = (type: string, ...contents: string[]) => ({
  name: 'www.example.org.',
  type,
  ttl: 60,
  records: contents.map((content) => ({
    content: content.replace('!', ''),
    disabled: content.startsWith('!'),
  })),
});

describe('fromRecordSet', () => {
  test.each<{ name: string; given: ReturnType<typeof set>; targets: string[]; type?: string }>([
    {
      name: 'keeps the order of addresses',
      given: set('A', '192.0.2.2', '192.0.2.1'),
      targets: ['192.0.2.2', '192.0.2.1'],
    },
    {
      name: 'leaves disabled records out',
      given: set('A', '192.0.2.1', '!192.0.2.2'),
      targets: ['192.0.2.1'],
    },
    {
      name: 'a set of disabled records only has no targets',
      given: set('A', '!192.0.2.2'),
      targets: [],
    },
    {
      name: 'takes the final dot off a host',
      given: set('CNAME', 'lb.example.net.'),
      targets: ['lb.example.net'],
    },
    {
      name: 'takes the final dot off an exchange',
      given: set('MX', '10 mail.example.org.'),
      targets: ['10 mail.example.org'],
    },
    {
      name: 'keeps TXT as it is',
      given: set('TXT', '"ends in a dot."'),
      targets: ['"ends in a dot."'],
    },
    {
      name: 'keeps SRV as it is',
      given: set('SRV', '10 5 443 s.example.org.'),
      targets: ['10 5 443 s.example.org.'],
    },
    { name: 'keeps a type it does not know', given: set('LUA', 'A "x"'), targets: ['A "x"'] },
  ])('$name', ({ given, targets }) => {
    const expected = createEndpoint({
      name: 'www.example.org',
      type: given.type,
      ttlSeconds: 60,
      targets,
    });
    expect(fromRecordSet(given, 'safe')).toEqual(expected);
    expect(fromRecordSet(given, 'compat')).toEqual(expected);
  });

  test('an ALIAS is a CNAME that says so; in compat it does not', () => {
    const given = set('ALIAS', 'lb.example.net.');
    const cname = endpoint('www.example.org', 'CNAME', 'lb.example.net', { ttlSeconds: 60 });
    expect(fromRecordSet(given, 'safe')).toEqual({ ...cname, properties: alias });
    expect(fromRecordSet(given, 'compat')).toEqual(cname);
  });
});

describe('toReplace', () => {
  test.each([
    ['A', '192.0.2.1', '192.0.2.1'],
    ['TXT', '"text"', '"text"'],
    ['MX', '10 mail.example.org', '10 mail.example.org.'],
    ['SRV', '1 2 3 s.example.org.', '1 2 3 s.example.org.'],
    ['NS', 'ns.example.org', 'ns.example.org.'],
    ['NS', '192.0.2.1', '192.0.2.1'],
    ['PTR', 'www.example.org', 'www.example.org.'],
    ['DNAME', 'example.net', 'example.net.'],
    ['NAPTR', '1 2 "U" "S" "R" .', '1 2 "U" "S" "R" .'],
  ])('%s %s is sent as %s', (type, target, content) => {
    expect(
      toReplace(endpoint('www.example.org', type, target, { ttlSeconds: 60 }), zone, 'safe'),
    ).toEqual({
      name: 'www.example.org.',
      type,
      ttl: 60,
      changetype: 'REPLACE',
      records: [{ content, disabled: false }],
    });
  });

  test('no TTL is 300', () => {
    expect(toReplace(endpoint('www.example.org', 'A', '192.0.2.1'), zone, 'safe')).toHaveProperty(
      'ttl',
      300,
    );
  });

  test('the name is canonical, in compat as it was written', () => {
    const written = endpoint('WWW.example.org', 'A', '192.0.2.1');
    expect([toDelete(written, zone, 'safe').name, toDelete(written, zone, 'compat').name]).toEqual([
      'www.example.org.',
      'WWW.example.org.',
    ]);
  });

  test.each([
    ['example.org', [], 'ALIAS'],
    ['www.example.org', [], 'CNAME'],
    ['www.example.org', alias, 'ALIAS'],
    ['www.example.org', [{ name: 'alias', value: 'false' }], 'CNAME'],
    ['www.example.org', [{ name: 'alias', value: 'A' }], 'CNAME'],
  ])('a CNAME at %s with %j is %s', (name, properties, type) => {
    expect(toPdnsType(endpoint(name, 'CNAME', 'lb.example.net', { properties }), zone)).toBe(type);
  });

  test('a marker of an alias stays a TXT', () => {
    expect(toPdnsType(endpoint('example.org', 'TXT', '"x"', { properties: alias }), zone)).toBe(
      'TXT',
    );
  });
});

describe('adjusting', () => {
  const isApex = (name: string): boolean => name === 'example.org';

  test.each<{ name: string; given: Endpoint; expected: Endpoint }>([
    {
      name: 'a CNAME at the apex becomes an alias',
      given: endpoint('example.org', 'CNAME', 'lb.example.net'),
      expected: endpoint('example.org', 'CNAME', 'lb.example.net', { properties: alias }),
    },
    {
      name: 'an alias elsewhere stays one',
      given: endpoint('www.example.org', 'CNAME', 'lb.example.net', { properties: alias }),
      expected: endpoint('www.example.org', 'CNAME', 'lb.example.net', { properties: alias }),
    },
    {
      name: 'another value of alias is not held',
      given: endpoint('www.example.org', 'CNAME', 'lb.example.net', {
        properties: [
          { name: 'alias', value: 'false' },
          { name: 'other', value: 'x' },
        ],
      }),
      expected: endpoint('www.example.org', 'CNAME', 'lb.example.net', {
        properties: [{ name: 'other', value: 'x' }],
      }),
    },
    {
      name: 'an address is never an alias',
      given: endpoint('www.example.org', 'A', '192.0.2.1', { properties: alias }),
      expected: endpoint('www.example.org', 'A', '192.0.2.1'),
    },
    {
      name: 'the final dot of a host name goes',
      given: endpoint('www.example.org', 'CNAME', 'lb.example.net.'),
      expected: endpoint('www.example.org', 'CNAME', 'lb.example.net'),
    },
    {
      name: 'the final dot of a mail host goes',
      given: endpoint('www.example.org', 'MX', '10 mx.example.net.'),
      expected: endpoint('www.example.org', 'MX', '10 mx.example.net'),
    },
    {
      name: 'TXT gets its quotes',
      given: endpoint('www.example.org', 'TXT', 'v=spf1 "x" -all'),
      expected: endpoint('www.example.org', 'TXT', '"v=spf1 \\"x\\" -all"'),
    },
    {
      name: 'TXT in quotes stays as it is written',
      given: endpoint('www.example.org', 'TXT', '"ü" "two"'),
      expected: endpoint('www.example.org', 'TXT', '"ü" "two"'),
    },
    {
      name: 'a string of more than 255 bytes is split',
      given: endpoint('www.example.org', 'TXT', `"${'x'.repeat(256)}"`),
      expected: endpoint('www.example.org', 'TXT', `"${'x'.repeat(255)}" "x"`),
    },
  ])('$name, and stays so', ({ given, expected }) => {
    const held = asHeld(given, isApex);
    expect(held).toEqual(expected);
    expect(asHeld(held, isApex)).toBe(held);
  });

  test('drops what cannot be a record, and only that', () => {
    const good = endpoint('www.example.org', 'MX', '10 mail.example.org');
    expect(
      withoutInvalid([
        endpoint('www.example.org', 'MX', 'mail.example.org'),
        good,
        endpoint('www.example.org', 'A', '2001:db8::1'),
        endpoint('www.example.org', 'TXT', '"x"', { properties: alias }),
      ]),
    ).toEqual([good]);
  });
});

test('replies are read loosely', () => {
  expect([
    toRecordSet({ name: 'a.', type: 'A' }),
    toRecordSet({ name: 'a.', type: 'A', ttl: 1, records: [{ content: 'x' }, {}, null], more: 1 }),
    toRecordSet({ type: 'A' }),
    toRecordSet(null),
    toZoneFacts({}),
  ]).toEqual([
    { name: 'a.', type: 'A', ttl: 0, records: [] },
    { name: 'a.', type: 'A', ttl: 1, records: [{ content: 'x', disabled: false }] },
    undefined,
    undefined,
    { serial: 0, soaEditApi: '', isSigned: false, rectifiesItself: false },
  ]);
});
