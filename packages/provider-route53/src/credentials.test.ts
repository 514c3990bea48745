import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Secret, type Provider } from '@org/dns-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route53Options } from './options.ts';
import { create, group, never, record } from './testing/changes.ts';
import {
  startRoute53Fake,
  type Route53Fake,
  type Route53FakeOptions,
} from './testing/route53-fake.ts';
import { apply, createTestProvider } from './testing/test-provider.ts';

let folder: string;
let fake: Route53Fake;
let provider: Provider | undefined;
const saved = { ...process.env };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aws-'));
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) delete process.env[name];
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  process.env['AWS_CONFIG_FILE'] = path.join(folder, 'config');
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = path.join(folder, 'credentials');
});
afterEach(async () => {
  process.env = { ...saved };
  await provider?.close?.();
  provider = undefined;
  await fake.stop();
  await rm(folder, { recursive: true });
});

async function start(options: Route53FakeOptions = {}): Promise<void> {
  fake = await startRoute53Fake({ accessKeys: ['AKIAONE', 'AKIATWO'], ...options });
  fake.addZone({ name: 'one.example.org', account: 'AKIAONE' });
  fake.addZone({ name: 'two.example.org', account: 'AKIATWO' });
}

/** With the credentials that the environment leads to. */
function use(options: Partial<Route53Options> = {}): Provider {
  provider = createTestProvider(fake, options, false);
  return provider;
}

function keysOf(...profiles: readonly (readonly [profile: string, key: string])[]): Promise<void> {
  const text = profiles
    .map(([name, key]) => `[${name}]\naws_access_key_id=${key}\naws_secret_access_key=secret\n`)
    .join('\n');
  return writeFile(path.join(folder, 'credentials'), text);
}

async function namesOf(from: Provider): Promise<readonly string[]> {
  return (await from.listZones(never)).map(({ name }) => name);
}

test('keys in the environment', async () => {
  await start();
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIATWO';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
  expect(await namesOf(use())).toEqual(['two.example.org']);
});

test('several profiles, each with its zones, which are read and written with its keys', async () => {
  await start();
  await keysOf(['a', 'AKIAONE'], ['b', 'AKIATWO']);
  const both = use({ profiles: ['a', 'b'] });
  const zones = await both.listZones(never);
  expect(zones.map(({ name }) => name)).toEqual(['one.example.org', 'two.example.org']);
  for (const zone of zones)
    expect(
      await apply(both, zone, group(create(record(`a.${zone.name}`, 'A', '192.0.2.1')))),
    ).toEqual(['applied']);
});

test('a profile that a flag names comes before keys in the environment', async () => {
  await start();
  await keysOf(['a', 'AKIAONE']);
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIATWO';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
  expect(await namesOf(use({ profiles: ['a'] }))).toEqual(['one.example.org']);
});

test('keys that are rotated in their file are read again at once when the old ones are refused', async () => {
  await start();
  await keysOf(['default', 'AKIAOLD']);
  const rotating = use();
  await expect(rotating.listZones(never)).rejects.toMatchObject({ reason: 'unauthorized' });
  await keysOf(['default', 'AKIAONE']);
  expect(await namesOf(rotating)).toEqual(['one.example.org']);
  await keysOf(['default', 'AKIATWO']);
  expect(await namesOf(rotating)).toEqual(['one.example.org']);
});

test('no credentials at all are said to be missing', async () => {
  await start();
  await expect(use().listZones(never)).rejects.toMatchObject({
    reason: 'unauthorized',
    message: expect.stringContaining('credentials'),
  });
});

describe('a role', () => {
  const roleArn = 'arn:aws:iam::123456789012:role/external-dns';

  test('is assumed on top of them, with its external id', async () => {
    await start({ externalId: 's3cret-id' });
    await keysOf(['default', 'AKIAONE']);
    const assumed = use({ assumeRole: { roleArn, externalId: new Secret('s3cret-id') } });
    fake.addZone({ name: 'role.example.org', account: 'ASIAROLE' });
    expect(await namesOf(assumed)).toEqual(['role.example.org']);
    await namesOf(assumed);
    expect(fake.count('POST', /^\/$/)).toBe(1);
    expect(fake.requests.at(-1)?.headers['x-amz-security-token']).toBe('role-session-token');
  });

  test('that is refused is said, without the external id', async () => {
    await start({ externalId: 'another' });
    await keysOf(['default', 'AKIAONE']);
    const assumed = use({ assumeRole: { roleArn, externalId: new Secret('s3cret-id') } });
    const failure: Error = await assumed.listZones(never).then(
      () => new Error('was let in'),
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ reason: 'unauthorized' });
    expect(failure.message).toContain(roleArn);
    expect(failure.message).not.toMatch(/s3cret-id/);
  });
});

test('the region of the partition is taken where nobody names one', async () => {
  await start();
  await keysOf(['default', 'AKIAONE']);
  await writeFile(path.join(folder, 'config'), '');
  expect(await namesOf(use())).toEqual(['one.example.org']);
});
