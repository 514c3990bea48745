import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConfig } from './config-source.ts';

const overrides = { subscriptionId: '', resourceGroup: '', userAssignedIdentityClientId: '' };
const text = (resourceGroup: string): string =>
  JSON.stringify({ subscriptionId: 'sub', resourceGroup, useManagedIdentityExtension: true });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provider-azure-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the configuration is one object until the file changes', async () => {
  const configFile = join(folder, 'azure.json');
  await writeFile(configFile, text('one'));
  const opened = await openConfig({ configFile, overrides, environment: {} });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const first = await opened.value();
  expect(first.resourceGroup).toBe('one');
  expect(await opened.value()).toBe(first);
  await writeFile(configFile, text('another'));
  expect((await opened.value()).resourceGroup).toBe('another');
  await writeFile(configFile, '{}');
  await expect(opened.value()).rejects.toMatchObject({
    reason: 'unauthorized',
    message: expect.stringContaining(`${configFile} was changed and cannot be used`) as string,
  });
});

test('a file that is not there is a problem', async () => {
  const configFile = join(folder, 'absent.json');
  const opened = await openConfig({ configFile, overrides, environment: {} });
  expect(opened.ok ? [] : opened.problems).toEqual([
    {
      path: 'azure.json',
      message: expect.stringContaining(`cannot read ${configFile}: ENOENT`) as string,
      hint: 'Mount azure.json, or name its place with --azure-config-file.',
    },
  ]);
});
