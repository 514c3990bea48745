import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from './go-duration.ts';

test.each([
  ['0', 0],
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1h', 3_600_000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['250ms', 250],
  ['-3m', -180_000],
  ['+3m', 180_000],
  ['1d', 86_400_000],
  ['2w3d', 17 * 86_400_000],
  ['1us', 0.001],
  ['1µs', 0.001],
])('%s is %d ms', (text, ms) => {
  expect(parseGoDuration(text)).toBeCloseTo(ms, 9);
});

test.each(['', '72', '1', 's', '1x', '1 s', '1s ', '1m30', '--1s', '1e3s', 'abc'])(
  '"%s" is no duration',
  (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  },
);

test('what is printed is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
      expect(parseGoDuration(formatGoDuration(ms)) === ms).toBe(true);
    }),
  );
});

test.each([
  [0, '0s'],
  [60_000, '1m0s'],
  [90_000, '1m30s'],
  [3_600_000, '1h0m0s'],
  [1_500, '1.5s'],
  [250, '250ms'],
])('%d ms is printed as %s', (ms, text) => {
  expect(formatGoDuration(ms)).toBe(text);
});
