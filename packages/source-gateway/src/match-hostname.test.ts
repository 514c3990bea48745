import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHostname, matchHostname } from './match-hostname.ts';

test.each([
  ['', 'a.example.org', 'a.example.org'],
  ['a.example.org', '', 'a.example.org'],
  ['', '', ''],
  ['*.example.org', 'a.example.org', 'a.example.org'],
  ['a.example.org', '*.example.org', 'a.example.org'],
  ['*.example.org', '*.b.example.org', '*.b.example.org'],
  ['*.example.org', 'a.b.example.org', 'a.b.example.org'],
  ['*.example.org', 'example.org', undefined],
  ['*.example.org', 'badexample.org', undefined],
  ['*.example.org', 'X.Example.Org', 'x.example.org'],
  ['*.example.org', 'a.example.org.', undefined],
  ['', 'a.example.org.', 'a.example.org.'],
  ['*.example.org', '*.example.org', '*.example.org'],
  ['*.b.example.org', '*.a.example.org', undefined],
  ['a.example.org', 'b.example.org', undefined],
  ['', 'a_b.example.org', undefined],
  ['', '192.0.2.1', undefined],
  ['', '2001:db8::1', undefined],
  ['', '*', undefined],
  ['', '-dash.example.org', undefined],
  ['a_b.example.org', '', undefined],
])('a listener for "%s" and a route for "%s" share %j', (listener, route, shared) => {
  expect(matchHostname(listener, route)).toBe(shared);
});

test.each([
  ['', true],
  ['a', true],
  ['*.example.org', true],
  [`${'a'.repeat(63)}.example.org`, true],
  [`${'a'.repeat(64)}.example.org`, false],
  [Array.from({ length: 128 }, () => 'a').join('.'), true],
  [`${Array.from({ length: 128 }, () => 'a').join('.')}.a`, false],
  ['a..example.org', false],
  ['.', false],
  ['*.', false],
  ['*.*.example.org', false],
])('"%s" is a hostname: %j', (hostname, expected) => {
  expect(isHostname(hostname)).toBe(expected);
});

test('it does not matter who asks', () => {
  const hostname = fc
    .array(fc.constantFrom('*', 'a', 'b', 'A', 'example'), { maxLength: 4 })
    .map((labels) => labels.join('.'));
  fc.assert(
    fc.property(hostname, hostname, (a, b) => {
      expect(matchHostname(a, b)).toBe(matchHostname(b, a));
    }),
  );
});
