import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReloadingFile } from './reloading-file.ts';
import { fileSecret } from './secret-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provider-kit-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** As Kubernetes does with a mounted Secret: another file takes the name. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

test('a file is read again when it is replaced, and keeps its content while it is away', async () => {
  const path = join(folder, 'ca.crt');
  await writeFile(path, 'one');
  const file = createReloadingFile(path);
  const first = await file.read();
  expect(first.text).toBe('one');
  expect(await file.read()).toBe(first);
  await replace(path, 'two');
  const second = await file.read();
  expect(second.text).toBe('two');
  expect(second.version).not.toBe(first.version);
  await rm(path);
  expect(await file.read()).toBe(second);
});

test('a file that was never there names itself', async () => {
  const path = join(folder, 'absent');
  await expect(createReloadingFile(path).read()).rejects.toThrow(`cannot read ${path}: ENOENT`);
});

test('a secret in a file loses its white space, follows the file and prints as nothing', async () => {
  const path = join(folder, 'key');
  await writeFile(path, ' first\n');
  const secret = fileSecret(path);
  expect((await secret()).reveal()).toBe('first');
  await replace(path, 'second');
  expect((await secret()).reveal()).toBe('second');
  expect(String(await secret())).toBe('[secret]');
  await replace(path, '\n');
  await expect(secret()).rejects.toThrow(`${path} is empty; it must hold the secret`);
});
