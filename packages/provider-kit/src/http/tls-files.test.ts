import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTlsFiles } from './tls-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('files are read, and read again when they change', async () => {
  const caFile = join(folder, 'ca.crt');
  await writeFile(caFile, 'one');
  const read = createTlsFiles({ caFile, serverName: 'dns.example.org' });
  const first = await read();
  expect(first.connect).toEqual({
    ca: 'one',
    servername: 'dns.example.org',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  });
  expect((await read()).version).toBe(first.version);
  await writeFile(caFile, 'another');
  const second = await read();
  expect(second.connect.ca).toBe('another');
  expect(second.version).not.toBe(first.version);
});

test.each([
  { option: 'caFile', says: 'the authorities to trust (--tls-ca)' },
  { option: 'certFile', says: 'the client certificate (--tls-client-cert)' },
  { option: 'keyFile', says: 'the key of the client certificate (--tls-client-cert-key)' },
])('$option that is missing says what it is for', async ({ option, says }) => {
  const path = join(folder, 'missing');
  await expect(createTlsFiles({ [option]: path })()).rejects.toThrow(
    `${says}: cannot read ${path}: ENOENT`,
  );
});
