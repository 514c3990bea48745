import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  runApp,
  startPackageRegistry,
  startPowerDns,
  type PackageRegistry,
  type PowerDns,
} from '@org/dns-test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const examples = fileURLToPath(new URL('../../../docs/examples', import.meta.url));
const coreReadme = new URL('../../core/README.md', import.meta.url);

let registry: PackageRegistry;
let powerDns: PowerDns;
let folder: string;

/** An empty project outside the workspace, with every package as it is published, and the documents' examples. */
beforeAll(async () => {
  [registry, powerDns] = await Promise.all([
    startPackageRegistry(),
    startPowerDns({ zones: ['example.org'] }),
  ]);
  folder = await mkdtemp(join(tmpdir(), 'published-packages-'));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const tools = ['typescript@7', '@types/node@24', 'vitest@5'];
  await registry.run(folder, `npm install ${[...registry.names, ...tools].join(' ')}`);
  await cp(examples, join(folder, 'src'), { recursive: true });
  const all = registry.imports.map((name, n) => `import * as p${n} from '${name}';`);
  const used = registry.imports.map((_, n) => `p${n}`).join(', ');
  await writeFile(
    join(folder, 'src', 'all.ts'),
    `${all.join('\n')}\nexport const all = [${used}];\n`,
  );
  await Promise.all(registry.names.map(writeReadmeExamples));
}, 300_000);
afterAll(async () => {
  await registry.remove();
  await powerDns.remove();
  await rm(folder, { recursive: true });
});

/** The TypeScript of a package's README, each piece as a file of its own. */
async function writeReadmeExamples(name: string): Promise<void> {
  const readme = await readFile(join(folder, 'node_modules', name, 'README.md'), 'utf8').catch(
    () => '',
  );
  const pieces = Array.from(readme.matchAll(/^```ts\n(.*?)^```/gms), ([, piece]) => piece ?? '');
  const stem = name.replaceAll(/\W+/g, '-');
  await Promise.all(
    pieces.map((piece, n) =>
      writeFile(join(folder, 'src', `readme${stem}-${n}.ts`), `${piece}\nexport {};\n`),
    ),
  );
}

const strict = {
  target: 'es2024',
  lib: ['es2024'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
  rootDir: 'src',
};

test.each([
  ['nodenext', { module: 'nodenext', outDir: 'out' }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler', noEmit: true }],
])('every package, every README and every example compiles under %s', async (name, options) => {
  const config = { compilerOptions: { ...strict, ...options }, include: ['src'] };
  await writeFile(join(folder, `tsconfig.${name}.json`), JSON.stringify(config));
  expect(await registry.run(folder, `npx tsc -p tsconfig.${name}.json`)).toBe('');
});

const run = async (command: string) => (await registry.run(folder, command)).trim().split('\n');

test('every package can be imported, but for the suite that needs a test runner', async () => {
  const names = registry.imports.filter((name) => !name.endsWith('/vitest'));
  await writeFile(
    join(folder, 'import-all.mjs'),
    `for (const name of ${JSON.stringify(names)}) await import(name);`,
  );
  expect(await run('node import-all.mjs')).toEqual(['']);
});

test('a zone is planned with core alone, as its README shows', async () => {
  const printed = await run('node out/plan-a-zone.js');
  expect(printed).toEqual([
    'create TXT cname-blog.example.org "heritage=external-dns,external-dns/owner=me"',
    'create CNAME blog.example.org www.example.org',
    'update A www.example.org 192.0.2.2',
    'left alone A mail.example.org not-owned',
  ]);
  const readme = await readFile(coreReadme, 'utf8');
  expect(readme).toContain(await readFile(join(examples, 'plan-a-zone.ts'), 'utf8'));
  expect(readme).toContain(printed.join('\n'));
});

test('a list of endpoints is brought into PowerDNS, and again when it has changed', async () => {
  const sync = (list: string) =>
    run(`node out/sync-to-power-dns.js ${powerDns.url} ${powerDns.apiKey} ${list}`);
  const held = async () => {
    const zone = (await powerDns.api('GET', '/zones/example.org.')) as {
      rrsets: { name: string; type: string; records: { content: string }[] }[];
    };
    return zone.rrsets
      .filter(({ type }) => type === 'A')
      .map(({ name, records }) => `${name} ${records.map(({ content }) => content).join(' ')}`)
      .sort();
  };
  expect(await sync('www.example.org=192.0.2.1 old.example.org=192.0.2.2')).toEqual([
    'example.org 4 changes',
  ]);
  expect(await held()).toEqual(['old.example.org. 192.0.2.2', 'www.example.org. 192.0.2.1']);
  await sync('www.example.org=192.0.2.3');
  expect(await held()).toEqual(['www.example.org. 192.0.2.3']);
  expect(await sync('www.example.org=192.0.2.3')).toEqual(['']);
});

test("the controller runs somebody's provider", async () => {
  await mkdir(join(folder, 'manifests'));
  await writeFile(
    join(folder, 'manifests', 'endpoint.json'),
    JSON.stringify({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: { name: 'www', namespace: 'default' },
      spec: {
        endpoints: [{ dnsName: 'www.example.org', recordType: 'A', targets: ['192.0.2.1'] }],
      },
    }),
  );
  const zoneFile = join(folder, 'zone.json');
  const { code, output } = await runApp('controller', [
    '--source=crd',
    `--manifests=${join(folder, 'manifests')}`,
    '--policy=sync',
    '--once',
    `--provider=npm:${join(folder, 'out', 'json-file-provider.js')}`,
    '--provider-option=zone=example.org',
    `--provider-option=file=${zoneFile}`,
  ]);
  expect({ code, output }).toMatchObject({ code: 0 });
  const held = JSON.parse(await readFile(zoneFile, 'utf8')) as { name: string; type: string }[];
  expect(held.map(({ name, type }) => `${type} ${name}`).sort()).toEqual([
    'A www.example.org',
    'TXT a-www.example.org',
  ]);
});
