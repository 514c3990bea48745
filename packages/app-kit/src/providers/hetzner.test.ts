import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider } from '@org/dns-core';
import { startFakeServer, type FakeServer } from '@org/dns-provider-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { createHetzner } from './hetzner.ts';

const never = new AbortController().signal;
let folder: string;
let server: FakeServer;
const open: Provider[] = [];
const quotas: [string, number][] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-kit-'));
  server = await startFakeServer(() => ({
    json: {
      zones: [
        { id: 1, name: 'example.org', mode: 'primary' },
        { id: 2, name: 'example.net', mode: 'primary' },
      ],
    },
  }));
});
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close?.();
  quotas.length = 0;
  await server.stop();
  await rm(folder, { recursive: true });
});

async function create(environment: Environment, args: readonly string[] = []) {
  const parsed = parseFlags(['--provider=hetzner', '--source=crd', ...args], {}, () => '');
  if (parsed.kind !== 'flags') throw new Error(parsed.kind);
  const created = await createHetzner({
    flags: parsed.flags,
    given: parsed.given,
    environment: { HCLOUD_ENDPOINT: `${server.url}/v1`, ...environment },
    behavior: 'safe',
    domainFilter: { include: parsed.flags['domain-filter'], exclude: [] },
    userAgent: 'ExternalDNS/test',
    observeRequest: () => undefined,
    observeQuota: ({ remaining }, provider) => quotas.push([provider, remaining]),
  });
  if (created.ok) open.push(created.value);
  return created;
}

/** The token that is sent, or the places of what is wrong. */
async function tokenSent(environment: Environment, args?: readonly string[]): Promise<unknown> {
  const created = await create(environment, args);
  if (!created.ok) return created.problems.map(({ path }) => path);
  await created.value.listZones(never);
  return server.requests[0]?.headers['authorization'];
}

describe('the token', () => {
  test.each<[string, Environment, unknown]>([
    ['loses the white space around it', { HETZNER_TOKEN: ' t0ken\n' }, 'Bearer t0ken'],
    ["is the community webhook's", { HETZNER_API_KEY: 'k3y' }, 'Bearer k3y'],
    [
      "is rather that of Hetzner's own",
      { HETZNER_API_KEY: 'k3y', HETZNER_TOKEN: 't0ken' },
      'Bearer t0ken',
    ],
    ['is missing', { HETZNER_TOKEN: ' ' }, ['--hetzner-token-file']],
    [
      'is in a file that is not there',
      { HETZNER_TOKEN_FILE: '/not/there', HETZNER_TOKEN: 't0ken' },
      ['HETZNER_TOKEN_FILE'],
    ],
  ])('%s', async (_name, environment, expected) => {
    expect(await tokenSent(environment)).toEqual(expected);
  });

  test('is read from the file of the flag before all others', async () => {
    const path = join(folder, 'token');
    await writeFile(path, 'fr0m-file\n');
    const environment = { HETZNER_TOKEN: 't0ken', HETZNER_TOKEN_FILE: '/not/there' };
    expect(await tokenSent(environment, [`--hetzner-token-file=${path}`])).toBe('Bearer fr0m-file');
    expect(await tokenSent({}, ['--hetzner-token-file=/not/there'])).toEqual([
      '--hetzner-token-file',
    ]);
  });
});

test('what is wrong is said under the name under which it was given', async () => {
  const created = await create({ HETZNER_TOKEN: 't0ken' }, [
    '--hetzner-endpoint=https://dns.hetzner.com/api/v1',
  ]);
  expect(created.ok ? [] : created.problems.map(({ path }) => path)).toEqual([
    '--hetzner-endpoint',
  ]);
});

test.each([
  ['--hetzner-labels', ['hetzner/label-env']],
  ['--no-hetzner-labels', []],
])('with %s labels are %j', async (flag, expected) => {
  const created = await create({ HETZNER_TOKEN: 't0ken' }, [flag]);
  const zone = { id: '1', name: (await zoneNames(created))[0] };
  const rrsets = [
    { name: 'www', type: 'A', ttl: 60, labels: { env: 'x' }, records: [{ value: '192.0.2.1' }] },
  ];
  server.fail({ fault: { kind: 'reply', json: { rrsets } } });
  const seen: string[] = [];
  if (created.ok && zone.name !== undefined)
    for await (const part of created.value.readZone({ id: zone.id, name: zone.name }, never))
      seen.push(...part.flatMap(({ properties }) => properties.map(({ name }) => name)));
  expect(seen).toEqual(expected);
});

test('what replies say of the rate limit is passed on', async () => {
  const created = await create({ HETZNER_TOKEN: 't0ken' });
  server.fail({
    fault: {
      kind: 'reply',
      json: { zones: [{ id: 1, name: 'example.org', mode: 'primary' }] },
      headers: { 'ratelimit-limit': '3600', 'ratelimit-remaining': '3599', 'ratelimit-reset': '1' },
    },
  });
  expect(await zoneNames(created)).toEqual(['example.org']);
  expect(quotas).toEqual([['hetzner', 3599]]);
});

test('the domain filter chooses zones', async () => {
  const created = await create({ HETZNER_TOKEN: 't0ken' }, ['--domain-filter=example.net']);
  expect(await zoneNames(created)).toEqual(['example.net']);
});

async function zoneNames(created: Awaited<ReturnType<typeof create>>) {
  const zones = created.ok ? await created.value.listZones(never) : [];
  return zones.map(({ name }) => name);
}
