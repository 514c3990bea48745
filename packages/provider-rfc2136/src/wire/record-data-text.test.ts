import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecordData } from './read-record-data.ts';
import { formatRecordData, parseRecordData } from './record-data-text.ts';
import { typeName, typeNumber } from './record-types.ts';
import { WireFormatError } from './wire-format-error.ts';
import { WireReader } from './wire-reader.ts';

const numberOf = (type: string): number => typeNumber(type) ?? 0;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const parse = (type: string, text: string): string => hex(parseRecordData(numberOf(type), text));
const format = (type: string, bytes: string): string =>
  formatRecordData(numberOf(type), Uint8Array.from(Buffer.from(bytes, 'hex')));

describe('data in text and on the wire', () => {
  test.each([
    ['A', '192.0.2.1', 'c0000201'],
    ['AAAA', '2001:db8::1', '20010db8000000000000000000000001'],
    ['CNAME', 'lb.example.net.', '026c62076578616d706c65036e657400'],
    ['MX', '10 mail.example.', '000a046d61696c076578616d706c6500'],
    ['SRV', '1 2 443 s.example.', '0001000201bb0173076578616d706c6500'],
    ['TXT', '"v=spf1 -all" "a\\"b\\\\c;d\\195"', '0b763d73706631202d616c6c086122625c633b64c3'],
    ['TXT', '""', '00'],
    ['CAA', '128 issue "ca.example"', '80056973737565' + '63612e6578616d706c65'],
    ['NAPTR', '1 2 "U" "E2U+sip" "!a!b!" .', '000100020155074532552b73697005216121622100'],
    ['TLSA', '3 1 1 0102ff', '0301010102ff'],
    ['SSHFP', '4 2 abcd', '0402abcd'],
    ['DS', '12345 13 2 aabb', '30390d02aabb'],
    [
      'URI',
      '10 1 "https://example.org/"',
      '000a0001' + Buffer.from('https://example.org/').toString('hex'),
    ],
    ['DNSKEY', '257 3 13 AQID', '0101030d010203'],
    ['HINFO', '"PC" "Linux"', '025043054c696e7578'],
    ['RP', 'me.example. .', '026d65076578616d706c650000'],
    ['SOA', 'ns. me. 1 2 3 4 5', '026e7300026d65000000000100000002000000030000000400000005'],
    ['HTTPS', '0 svc.example.', '000003737663076578616d706c6500'],
    ['HTTPS', '1 .', '000100'],
    [
      'HTTPS',
      '1 . mandatory=alpn,port alpn="h2,h3" no-default-alpn port=8443 ipv4hint=192.0.2.1,192.0.2.2 ech="AQID" ipv6hint=2001:db8::1 dohpath="/q{?dns}" key999="x"',
      '000100' +
        '0000000400010003' +
        '00010006026832026833' +
        '00020000' +
        '0003000220fb' +
        '00040008c0000201c0000202' +
        '00050003010203' +
        '0006001020010db8000000000000000000000001' +
        '000700082f717b3f646e737d' +
        '03e7000178',
    ],
    ['TYPE65280', '\\# 3 abcdef', 'abcdef'],
    ['TYPE65280', '\\# 0', ''],
    ['SSHFP', '\\# 2 0102', '0102'],
    ['CAA', '\\# 4 00022028', '00022028'],
    ['HTTPS', '\\# 11 0001000001000000000000', '0001000001000000000000'],
  ])('%s %s', (type, text, bytes) => {
    expect(parse(type, text)).toBe(bytes);
    expect(format(type, bytes)).toBe(text);
  });

  test.each([
    ['CNAME', 'lb.example.net', 'lb.example.net.'],
    ['AAAA', '2001:DB8:0:0::1', '2001:db8::1'],
    ['TXT', 'two words', '"two" "words"'],
    ['TXT', 'semi;colon', '"semi"'],
    ['TXT', `"${'x'.repeat(256)}"`, `"${'x'.repeat(255)}" "x"`],
    ['CAA', '0 issue ca.example.org', '0 issue "ca.example.org"'],
    ['TLSA', '3 1 1 01 02 FF', '3 1 1 0102ff'],
    ['HTTPS', '1 . port=443 alpn=h2', '1 . alpn="h2" port=443'],
    ['HTTPS', '1 . alpn="a\\\\,b,c"', '1 . alpn="a\\\\,b,c"'],
    ['MX', '( 10 mail.example. ) ; comment', '10 mail.example.'],
    ['A', '\\# 4 C0000201', '192.0.2.1'],
  ])('%s %s is %s', (type, written, canonical) => {
    expect(format(type, parse(type, written))).toBe(canonical);
  });

  test.each([
    ['A', '2001:db8::1', '"2001:db8::1" is not an IPv4 address'],
    ['A', '', 'an address is missing'],
    ['A', '192.0.2.1 192.0.2.2', '"192.0.2.2" is too much'],
    ['AAAA', 'fe80::1%eth0', '"fe80::1%eth0" is not an IPv6 address'],
    ['MX', 'mail.example.org', '"mail.example.org" is not a number'],
    ['MX', '70000 mail.example.org', '70000 does not fit into 2 bytes'],
    ['MX', '10', 'a host name is missing'],
    ['TXT', '', 'a text is missing'],
    ['TXT', '"open', 'a quote is left open in "open'],
    ['TXT', '"\\256"', 'an escape means nothing in "\\256"'],
    ['CNAME', 'a..b', '"a..b" has an empty label'],
    ['TLSA', '3 1 1 xyz', '"xyz" is not hex'],
    ['HINFO', `"${'x'.repeat(256)}" "a"`, 'a string of more than 255 bytes'],
    ['HTTPS', '1 . port=x', '"x" is no port'],
    ['HTTPS', '1 . colour=red', '"colour" is no parameter of SVCB or HTTPS'],
    ['HTTPS', '1 . port=1 port=2', 'the parameter port is there twice'],
    ['HTTPS', '1 . ipv4hint=2001:db8::1', '"2001:db8::1" is no address for ipv4hint'],
    ['TYPE65280', 'abc', 'the type is opaque here; write its data as \\# length hex'],
    ['TYPE65280', '\\# 2 abcdef', 'data after \\# is a length in bytes and as many bytes in hex'],
    ['A', '\\# 5 0102030405', 'data after \\# is longer than the type allows'],
  ])('%s cannot be %s', (type, text, message) => {
    expect(() => parse(type, text)).toThrow(new WireFormatError(message));
  });
});

function dataOrNothing(type: number, bytes: Uint8Array): Uint8Array {
  try {
    return readRecordData(new WireReader(bytes), type, bytes.length);
  } catch (error) {
    if (error instanceof WireFormatError) return new Uint8Array();
    throw error;
  }
}

test('data of any type that can be read comes back from its text', () => {
  const types = Array.from({ length: 260 }, (_, number) => number).filter(
    (number) => !typeName(number).startsWith('TYPE'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 80 }), (type, bytes) => {
      const data = dataOrNothing(type, bytes);
      fc.pre(data.length > 0);
      const text = formatRecordData(type, data);
      expect(text).not.toMatch(/[^\x20-\x7e]/);
      expect(hex(parseRecordData(type, text))).toBe(hex(data));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['A', 1],
  ['caa', 257],
  ['TYPE65280', 65_280],
  ['TYPE1', 1],
  ['TYPE65536', undefined],
  ['NOSUCH', undefined],
  ['toString', undefined],
])('the number of %s is %s', (name, number) => {
  expect(typeNumber(name)).toBe(number);
});

test.each([
  [1, 'A'],
  [65, 'HTTPS'],
  [65_280, 'TYPE65280'],
])('the name of %s is %s', (number, name) => {
  expect(typeName(number)).toBe(name);
});
