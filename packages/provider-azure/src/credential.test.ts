import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeServer, testCa } from '@org/dns-provider-kit/testing';
import { afterEach, expect, test } from 'vitest';
import { createAzureProvider } from './azure-provider.ts';
import type { AzureConfig, AzureIdentity } from './azure-json.ts';
import {
  fakeGroup,
  fakeSubscription,
  fakeToken,
  startAzureFake,
  type AzureFake,
} from './testing/azure-fake.ts';
import {
  fakeClientId,
  fakeFederatedToken,
  fakeIdentityHeader,
  login,
} from './testing/fake-login.ts';

const never = new AbortController().signal;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A provider of which each call logs in as the next of some identities; gives the numbers of zones. */
async function zonesAs(
  fake: AzureFake,
  folder: string,
  ...identities: AzureIdentity[]
): Promise<number[]> {
  const { url } = fake.server;
  const configs = identities.map((identity): AzureConfig => ({
    cloud: {
      authorityHost: url,
      endpoint: url,
      audience: 'https://management.example.org',
      isPublicAuthority: false,
    },
    subscriptionId: fakeSubscription,
    resourceGroup: fakeGroup,
    identity,
  }));
  let config = configs[0];
  const provider = createAzureProvider({
    kind: 'public',
    behavior: 'safe',
    zonesCacheMs: 0,
    maxRetries: -1,
    zoneIdSuffixes: [],
    zoneNames: [],
    config: async () => config ?? Promise.reject(new Error('there is an identity')),
    tls: { caFile: join(folder, 'ca.crt') },
  });
  cleanUps.push(() => provider.close?.() ?? Promise.resolve());
  const counts: number[] = [];
  for (config of configs) counts.push((await provider.listZones(never)).length);
  return counts;
}

async function prepare(): Promise<{ fake: AzureFake; folder: string }> {
  const fake = await startAzureFake();
  const folder = await mkdtemp(join(tmpdir(), 'provider-azure-'));
  cleanUps.push(
    () => fake.stop(),
    () => rm(folder, { recursive: true }),
  );
  await writeFile(join(folder, 'ca.crt'), testCa);
  return { fake, folder };
}

test('a workload identity logs in with the token in its file', async () => {
  const { fake, folder } = await prepare();
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, fakeFederatedToken);
  const identity = { kind: 'workload', tenantId: 't', clientId: fakeClientId, tokenFile } as const;
  expect(await zonesAs(fake, folder, identity)).toEqual([1]);
});

test('a workload identity without its file says which file', async () => {
  const { fake, folder } = await prepare();
  const tokenFile = join(folder, 'absent');
  const identity = { kind: 'workload', tenantId: 't', clientId: fakeClientId, tokenFile } as const;
  await expect(zonesAs(fake, folder, identity)).rejects.toThrow(tokenFile);
});

test('a managed identity: that of the system, then one of the user', async () => {
  const { fake, folder } = await prepare();
  const service = await startFakeServer(
    (request) => login(request, '', fakeToken) ?? { status: 404 },
  );
  cleanUps.push(() => service.stop());
  const names = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const;
  const before = names.map((name) => process.env[name]);
  cleanUps.push(async () => {
    for (const [index, name] of names.entries()) {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  process.env['IDENTITY_ENDPOINT'] = `${service.url}/msi/token`;
  process.env['IDENTITY_HEADER'] = fakeIdentityHeader;
  const identities: AzureIdentity[] = [
    { kind: 'managed' },
    { kind: 'managed', clientId: 'client-of-the-user' },
  ];
  expect(await zonesAs(fake, folder, ...identities)).toEqual([1, 1]);
  expect(service.requests.map(({ query }) => query.get('client_id'))).toEqual([
    null,
    'client-of-the-user',
  ]);
});
