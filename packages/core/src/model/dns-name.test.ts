import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDnsName, isWildcard, isWithin, parentDomain, toDnsName } from './dns-name.ts';
import { toUnicodeName } from './idna.ts';

describe('toDnsName', () => {
  test.each([
    ['3AAAA.FOO.BAR.COM    ', '3aaaa.foo.bar.com'],
    ['foo', 'foo'],
    ['foo.', 'foo'],
    ['.foo.com.', '.foo.com'],
    ['點看.org.', 'xn--c1yn36f.org'],
    ['nordic-ø.kitty😸.COM', 'xn--nordic--w1a.xn--kitty-pd34d.com'],
    ['xn--nordic--w1a.kitty😸.com.', 'xn--nordic--w1a.xn--kitty-pd34d.com'],
    ['XN--NORDIC--W1A.example', 'xn--nordic--w1a.example'],
    ['*.example.com', '*.example.com'],
    ['*.Bücher.example', '*.xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['straße.example', 'strasse.example'],
    ['_sip._udp.ÉTÉ.example', '_sip._udp.xn--t-9fab.example'],
    ['日本。example', 'xn--wgv71a.example'],
    ['\\052.example.org', '*.example.org'],
    ['\\042.example.org', '*.example.org'],
    ['\\137sip.example.org', '_sip.example.org'],
    ['\\095sip.example.org', '_sip.example.org'],
    ['a\\055b.example.org', 'a-b.example.org'],
    ['a\\046b.example.org', 'a\\046b.example.org'],
    ['128/26.2.0.192.in-addr.arpa', '128/26.2.0.192.in-addr.arpa'],
    ['ü/x.example.org', 'ü/x.example.org'],
    ['ü@x:y?z#.example.org', 'ü@x:y?z#.example.org'],
    ['', ''],
    ['.', ''],
  ])('%j is %j', (spelling, name) => {
    expect(toDnsName(spelling)).toBe(name);
  });

  test('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'grapheme' })), (spelling) => {
        fc.pre(!/^\s|\s$|\.\.$/.test(spelling));
        const name = toDnsName(spelling);
        fc.pre(name === name.trim() && !name.endsWith('.'));
        expect(toDnsName(name)).toBe(name);
      }),
    );
  });

  test('does not depend on case or a final dot', () => {
    fc.assert(
      fc.property(fc.domain(), (domain) => {
        expect(toDnsName(`${domain.toUpperCase()}.`)).toBe(toDnsName(domain));
      }),
    );
  });

  test('comes back from its Unicode form', () => {
    const letters = fc.constantFrom(...Array.from('abc123äöüéñøčšжяעבदेव點看日本한국😸'));
    const label = fc.string({ unit: letters, minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
        const name = toDnsName(labels.join('.'));
        expect(toDnsName(toUnicodeName(name))).toBe(name);
      }),
    );
  });
});

describe('toUnicodeName', () => {
  test.each([
    ['foo123.COM', 'foo123.com'],
    ['foo.com.', 'foo.com'],
    ['xn--c1yn36f.org.', '點看.org'],
    ['xn--nordic--w1a.xn--kItty-pd34d.com', 'nordic-ø.kitty😸.com'],
    ['Straße.example', 'straße.example'],
    ['xn--r28h.org', '😍.org'],
    ['xn--not-a-valid-punycode!.example.com', 'xn--not-a-valid-punycode!.example.com'],
  ])('%j is %j', (name, unicode) => {
    expect(toUnicodeName(name)).toBe(unicode);
  });
});

describe('checkDnsName', () => {
  test.each([
    ['www.example.org', undefined],
    ['*.example.org', undefined],
    ['\\052.example.org', undefined],
    ['_sip._tcp.example.org.', undefined],
    ['bücher.example', undefined],
    ['localhost', undefined],
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['.', 'is empty'],
    ['a\nb.example.org', 'holds a line break or another control character'],
    ['a b.example.org', 'holds a blank'],
    [
      '<no value>.example.org',
      'holds "<no value>": the template refers to a field that the object does not have',
    ],
    [
      '<novalue>.example.org',
      'holds "<no value>": the template refers to a field that the object does not have',
    ],
    ['a..example.org', 'has an empty label (two dots in a row, or a dot in front)'],
    ['.example.org', 'has an empty label (two dots in a row, or a dot in front)'],
    ['a.example.org..', 'has an empty label (two dots in a row, or a dot in front)'],
    [`${'a'.repeat(63)}.example.org`, undefined],
    [`${'a'.repeat(64)}.example.org`, `has a label of more than 63 bytes (${'a'.repeat(64)})`],
    [
      `${'a'.repeat(100_000)}.example.org`,
      `has a label of more than 63 bytes (${'a'.repeat(100)}…)`,
    ],
    [`${'abcdefg.'.repeat(31)}abcde`, undefined],
    [`${'abcdefg.'.repeat(31)}abcdef`, 'is 254 bytes long; 253 are allowed'],
    ['w\\ww.example.org', 'holds a backslash; only \\052 for a wildcard is understood'],
    ['\\119ww.example.org', 'holds a backslash; only \\052 for a wildcard is understood'],
    ['ü x.example.org', 'holds a blank'],
    ['ü/x.example.org', 'is not a name that IDNA allows'],
  ])('%j: %j', (spelling, message) => {
    expect(checkDnsName(spelling)).toBe(message);
  });
});

test.each([
  ['www.example.com', 'example.com'],
  ['api.v1.example.com', 'v1.example.com'],
  ['example.com', 'example.com'],
  ['localhost', 'localhost'],
])('the domain of %s in metrics is %s', (name, domain) => {
  expect(parentDomain(toDnsName(name))).toBe(domain);
});

test.each([
  ['www.example.org', 'example.org', true],
  ['example.org', 'example.org', true],
  ['anexample.org', 'example.org', false],
  ['example.org', 'www.example.org', false],
  ['example.org', '', true],
])('%s is within %j: %j', (name, domain, within) => {
  expect(isWithin(toDnsName(name), toDnsName(domain))).toBe(within);
});

test.each([
  ['*.example.org', true],
  ['*', true],
  ['www.example.org', false],
  ['*a.example.org', false],
])('%s is a wildcard: %j', (name, wildcard) => {
  expect(isWildcard(toDnsName(name))).toBe(wildcard);
});
