import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behavior, Provider } from '@org/dns-core';
import { startFakeServer, type FakeServer } from '@org/dns-provider-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { createCloudflare } from './cloudflare.ts';

const never = new AbortController().signal;
let folder: string;
let server: FakeServer;
const open: Provider[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-kit-'));
  server = await startFakeServer(({ path }) => ({
    json: path.endsWith('/zones')
      ? {
          result: [
            { id: 'z1', name: 'example.org' },
            { id: 'z2', name: 'example.net' },
          ],
          result_info: { total_pages: 1 },
        }
      : { result: [], result_info: { total_pages: 1 } },
  }));
});
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close?.();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function create(
  environment: Environment,
  args: readonly string[] = [],
  behavior: Behavior = 'safe',
) {
  const parsed = parseFlags(['--provider=cloudflare', '--source=crd', ...args], {}, () => '');
  if (parsed.kind !== 'flags') throw new Error(parsed.kind);
  const created = await createCloudflare({
    flags: parsed.flags,
    given: parsed.given,
    environment: { CLOUDFLARE_BASE_URL: `${server.url}/client/v4/`, ...environment },
    behavior,
    domainFilter: { include: parsed.flags['domain-filter'], exclude: [] },
    userAgent: 'ExternalDNS/test',
    observeRequest: () => undefined,
    observeQuota: () => undefined,
  });
  if (created.ok) open.push(created.value);
  return created;
}

/** The headers with the credentials of the first request. */
async function credentialsSent(environment: Environment, behavior?: Behavior): Promise<unknown> {
  const created = await create(environment, [], behavior);
  if (!created.ok) return created.problems.map(({ path }) => path);
  await created.value.listZones(never);
  const headers = server.requests[0]?.headers;
  return [headers?.['authorization'], headers?.['x-auth-key'], headers?.['x-auth-email']].filter(
    (value) => value !== undefined,
  );
}

describe('credentials', () => {
  test.each<[string, Environment, readonly string[]]>([
    ['a token loses the white space around it', { CF_API_TOKEN: ' t0ken\r\n' }, ['Bearer t0ken']],
    [
      'the token wins',
      { CF_API_TOKEN: 't0ken', CF_API_KEY: 'k', CF_API_EMAIL: 'e' },
      ['Bearer t0ken'],
    ],
    [
      'key and e-mail',
      { CF_API_KEY: 'k', CF_API_EMAIL: 'me@example.org' },
      ['k', 'me@example.org'],
    ],
    ['a key alone', { CF_API_KEY: 'k' }, ['CF_API_EMAIL']],
    ['none', {}, ['CF_API_TOKEN']],
    ["the vendor's own variable", { CLOUDFLARE_API_TOKEN: 'own' }, ['Bearer own']],
    [
      "upstream's variable first",
      { CLOUDFLARE_API_TOKEN: 'own', CF_API_TOKEN: 't0ken' },
      ['Bearer t0ken'],
    ],
    ['a file that is not there', { CF_API_TOKEN: 'file:/not/there' }, ['CF_API_TOKEN']],
    ['a path without file: is the token', { CF_API_TOKEN: '/not/there' }, ['Bearer /not/there']],
  ])('%s', async (_name, environment, expected) => {
    expect(await credentialsSent(environment)).toEqual(expected);
  });

  test("as upstream, the vendor's variables are not looked at", async () => {
    expect(await credentialsSent({ CLOUDFLARE_API_TOKEN: 'own' }, 'compat')).toEqual([
      'CF_API_TOKEN',
    ]);
  });

  test('a token from a file', async () => {
    const path = join(folder, 'token');
    await writeFile(path, 'fr0m-file\n');
    expect(await credentialsSent({ CF_API_TOKEN: `file:${path}` })).toEqual(['Bearer fr0m-file']);
  });
});

/** `per_page` of the list of records. */
async function pageSize(
  args: readonly string[],
  behavior?: Behavior,
): Promise<string | null | undefined> {
  const created = await create({ CF_API_TOKEN: 't0ken' }, args, behavior);
  if (!created.ok) return undefined;
  const [zone] = await created.value.listZones(never);
  if (zone !== undefined) for await (const part of created.value.readZone(zone, never)) void part;
  return server.requests.at(-1)?.query.get('per_page');
}

test.each<[readonly string[], Behavior, string | null]>([
  [[], 'safe', '5000'],
  [[], 'compat', '100'],
  [['--cloudflare-dns-records-per-page=7'], 'safe', '7'],
  [['--cloudflare-dns-records-per-page=0'], 'compat', null],
])('pages with %o in %s', async (args, behavior, expected) => {
  expect(await pageSize(args, behavior)).toBe(expected);
});

test('the domain filter chooses zones', async () => {
  const created = await create({ CF_API_TOKEN: 't0ken' }, ['--domain-filter=example.net']);
  const zones = created.ok ? await created.value.listZones(never) : [];
  expect(zones.map(({ name }) => name)).toEqual(['example.net']);
});
