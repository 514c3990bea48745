import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareIps,
  formatIp,
  networkContains,
  parseIp,
  parseNetwork,
  reverseName,
  type IpAddress,
} from './ip.ts';

function ip(text: string): IpAddress {
  const address = parseIp(text);
  if (address === undefined) throw new Error(`${text} is not an address`);
  return address;
}

describe('parseIp and formatIp', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['0.0.0.0', '0.0.0.0'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::0001', '::1'],
    ['::', '::'],
    ['1::', '1::'],
    ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, canonical) => {
    expect(formatIp(ip(text))).toBe(canonical);
  });

  test.each([
    '',
    '10.1',
    '10.01.2.3',
    '256.256.256.256',
    '192.168.1',
    '1.2.3.4.',
    '1.2.3.4/24',
    ' 1.2.3.4',
    '+1.2.3.4',
    '1.2.3.4%eth0',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    ':1::2',
    '1::2:',
    '12345::',
    'g::',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1%',
    '[::1]',
    '::1/64',
    'example.org',
  ])('%j is no address', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('come back from each other', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = ip(text);
        expect(parseIp(formatIp(address))).toEqual(address);
      }),
    );
  });
});

test.each([
  ['192.0.2.9', '192.0.2.10', -1],
  ['255.255.255.255', '::', -1],
  ['::1', '::1', 0],
  ['fe80::1%a', 'fe80::1%b', -1],
  ['::2', '::1', 1],
])('%s against %s: %i', (a, b, sign) => {
  expect(Math.sign(compareIps(ip(a), ip(b)))).toBe(sign);
});

describe('networkContains', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.77/24', '192.0.2.1', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '203.0.113.1', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '192.0.2.1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['192.0.2.0/24', '::ffff:192.0.2.1', true],
    ['::ffff:192.0.2.0/120', '192.0.2.1', true],
    ['fe80::/10', 'fe80::1%eth0', false],
    ['192.0.2.1/32', '192.0.2.1', true],
  ])('%s and %s: %j', (network, address, contained) => {
    const parsed = parseNetwork(network);
    expect(parsed && networkContains(parsed, ip(address))).toBe(contained);
  });

  test.each(['192.0.2.0', '192.0.2.0/33', '::/129', '192.0.2/24', '1.2.3.4/-1', '/8', 'x/8', ''])(
    '%j is no network',
    (text) => {
      expect(parseNetwork(text)).toBeUndefined();
    },
  );
});

test.each([
  ['192.168.49.2', '2.49.168.192.in-addr.arpa'],
  ['2001:db8::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
])('PTR records of %s lie at %s', (address, name) => {
  expect(reverseName(ip(address))).toBe(name);
});
