import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider, Zone } from '@org/dns-core';
import { toDnsName } from '@org/dns-core';
import { testCa } from '@org/dns-provider-kit/testing';
import { createAzureProvider } from '../azure-provider.ts';
import { openConfig } from '../config-source.ts';
import type { AzureOptions } from '../options.ts';
import { startAzureFake, type AzureFake, type AzureFakeOptions } from './azure-fake.ts';
import { fakeConfig } from './fake-config.ts';

/** A provider that talks to a fake of its own, by way of an azure.json. */
export interface StartedAzure {
  readonly fake: AzureFake;
  readonly provider: Provider;
  readonly zone: Zone;
  /** Another azure.json in the place of the present one. */
  readonly replaceConfig: (changes: Readonly<Record<string, unknown>>) => Promise<void>;
  /** A second provider on the same fake, as after a restart. */
  readonly again: (options?: Partial<AzureOptions>) => Promise<Provider>;
  readonly stop: () => Promise<void>;
}

export async function startAzure(
  options: Partial<AzureOptions> = {},
  fakeOptions: AzureFakeOptions = {},
): Promise<StartedAzure> {
  const { kind = 'public' } = options;
  const fake = await startAzureFake({ kind, ...fakeOptions });
  const folder = await mkdtemp(join(tmpdir(), 'provider-azure-'));
  const configFile = join(folder, 'azure.json');
  const caFile = join(folder, 'ca.crt');
  await writeFile(caFile, testCa);
  const replaceConfig = (changes: Readonly<Record<string, unknown>>): Promise<void> =>
    writeFile(configFile, JSON.stringify({ ...fakeConfig(fake), ...changes }));
  await replaceConfig({});
  const providers: Provider[] = [];
  const again = async (more: Partial<AzureOptions> = {}): Promise<Provider> => {
    const config = await openConfig({
      configFile,
      overrides: { subscriptionId: '', resourceGroup: '', userAssignedIdentityClientId: '' },
      environment: {},
    });
    if (!config.ok) throw new Error(JSON.stringify(config.problems));
    const provider = createAzureProvider({
      kind,
      behavior: 'safe',
      zonesCacheMs: 0,
      maxRetries: -1,
      zoneIdSuffixes: [],
      zoneNames: [],
      config: config.value,
      tls: { caFile },
      ...options,
      ...more,
    });
    providers.push(provider);
    return provider;
  };
  const zoneName = fakeOptions.zones?.[0] ?? 'example.org';
  return {
    fake,
    provider: await again(),
    zone: { id: fake.zoneId(zoneName), name: toDnsName(zoneName) },
    replaceConfig,
    again,
    async stop() {
      for (const provider of providers) await provider.close?.();
      await fake.stop();
      await rm(folder, { recursive: true });
    },
  };
}
