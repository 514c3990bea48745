import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { createProvider } from './create-provider.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-kit-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The name of the provider that is made, or what is wrong, with the folder as `DIR`. */
async function made(
  provider: string,
  args: readonly string[],
  environment: Environment = {},
): Promise<unknown> {
  const parsed = parseFlags([`--provider=${provider}`, '--source=crd', ...args], {}, () => '');
  if (parsed.kind !== 'flags') throw new Error(parsed.kind);
  const created = await createProvider({
    flags: parsed.flags,
    given: parsed.given,
    environment,
    behavior: 'safe',
    domainFilter: { include: [], exclude: [] },
    userAgent: 'ExternalDNS/test',
    observeRequest: () => undefined,
    observeQuota: () => undefined,
  });
  if (!created.ok)
    return created.problems.map(({ path, message }) =>
      `${path}: ${message}`.replaceAll(folder, 'DIR'),
    );
  await created.value.close?.();
  return created.value.name;
}

describe('azure', () => {
  test.each([
    ['azure', 'azure'],
    ['azure-dns', 'azure'],
    ['azure-private-dns', 'azure-private-dns'],
  ])('%s takes a file and the flags beside it', async (provider, name) => {
    const file = join(folder, 'azure.json');
    await writeFile(file, '{ "useManagedIdentityExtension": true, "subscriptionId": "s" }');
    expect(await made(provider, [`--azure-config-file=${file}`])).toEqual([
      '--azure-config-file=DIR/azure.json: resourceGroup: is missing',
    ]);
    const args = [`--azure-config-file=${file}`, '--azure-resource-group=g'];
    expect(await made(provider, args)).toBe(name);
  });

  test('a file that is not there is named', async () => {
    const file = join(folder, 'absent.json');
    expect(await made('azure', [`--azure-config-file=${file}`])).toEqual([
      expect.stringContaining('--azure-config-file=DIR/absent.json: azure.json: cannot read'),
    ]);
  });

  test('without a file the environment of a workload identity will do, if it is whole', async () => {
    const args = ['--azure-config-file=', '--azure-resource-group=g', '--azure-subscription-id=s'];
    const token = { AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' };
    const whole = { ...token, AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' };
    expect(await made('azure-dns', args, whole)).toBe('azure');
    expect(await made('azure-dns', args, token)).toEqual([
      'useWorkloadIdentityExtension: AZURE_TENANT_ID, AZURE_CLIENT_ID not set, so there is no workload identity',
    ]);
  });
});
