import { expect, test } from 'vitest';
import { parseInMemoryOptions } from './options.ts';

test.each([
  ['nothing is the root zone', {}, { zones: [''], behavior: 'safe' }],
  [
    'zones are taken once, in canonical form',
    { zones: ['Example.org.', 'example.org', 'example.net'], behavior: 'compat' },
    { zones: ['example.org', 'example.net'], behavior: 'compat' },
  ],
])('%s', (_, input, value) => {
  expect(parseInMemoryOptions(input)).toEqual({ ok: true, value });
});

test('everything that is wrong is said at once', () => {
  const parsed = parseInMemoryOptions({ zones: ['a..b', 'example.org'], behaviour: 'safe' });
  expect(parsed).toEqual({
    ok: false,
    problems: [
      {
        path: 'zones[0]',
        message: '"a..b" has an empty label (two dots in a row, or a dot in front)',
        hint: 'such as example.org',
      },
      { path: 'behaviour', message: 'is not an option', hint: 'known here: behavior, zones' },
    ],
  });
});
