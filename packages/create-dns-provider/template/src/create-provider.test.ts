import type { ProviderPackage, ProviderSetup } from '@org/dns-provider-kit';
import { createManualClock } from '@org/dns-provider-kit/testing';
import { expect, test } from 'vitest';
import * as index from './index.ts';

const { createProvider } = index satisfies ProviderPackage;

async function made(options: ProviderSetup['options']): Promise<unknown> {
  const created = await createProvider({
    options,
    behavior: 'safe',
    acceptsZone: () => true,
    userAgent: 'test',
    proxy: {},
    observe: () => undefined,
    clock: createManualClock(),
  });
  if (!created.ok) return created.problems.map(({ path, message }) => `${path}: ${message}`);
  await created.value.close?.();
  return created.value.name;
}

test.each<[string, ProviderSetup['options'], unknown]>([
  ['texts of flags', { endpoint: 'https://a.example/v1', token: 't', pageSize: '50' }, 'my-dns'],
  ['the types of a file', { endpoint: 'https://a.example/v1', token: 't', pageSize: 50 }, 'my-dns'],
  ['nothing', {}, ['endpoint: is required', 'token: is required']],
  [
    'what it does not know',
    { endpoint: 'https://a.example/v1', token: 't', pagesize: '5' },
    ['pagesize: is not an option'],
  ],
  [
    'a file that is not there',
    { endpoint: 'https://a.example/v1', token: { file: '/not/there' } },
    [expect.stringMatching(/^token: /)],
  ],
])('given %s', async (_name, options, expected) => {
  expect(await made(options)).toEqual(expected);
});
