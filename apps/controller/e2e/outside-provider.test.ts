import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, runApp, startApp } from '@org/dns-test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A whole provider package without a dependency: one zone, kept in a JSON file. */
const source = `
import { readFileSync, writeFileSync } from 'node:fs';

export const spec = 1;

export function createProvider({ options }) {
  const { file, zone } = options;
  if (!file) return { ok: false, problems: [{ path: 'file', message: 'is required' }] };
  const read = () => JSON.parse(readFileSync(file, 'utf8'));
  const key = (endpoint) => endpoint.name + ' ' + endpoint.type;
  const provider = {
    spec: 1,
    name: 'file',
    capabilities: {
      granularity: 'record-set',
      recordTypes: 'any',
      setIdentifiers: { no: 'one record set per name and type' },
      atomicGroups: true,
      typeChangeInPlace: true,
      wildcards: true,
    },
    listZones: async () => [{ id: zone, name: zone }],
    async *readZone() {
      yield read();
    },
    async applyChanges(_zone, groups) {
      const held = new Map(read().map((endpoint) => [key(endpoint), endpoint]));
      for (const change of groups.flatMap(({ changes }) => changes)) {
        if (change.before) held.delete(key(change.before));
        if (change.after) held.set(key(change.after), change.after);
      }
      writeFileSync(file, JSON.stringify([...held.values()]));
      return { outcomes: groups.map(() => ({ outcome: 'applied' })) };
    },
  };
  return { ok: true, value: provider };
}
`;

const service = `
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: default
  annotations: { external-dns.kubernetes.io/hostname: web.example.org }
spec: { type: LoadBalancer }
status: { loadBalancer: { ingress: [{ ip: 192.0.2.10 }] } }
`;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outside-provider-'));
  file = join(folder, 'zone.json');
  const place = join(folder, 'node_modules', '@someone', 'dns-file');
  await mkdir(place, { recursive: true });
  await mkdir(join(folder, 'manifests'));
  await writeFile(
    join(place, 'package.json'),
    '{ "name": "@someone/dns-file", "type": "module", "exports": { "import": "./provider.js" } }',
  );
  await writeFile(join(place, 'provider.js'), source);
  await writeFile(join(folder, 'manifests', 'service.yaml'), service);
  await writeFile(file, '[]');
});
afterAll(() => rm(folder, { recursive: true }));

const flags = () => [
  '--provider=npm:@someone/dns-file',
  `--provider-packages=${folder}`,
  '--provider-option=zone=example.org',
];

const once = (extra: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  runApp(
    'controller',
    [
      ...flags(),
      ...extra,
      '--source=service',
      '--policy=sync',
      '--once',
      `--manifests=${join(folder, 'manifests')}`,
    ],
    env,
  );

test('the controller writes through a package from outside, and the webhook serves it', async () => {
  const { code, output } = await once([`--provider-option=file=${file}`]);
  expect({ code, output }).toMatchObject({ code: 0 });
  const held = JSON.parse(await readFile(file, 'utf8')) as { name: string; type: string }[];
  expect(held.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    'a-web.example.org TXT',
    'web.example.org A',
  ]);

  const port = await freePort();
  const webhook = await startApp('webhook', [...flags(), `--listen=127.0.0.1:${port}`], {
    EXTERNAL_DNS_PROVIDER_OPTION_FILE: file,
  });
  await expect.poll(() => webhook.output(), { timeout: 20_000 }).toContain('Serving the webhook');
  const reply = await fetch(`http://127.0.0.1:${port}/records`, {
    headers: { accept: 'application/external.dns.webhook+json;version=1' },
  });
  const records = (await reply.json()) as { dnsName: string; recordType: string }[];
  expect(records.map(({ dnsName, recordType }) => `${dnsName} ${recordType}`).sort()).toEqual([
    'a-web.example.org TXT',
    'web.example.org A',
  ]);
  expect(await webhook.stop()).toBe(0);
});

test('a package that is not there, or that refuses its options, ends the start with a sentence', async () => {
  const refused = await once();
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('--provider-option=file: is required.');

  const missing = await runApp('controller', [
    '--provider=npm:dns-nowhere',
    `--provider-packages=${folder}`,
    '--source=crd',
    '--policy=sync',
    `--manifests=${join(folder, 'manifests')}`,
  ]);
  expect(missing.code).toBe(1);
  expect(missing.output).toContain(
    `--provider=npm:dns-nowhere: is not in ${folder}/dns-nowhere, nor in ${folder}/node_modules/dns-nowhere.`,
  );
});
