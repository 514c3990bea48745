import { expect, test } from 'vitest';
import { parseRoute53Settings } from './options.ts';
import { matchesTags, matchesZoneId, parseTagFilters } from './zone-filter.ts';

test("the defaults are upstream's", () => {
  expect(parseRoute53Settings({ profiles: [''], zoneIds: [''] })).toEqual({
    ok: true,
    value: {
      profiles: [],
      assumeRole: undefined,
      zoneType: '',
      zoneTags: [],
      zoneIds: [],
      batchChanges: 1000,
      batchBytes: 32_000,
      batchValues: 1000,
      batchIntervalMs: 1000,
      evaluateTargetHealth: true,
      attempts: 3,
      preferCname: false,
      zonesCacheMs: 0,
      waitForSyncMs: 0,
      requestsPerSecond: 5,
      behavior: 'safe',
    },
  });
});

test('the external id is a secret', () => {
  const assumeRole = 'arn:aws:iam::123456789012:role/external-dns';
  const parsed = parseRoute53Settings({ assumeRole, assumeRoleExternalId: 's3cret-id' });
  expect(parsed.ok && parsed.value.assumeRole?.externalId?.reveal()).toBe('s3cret-id');
  expect(JSON.stringify(parsed)).not.toContain('s3cret-id');
});

test('everything that is wrong is said at once', () => {
  const parsed = parseRoute53Settings({ assumeRole: 'role', attempts: -1, zone: 'x' });
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
    'assumeRole',
    'attempts',
    'zone',
  ]);
  const alone = parseRoute53Settings({ assumeRoleExternalId: 'x' });
  expect(alone.ok ? [] : alone.problems.map(({ path }) => path)).toEqual(['assumeRoleExternalId']);
});

test.each([
  [['env=prod', 'team'], { env: 'prod', team: 'x', z: '1' }, true],
  [['env=prod', 'team=x'], { env: 'prod' }, false],
  [['=x', 'env=prod'], { env: 'prod' }, true],
  [['  env  =  prod  '], { env: 'prod' }, true],
  [['env=a', 'env=b'], { env: 'b' }, true],
  [['env='], { env: 'anything' }, true],
  [['a=1,b=2'], { a: '1,b=2' }, true],
  [['!a'], { '!a': '' }, true],
  [['env'], {}, false],
  [['toString'], {}, false],
  [[], {}, true],
])('tags %j and a zone with %j: %j', (filters, tags, matches) => {
  expect(matchesTags(parseTagFilters(filters), tags)).toBe(matches);
});

test.each([
  [['Z77'], 'Z77', true, true],
  [['/hostedzone/Z1', '/hostedzone/Z2'], 'Z2', true, true],
  [['Z9'], 'ABCZ9', false, true],
  [['Z1'], 'Z2', false, false],
  [[], 'Z2', true, true],
])('ids %j and zone %s: %j, in compat %j', (ids, id, safe, compat) => {
  expect([matchesZoneId(ids, id, 'safe'), matchesZoneId(ids, id, 'compat')]).toEqual([
    safe,
    compat,
  ]);
});
