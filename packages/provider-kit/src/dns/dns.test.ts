import { toDnsName } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withHostDots, withoutHostDots } from './host-dots.ts';
import {
  formatCaa,
  formatMx,
  formatNaptr,
  formatSrv,
  parseCaa,
  parseMx,
  parseNaptr,
  parseSrv,
} from './record-data.ts';
import { parseTxtStrings, quoteTxt, unquoteTxt } from './txt.ts';
import { createZoneFinder } from './zone-finder.ts';

describe('TXT', () => {
  test.each([
    ['hello', '"hello"'],
    ['', '""'],
    ['say "hi" \\ there', '"say \\"hi\\" \\\\ there"'],
    ['ü\n', '"\\195\\188\\010"'],
    ['x'.repeat(256), `"${'x'.repeat(255)}" "x"`],
  ])('%j is written as %s', (text, content) => {
    expect(quoteTxt(text)).toBe(content);
    expect(unquoteTxt(content)).toBe(text);
  });

  test.each([
    ['two "strings" here', 'twostringshere'],
    ['"a" "b"', 'ab'],
    ['v=spf1\\032-all', 'v=spf1 -all'],
    ['"ü"', 'ü'],
  ])('%j is read as %j', (content, text) => {
    expect(unquoteTxt(content)).toBe(text);
  });

  test.each(['', ' ', '"open', '"bad \\', '"\\999"'])('%j is not well formed', (content) => {
    expect(unquoteTxt(content)).toBeUndefined();
  });

  test('every text survives, in strings of at most 255 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        const content = quoteTxt(text);
        expect(unquoteTxt(content)).toBe(text);
        expect(parseTxtStrings(content)?.every(({ length }) => length <= 255)).toBe(true);
        expect(content).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('host dots', () => {
  test.each([
    ['CNAME', 'www.example.org', 'www.example.org.'],
    ['MX', '10 mail.example.org', '10 mail.example.org.'],
    ['SRV', '10 5 443 host.example.org', '10 5 443 host.example.org.'],
    [
      'NAPTR',
      '100 10 "U" "E2U+sip" "!^.*$!sip:a b!" r.example.org',
      '100 10 "U" "E2U+sip" "!^.*$!sip:a b!" r.example.org.',
    ],
    ['HTTPS', '1 svc.example.org alpn=h2', '1 svc.example.org. alpn=h2'],
  ])('%s %s', (type, bare, dotted) => {
    expect(withHostDots(type, bare)).toBe(dotted);
    expect(withHostDots(type, dotted)).toBe(dotted);
    expect(withoutHostDots(type, dotted)).toBe(bare);
  });

  test.each([
    ['A', '192.0.2.1'],
    ['TXT', '"ends in a dot."'],
    ['CAA', '0 issue "ca.example.org"'],
    ['MX', 'mail.example.org'],
    ['CNAME', 'two words'],
  ])('%s %s stays as it is', (type, data) => {
    expect(withHostDots(type, data)).toBe(data);
  });

  test('the root stays a dot', () => {
    expect(withoutHostDots('MX', '0 .')).toBe('0 .');
  });
});

describe('record data', () => {
  test('is taken apart and put together again', () => {
    const naptr = '100 10 "U" "E2U+sip" "!^.*$!sip:\\"x\\"!" .';
    expect([
      parseMx('10 mail.example.org.'),
      parseSrv('1 2 3 host.example.org'),
      parseCaa('128 issue "ca.example.org; a=b"'),
      parseNaptr(naptr),
    ]).toEqual([
      { preference: 10, exchange: 'mail.example.org.' },
      { priority: 1, weight: 2, port: 3, target: 'host.example.org' },
      { flags: 128, tag: 'issue', value: 'ca.example.org; a=b' },
      {
        order: 100,
        preference: 10,
        flags: 'U',
        service: 'E2U+sip',
        regexp: '!^.*$!sip:"x"!',
        replacement: '.',
      },
    ]);
    expect([
      formatMx({ preference: 10, exchange: 'a.' }),
      formatSrv({ priority: 1, weight: 2, port: 3, target: 'h' }),
      formatCaa({ flags: 0, tag: 'issue', value: 'a "b"' }),
      formatNaptr({
        order: 100,
        preference: 10,
        flags: 'U',
        service: 'E2U+sip',
        regexp: '!^.*$!sip:"x"!',
        replacement: '.',
      }),
    ]).toEqual(['10 a.', '1 2 3 h', '0 issue "a \\"b\\""', naptr]);
  });

  test.each([
    [parseMx, ['', '10', 'x mail.example.org', '65536 a', '10 a b', '-1 a']],
    [parseSrv, ['1 2 3', '1 2 x h', '1 2 3 h more']],
    [parseCaa, ['256 issue "a"', '0 is-sue "a"', '0 issue', '0 issue "a" "b"']],
    [parseNaptr, ['1 2 "U" "S" "R"', 'x 2 "U" "S" "R" .', '1 2 "U" "S" "R" . more']],
  ])('%o refuses what is not well formed', (parse, wrong) => {
    expect(wrong.map((data) => parse(data))).toEqual(wrong.map(() => undefined));
  });
});

test.each([
  ['www.example.org', 'example.org'],
  ['a.b.lab.example.org', 'lab.example.org'],
  ['lab.example.org', 'lab.example.org'],
  ['mylab.example.org', 'example.org'],
  ['example.com', undefined],
])('%s is in %s', (name, expected) => {
  const find = createZoneFinder(
    ['example.org', 'lab.example.org', 'example.net'].map((zone) => ({ name: toDnsName(zone) })),
  );
  expect(find(toDnsName(name))?.name).toBe(expected);
});

test('everything is in the root', () => {
  expect(createZoneFinder([{ name: toDnsName('') }])(toDnsName('a.example.org'))?.name).toBe('');
});
