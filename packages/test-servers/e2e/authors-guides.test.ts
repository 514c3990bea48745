import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPackageRegistry, type PackageRegistry } from '@org/dns-test-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);

/** The commands of a page, in order; those that go on running have `service` behind the language. */
async function commandsOf(page: string) {
  const text = await readFile(new URL(`docs/${page}`, root), 'utf8');
  return Array.from(text.matchAll(/^```sh( service)?\n(.*?)^```/gms), (match) => ({
    isService: match[1] !== undefined,
    commands: match[2] ?? '',
  }));
}

let registry: PackageRegistry;
let folder: string;
let service: ChildProcess | undefined;
beforeAll(async () => {
  registry = await startPackageRegistry();
  folder = await mkdtemp(join(tmpdir(), 'provider-authors-'));
  await symlink(
    fileURLToPath(new URL('apps/controller/bin/external-dns', root)),
    join(folder, 'external-dns'),
  );
}, 120_000);
afterAll(async () => {
  if (service?.pid !== undefined) process.kill(-service.pid);
  await registry.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Starts what goes on running, and gives what it prints in its first lines, as variables in upper case. */
async function startService(commands: string, place: string): Promise<Record<string, string>> {
  // A group of its own, because npm does not hand on the signal to what it runs.
  const child = spawn('sh', ['-ec', commands], { cwd: place, env: registry.env, detached: true });
  service = child;
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 30_000 }).toContain('token=');
  return Object.fromEntries(
    Array.from(printed.matchAll(/^(\w+)=(\S+)$/gm), ([, name = '', value = '']) => [
      name.toUpperCase(),
      value,
    ]),
  );
}

test('the guide for providers, followed literally in an empty folder, ends with one that the controller runs', async () => {
  const blocks = await commandsOf('provider-authors.md');
  expect(blocks.map(({ isService }) => isService)).toEqual([false, true, false, false, false]);
  let env: NodeJS.ProcessEnv = {
    PATH: [folder, registry.env['PATH']].join(delimiter),
  };
  let place = folder;
  const printed: string[] = [];
  for (const { isService, commands } of blocks) {
    // oxlint-disable-next-line no-await-in-loop -- each step stands on the one before
    if (isService) env = { ...env, ...(await startService(commands, place)) };
    // oxlint-disable-next-line no-await-in-loop -- as above
    else printed.push(await registry.run(place, commands, env));
    place = join(folder, 'my-dns');
  }
  const [, first = '', published = '', second = ''] = printed;
  expect(first).toContain('web.example.org');
  expect(published).toContain('dist/index.js');
  const [endpoint = '', token = ''] = [env['ENDPOINT'], env['TOKEN']];
  const reply = await fetch(`${endpoint}/zones/example.org/records`, {
    headers: { 'x-api-token': token },
  });
  const { records } = (await reply.json()) as { records: { name: string; type: string }[] };
  expect(records.map(({ name, type }) => `${type} ${name}`).sort()).toEqual([
    'A web.example.org.',
    'TXT a-web.example.org.',
  ]);
  // What was written is in step, so that the second run has nothing to do.
  expect(second).not.toContain('web.example.org');
}, 400_000);

test('the guide for sources, followed literally in an empty folder, ends with one that an engine runs', async () => {
  const blocks = await commandsOf('source-authors.md');
  const printed = await registry.run(folder, blocks.map(({ commands }) => commands).join('\n'));
  expect(printed.trim().split('\n').slice(-2).sort()).toEqual([
    'a-web.example.org TXT "heritage=external-dns,external-dns/owner=me,external-dns/resource=configmap/default/web"',
    'web.example.org A 192.0.2.1 192.0.2.2',
  ]);
}, 300_000);
