import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalTarget, heldTarget, toContent } from './content.ts';
import { toRecord } from './record.ts';
import { canonicalTxt, toTxtContent } from './txt-content.ts';

test.each([
  ['A', '192.0.2.1', '192.0.2.1'],
  ['AAAA', '2001:DB8:0:0::1', '2001:db8::1'],
  ['A', 'no address', 'no address'],
  ['CNAME', 'LB.Example.net.', 'lb.example.net'],
  ['MX', '10  MX.example.net.', '10 mx.example.net'],
  ['MX', '0 .', '0 .'],
  ['MX', 'no preference', 'no preference'],
  ['SRV', '1  2 3 sip.example.org', '1 2 3 sip.example.org.'],
  ['SRV', '0 0 0 .', '0 0 0 .'],
  ['SRV', '1 2 sip.example.org', '1 2 sip.example.org'],
  ['CAA', '0 issue ca.example.net', '0 issue "ca.example.net"'],
  ['CAA', '128 iodef "mailto:a@example.org"', '128 iodef "mailto:a@example.org"'],
  ['HTTPS', '1 front.example.org.', '1 front.example.org'],
  ['SVCB', '1 .  alpn="h3"  port=1', '1 . alpn="h3" port=1'],
  ['SSHFP', '4 2 ABCD', '4 2 ABCD'],
  ['NS', 'NS1.example.net.', 'ns1.example.net'],
  ['OPENPGPKEY', 'mQENBF', 'mQENBF'],
])('%s %o is compared as %o', (type, target, expected) => {
  expect(canonicalTarget(type, target)).toBe(expected);
  expect(canonicalTarget(type, expected)).toBe(expected);
});

test.each([
  ['A', '192.0.2.1', { content: '192.0.2.1' }],
  ['MX', '10 mx.example.net', { content: 'mx.example.net', priority: 10 }],
  ['MX', 'nonsense', { content: 'nonsense' }],
  [
    'SRV',
    '0 1 443 cal.example.org.',
    { data: { priority: 0, weight: 1, port: 443, target: 'cal.example.org' } },
  ],
  ['SRV', '0 0 0 .', { data: { priority: 0, weight: 0, port: 0, target: '.' } }],
  ['CAA', '0 issue "a \\"b\\""', { data: { flags: 0, tag: 'issue', value: 'a "b"' } }],
  ['HTTPS', '1 .', { data: { priority: 1, target: '.', value: '' } }],
  ['SRV', '99999 1 443 x.', { content: '99999 1 443 x.' }],
])('%s %o is sent as %o', (type, target, expected) => {
  expect(toContent(type, target)).toEqual(expected);
});

test.each([
  [{ type: 'MX', content: 'mx.example.net', priority: 10 }, '10 mx.example.net'],
  [
    { type: 'SRV', content: '1 443 x', data: { priority: 0, weight: 1, port: 443, target: 'x' } },
    '0 1 443 x.',
  ],
  [{ type: 'SRV', content: '0 1 443 x' }, '0 1 443 x.'],
  [
    { type: 'CAA', content: '0 issue "x"', data: { flags: 0, tag: 'issue', value: 'x' } },
    '0 issue "x"',
  ],
  [{ type: 'TXT', content: 'plain' }, '"plain"'],
  [
    { type: 'URI', content: '10 1 "https://example.org"', priority: 10 },
    '10 1 "https://example.org"',
  ],
])('%o reads as %o', (fields, expected) => {
  const record = toRecord({ id: '1', name: 'x.example.org', ...fields });
  expect(record && heldTarget(record)).toBe(expected);
});

test('what is no record is left out', () => {
  expect([null, 'x', {}, { id: '1', name: 'x' }].map(toRecord)).toEqual(Array(4).fill(undefined));
});

describe('TXT', () => {
  test.each([
    ['no quotes', 'v=spf1 -all', '"v=spf1 -all"'],
    ['quotes inside', 'say "hi"', '"say \\"hi\\""'],
    ['well formed', '"one" "two"', '"one" "two"'],
    ['split after 255 bytes by the service', `"${'x'.repeat(255)}" "yz"`, `"${'x'.repeat(255)}yz"`],
    ['a quote left open', '"open', '"open'],
    ['not ASCII', 'ü', '"\\195\\188"'],
    ['empty', '""', '""'],
  ])('%s', (_name, content, expected) => {
    expect(canonicalTxt(content)).toBe(expected);
  });

  test('what is sent reads back the same, in strings of at most 255 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 700 }), (text) => {
        fc.pre(!text.startsWith('"'));
        const canonical = canonicalTxt(text);
        const sent = toTxtContent(canonical);
        expect(canonicalTxt(sent)).toBe(canonical);
        for (const [, string = ''] of sent.matchAll(/"((?:[^"\\]|\\.)*)"/g))
          expect(string.replace(/\\(?:\d{3}|.)/g, 'x').length).toBeLessThanOrEqual(255);
      }),
    );
  });
});
