import { expect, test } from 'vitest';
import { capabilitiesOf } from './capabilities.ts';
import { parseAzureSettings } from './options.ts';

test('nothing given: the defaults', () => {
  expect(parseAzureSettings({})).toEqual({
    ok: true,
    value: {
      kind: 'public',
      zonesCacheMs: 0,
      maxRetries: 3,
      zoneIdSuffixes: [],
      zoneNames: [],
      behavior: 'safe',
    },
  });
});

test('a negative cache time is none, a negative number of retries stays', () => {
  const parsed = parseAzureSettings({ zonesCacheMs: -5, maxRetries: -2 });
  expect(parsed.ok && [parsed.value.zonesCacheMs, parsed.value.maxRetries]).toEqual([0, -2]);
});

test('problems name their options', () => {
  const parsed = parseAzureSettings({ kind: 'both', maxRetries: 1.5, zone: 'example.org' });
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
    'kind',
    'maxRetries',
    'zone',
  ]);
});

test.each([
  ['public', 'safe', 'A AAAA CAA CNAME MX NS PTR SRV TXT'],
  ['private', 'safe', 'A AAAA CNAME MX PTR SRV TXT'],
  ['public', 'compat', 'A AAAA CNAME MX NS TXT'],
  ['private', 'compat', 'A AAAA CNAME MX TXT'],
] as const)('%s zones hold, in %s: %s', (kind, behavior, types) => {
  const { recordTypes } = capabilitiesOf(kind, behavior);
  const can = Object.entries(recordTypes).filter(([, answer]) => answer === true);
  expect(can.map(([type]) => type).join(' ')).toBe(types);
});
