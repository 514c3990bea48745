import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGoDuration } from './go-duration.ts';
import { parseTtl } from './parse-ttl.ts';

test.each([
  ['60', 60],
  ['+60', 60],
  ['10m', 600],
  ['1h10m', 4200],
  ['1.5h', 5400],
  ['20.5s', 20],
  ['.5m', 30],
  ['+1m', 60],
  ['1500ms', 1],
  ['1000000µs', 1],
  ['2147483647', 2_147_483_647],
])('ttl %s is %d seconds', (text, seconds) => {
  expect(parseTtl(text)).toEqual({ ok: true, seconds });
});

test.each(['500ms', '0', '-5', '-1m', '2147483648', '99999999999999999999'])(
  'ttl %s is out of range',
  (text) => {
    expect(parseTtl(text)).toEqual({
      ok: false,
      reason: 'is not between 1 and 2147483647 seconds',
    });
  },
);

test.each(['1d', ' 60', 'abc', '', '1 m', 's', '.s', '9999999999h', '60.5'])(
  'ttl "%s" is not understood',
  (text) => {
    expect(parseTtl(text)).toEqual({
      ok: false,
      reason: 'is neither seconds nor a duration such as 10m',
    });
  },
);

test.each([
  ['0', 0n],
  ['-1.5s', -1_500_000_000n],
  ['1h1m1s1ms1us1ns', 3_661_001_001_001n],
  ['0.3333333333333333333h', 1_199_999_999_999n],
])('%s is %d ns', (text, nanoseconds) => {
  expect(parseGoDuration(text)).toBe(nanoseconds);
});

test('whole seconds, minutes and hours are what they say, in any order and number', () => {
  const term = fc.record({
    count: fc.nat(5000),
    unit: fc.constantFrom(
      { text: 's', seconds: 1 },
      { text: 'm', seconds: 60 },
      { text: 'h', seconds: 3600 },
    ),
  });
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 5 }), (terms) => {
      const text = terms.map(({ count, unit }) => `${count}${unit.text}`).join('');
      const seconds = terms.reduce((sum, { count, unit }) => sum + count * unit.seconds, 0);
      expect(parseGoDuration(text)).toBe(BigInt(seconds) * 1_000_000_000n);
    }),
  );
});
