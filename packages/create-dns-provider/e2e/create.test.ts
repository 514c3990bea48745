import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPackageRegistry, type PackageRegistry } from '@org/dns-test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

let registry: PackageRegistry;
let folder: string;
beforeAll(async () => {
  registry = await startPackageRegistry();
  folder = await mkdtemp(join(tmpdir(), 'create-dns-provider-'));
}, 120_000);
afterAll(async () => {
  await registry.remove();
  await rm(folder, { recursive: true });
});

test('a package that was just written compiles, its tests are green, and what it publishes is whole', async () => {
  await registry.run(folder, 'npm create @org/dns-provider @someone/dns-acme');
  const place = join(folder, 'dns-acme');
  await registry.run(place, 'npm install');
  await registry.run(place, 'npm run check');
  await registry.run(place, 'npm test -- --reporter=json --outputFile=report.json');
  const report = JSON.parse(await readFile(join(place, 'report.json'), 'utf8')) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
  };
  expect(report.numFailedTests).toBe(0);
  expect(report.numPassedTests).toBeGreaterThan(20);
  const packed = await registry.run(place, 'npm pack --silent && tar -tzf *.tgz');
  expect(packed.split('\n')).toEqual(
    expect.arrayContaining([
      'package/dist/index.js',
      'package/dist/index.d.ts',
      'package/README.md',
    ]),
  );
  expect(packed).not.toMatch(/testing|\.test\./);
}, 300_000);
