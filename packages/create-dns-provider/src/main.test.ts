import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from './main.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-dns-provider-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  let output = '';
  const print = (text: string) => void (output += text);
  const status = await main(args, { workingDirectory: folder, version: '1.2.3', print });
  return { status, output: output.replaceAll(folder, 'DIR') };
}

test('every word of the template that stands for the name is replaced', async () => {
  expect(await run('@someone/dns-acme')).toMatchObject({ status: 0 });
  const place = join(folder, 'dns-acme');
  const files = (await readdir(place, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  const texts = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  expect([...files.map(({ name }) => name), ...texts].join('\n')).not.toMatch(/my.?dns|0\.0\.0/i);
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['.gitignore', 'dns-acme-api.ts', 'fake-dns-acme.ts']),
  );
  const manifest: unknown = JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: '@someone/dns-acme',
    dependencies: { '@org/dns-core': '^1.2.3', '@org/dns-provider-kit': '^1.2.3' },
  });
  const readme = await readFile(join(place, 'README.md'), 'utf8');
  expect(readme).toContain('--provider=npm:@someone/dns-acme ');
  expect(readme).toContain("import { createDnsAcmeProvider } from '@someone/dns-acme';");
});

test('a folder that holds something is left alone', async () => {
  await run('acme');
  await writeFile(join(folder, 'acme', 'package.json'), 'mine');
  expect(await run('acme')).toEqual({
    status: 1,
    output: 'DIR/acme is not empty; give another name, or empty it\n',
  });
  expect(await readFile(join(folder, 'acme', 'package.json'), 'utf8')).toBe('mine');
});

test.each([
  [[], 2, /^usage: /],
  [['--help'], 0, /^usage: /],
  [['a', 'b'], 2, /^usage: /],
  [['Not A Name'], 2, /^"Not A Name" cannot be a package's name/],
])('%j gives status %d', async (args, status, output) => {
  expect(await run(...args)).toEqual({ status, output: expect.stringMatching(output) });
  expect(await readdir(folder)).toEqual([]);
});
