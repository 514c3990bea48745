import { Secret } from '@org/dns-core';
import { expect, test } from 'vitest';
import { parseCloudflareSettings } from './options.ts';
import { quotaOf } from './quota.ts';

async function revealed(input: unknown): Promise<unknown> {
  const parsed = parseCloudflareSettings(input);
  if (!parsed.ok) return parsed.problems;
  const { credentials, ...rest } = parsed.value;
  return credentials.kind === 'token'
    ? { ...rest, token: (await credentials.token()).reveal() }
    : { ...rest, key: (await credentials.key()).reveal(), email: credentials.email };
}

const defaults = {
  baseUrl: 'https://api.cloudflare.com/client/v4',
  zoneIds: [],
  proxied: false,
  comment: '',
  recordsPerPage: 5000,
  batchIntervalMs: 0,
  propertyPrefix: 'external-dns.kubernetes.io/',
  behavior: 'safe',
};

test.each<[string, Readonly<Record<string, unknown>>, unknown]>([
  ['a token', { apiToken: new Secret('t') }, { ...defaults, token: 't' }],
  ['the token wins', { apiToken: 't', apiKey: 'k', email: 'e' }, { ...defaults, token: 't' }],
  ['key and e-mail', { apiKey: 'k', email: 'e' }, { ...defaults, key: 'k', email: 'e' }],
  [
    'a region switches regional services on',
    { apiToken: 't', defaultRegion: 'us' },
    { ...defaults, token: 't', defaultRegion: 'us' },
  ],
  [
    'regional services without a region',
    { apiToken: 't', regionalServices: true },
    { ...defaults, token: 't', defaultRegion: '' },
  ],
  [
    'custom hostnames',
    { apiToken: 't', customHostnames: {} },
    { ...defaults, token: 't', customHostnames: { minTlsVersion: '1.0' } },
  ],
  [
    'an authority',
    {
      apiToken: 't',
      customHostnames: { minTlsVersion: '1.3', certificateAuthority: 'lets_encrypt' },
    },
    {
      ...defaults,
      token: 't',
      customHostnames: { minTlsVersion: '1.3', certificateAuthority: 'lets_encrypt' },
    },
  ],
  [
    'no page size',
    { apiToken: 't', recordsPerPage: -1 },
    { ...defaults, token: 't', recordsPerPage: 0 },
  ],
  [
    'a batch size',
    { apiToken: 't', batchSize: 50, batchIntervalMs: 1000 },
    { ...defaults, token: 't', batchSize: 50, batchIntervalMs: 1000 },
  ],
])('%s', async (_name, input, expected) => {
  expect(await revealed(input)).toEqual(expected);
});

test.each([
  ['no credentials', {}, ['apiToken']],
  ['a key alone', { apiKey: 'k' }, ['email']],
  [
    'all problems at once',
    {
      apiToken: 't',
      batchSize: 0,
      baseUrl: 'x',
      nonsense: 1,
      customHostnames: { minTlsVersion: '2' },
    },
    ['customHostnames.minTlsVersion', 'batchSize', 'baseUrl', 'nonsense'],
  ],
])('%s', (_name, input, expected) => {
  const parsed = parseCloudflareSettings(input);
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(expected);
});

test.each([
  ['"default";r=50;t=30', { remaining: 50, resetMs: 30_000 }],
  ['"default";r=50;t=30, "burst"; r=3; t=1', { remaining: 3, resetMs: 1000 }],
  ['', undefined],
  ['nonsense', undefined],
])('the quota in %o', (ratelimit, expected) => {
  expect(quotaOf({ ratelimit })).toEqual(expected);
});
