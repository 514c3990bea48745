import { expect, test } from 'vitest';
import { parseGoogleSettings } from './options.ts';

test('the defaults are those of upstream', () => {
  expect(parseGoogleSettings({})).toEqual({
    ok: true,
    value: {
      project: '',
      batchChangeSize: 1000,
      batchChangeIntervalMs: 1000,
      zoneVisibility: '',
      zoneIds: [],
      baseUrl: 'https://dns.googleapis.com',
      behavior: 'safe',
    },
  });
});

test('everything can be said', () => {
  const settings = {
    project: 'example-project',
    batchChangeSize: 0,
    batchChangeIntervalMs: 0,
    zoneVisibility: 'private',
    zoneIds: ['edge'],
    watchedCredentialsFile: '/etc/google/key.json',
    baseUrl: 'https://private.example.org',
    behavior: 'compat',
  };
  expect(parseGoogleSettings(settings)).toEqual({ ok: true, value: settings });
});

test('all problems come at once, each with its place', () => {
  const parsed = parseGoogleSettings({
    project: 1,
    batchChangeSize: -1,
    zoneVisibility: 'secret',
    zone: [],
  });
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path).toSorted()).toEqual([
    'batchChangeSize',
    'project',
    'zone',
    'zoneVisibility',
  ]);
});
