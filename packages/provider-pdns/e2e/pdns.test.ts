import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createEndpoint,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fileSecret, fixedSecret } from '@org/dns-provider-kit';
import { dig, runProgram, startPowerDns, type PowerDns } from '@org/dns-test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPdnsProvider, type PdnsOptions } from '../src/index.ts';

const never = new AbortController().signal;
let server: PowerDns;
let provider: Provider;
let zones: readonly Zone[];

beforeAll(async () => {
  server = await startPowerDns({
    zones: ['example.org', 'signed.example.org'],
    settings: ['default-api-rectify=no'],
  });
  provider = create();
  zones = await provider.listZones(never);
});
afterAll(async () => {
  await provider.close?.();
  await server.remove();
});

function create(options: Partial<PdnsOptions> = {}): Provider {
  return createPdnsProvider({
    servers: [server.url],
    serverId: 'localhost',
    apiKey: fixedSecret(new Secret(server.apiKey)),
    tls: {},
    behavior: 'safe',
    ...options,
  });
}

function zoneNamed(name: string): Zone {
  const zone = zones.find((one) => one.name === name);
  if (zone === undefined) throw new Error(`the server has no zone ${name}`);
  return zone;
}

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });
const group = (...changes: readonly Change[]): ChangeGroup => ({
  name: toDnsName('example.org'),
  changes,
});
const creation = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const remove = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });

async function apply(zone: string, ...groups: readonly ChangeGroup[]): Promise<string[]> {
  const { outcomes } = await provider.applyChanges(zoneNamed(zone), groups, never);
  return outcomes.map((one) => (one.outcome === 'applied' ? 'applied' : one.error.message));
}

async function under(name: string): Promise<readonly Endpoint[] | undefined> {
  return provider.readNames?.(zoneNamed('example.org'), [toDnsName(name)], never);
}

const withAlias = (endpoint: Endpoint): Endpoint => ({
  ...endpoint,
  properties: [{ name: 'alias', value: 'true' }],
});

describe('what is written is answered, and read back as it was written', () => {
  test.each([
    { type: 'A', targets: ['192.0.2.1', '192.0.2.2'], answer: ['192.0.2.1', '192.0.2.2'] },
    { type: 'AAAA', targets: ['2001:db8::1'], answer: ['2001:db8::1'] },
    { type: 'CNAME', targets: ['lb.example.net'], answer: ['lb.example.net.'] },
    { type: 'TXT', targets: ['"v=spf1 \\"x\\" -all"'], answer: ['"v=spf1 \\"x\\" -all"'] },
    { type: 'MX', targets: ['10 mail.example.org'], answer: ['10 mail.example.org.'] },
    { type: 'SRV', targets: ['1 2 443 s.example.org.'], answer: ['1 2 443 s.example.org.'] },
    { type: 'NAPTR', targets: ['1 2 "U" "S" "!a!b!" .'], answer: ['1 2 "U" "S" "!a!b!" .'] },
    { type: 'CAA', targets: ['0 issue "ca.example.org"'], answer: ['0 issue "ca.example.org"'] },
  ])('$type', async ({ type, targets, answer }) => {
    const name = `${type.toLowerCase()}.example.org`;
    const wanted = record(name, type, ...targets);
    expect(await apply('example.org', group(creation(wanted)))).toEqual(['applied']);
    expect(await dig(server.dnsPort, name, type)).toEqual(answer);
    expect(await under(name)).toEqual([wanted]);
    expect(await apply('example.org', group(remove(wanted)))).toEqual(['applied']);
    expect(await dig(server.dnsPort, name, type)).toEqual([]);
    expect(await under(name)).toEqual([]);
  });

  test('a long TXT without quotes, once it is adjusted', async () => {
    const text = 'x'.repeat(300);
    const [wanted] =
      (await provider.adjust?.([record('long.example.org', 'TXT', text)], never)) ?? [];
    if (wanted === undefined) throw new Error('adjust dropped it');
    await apply('example.org', group(creation(wanted)));
    expect(await dig(server.dnsPort, 'long.example.org', 'TXT')).toEqual([
      `"${'x'.repeat(255)}" "${'x'.repeat(45)}"`,
    ]);
    expect(await under('long.example.org')).toEqual([wanted]);
  });
});

describe('aliases', () => {
  test('one at the apex and one below are kept, repointed and removed', async () => {
    for (const name of ['example.org', 'alias.example.org']) {
      const before = withAlias(record(name, 'CNAME', 'one.example.net'));
      const after = withAlias(record(name, 'CNAME', 'two.example.net'));
      await apply('example.org', group(creation(before)));
      expect(await under(name)).toContainEqual(before);
      await apply('example.org', group({ kind: 'update', before, after, role: 'record' }));
      expect(await under(name)).toContainEqual(after);
      await apply('example.org', group(remove(after)));
      expect((await under(name))?.filter(({ type }) => type === 'CNAME')).toEqual([]);
    }
  });
});

test('a name changes its type in one write', async () => {
  const address = record('type.example.org', 'A', '192.0.2.1');
  const cname = record('type.example.org', 'CNAME', 'lb.example.net');
  await apply('example.org', group(creation(address)));
  expect(await apply('example.org', group(creation(cname), remove(address)))).toEqual(['applied']);
  expect(await dig(server.dnsPort, 'type.example.org', 'CNAME')).toEqual(['lb.example.net.']);
});

test('what the server refuses is refused alone and says why', async () => {
  const taken = record('taken.example.org', 'A', '192.0.2.1');
  await apply('example.org', group(creation(taken)));
  const outcomes = await apply(
    'example.org',
    group(creation(record('good.example.org', 'A', '192.0.2.1'))),
    group(creation(record('taken.example.org', 'CNAME', 'lb.example.net'))),
    group(creation(record('fine.example.org', 'A', '192.0.2.2'))),
  );
  expect(outcomes).toEqual([
    'applied',
    expect.stringContaining('Conflicts with pre-existing RRset'),
    'applied',
  ]);
  expect(await dig(server.dnsPort, 'good.example.org', 'A')).toEqual(['192.0.2.1']);
  expect(await dig(server.dnsPort, 'fine.example.org', 'A')).toEqual(['192.0.2.2']);
});

test('a LUA record stays beside what is written to its name', async () => {
  await server.api('PATCH', '/zones/example.org.', {
    rrsets: [
      {
        name: 'lua.example.org.',
        type: 'LUA',
        ttl: 60,
        changetype: 'REPLACE',
        records: [{ content: 'TXT "\'lua\'"', disabled: false }],
      },
    ],
  });
  const address = record('lua.example.org', 'A', '192.0.2.1');
  await apply('example.org', group(creation(address)));
  await apply('example.org', group(remove(address)));
  expect((await under('lua.example.org'))?.map(({ type }) => type)).toEqual(['LUA']);
});

test('reading a zone and reading its names one by one give the same', async () => {
  const zone = zoneNamed('example.org');
  const whole: Endpoint[] = [];
  for await (const part of provider.readZone(zone, never)) whole.push(...part);
  const names = [...new Set(whole.map(({ name }) => name))];
  const single = (await provider.readNames?.(zone, names, never)) ?? [];
  const sorted = (list: readonly Endpoint[]): string[] =>
    list.map((one) => JSON.stringify(one)).toSorted();
  expect(sorted(single)).toEqual(sorted(whole));
});

test('the version moves with every write and only then', async () => {
  const zone = zoneNamed('example.org');
  const before = await provider.zoneVersion?.(zone, never);
  expect(await provider.zoneVersion?.(zone, never)).toBe(before);
  await apply('example.org', group(creation(record('version.example.org', 'A', '192.0.2.1'))));
  const after = await provider.zoneVersion?.(zone, never);
  expect(after).toMatch(/^\d+$/);
  expect(after).not.toBe(before);
});

test('a signed zone that the server does not rectify answers rightly below a new name', async () => {
  await server.api('PUT', '/zones/signed.example.org.', { dnssec: true });
  const fresh = create();
  await fresh.applyChanges(
    zoneNamed('signed.example.org'),
    [group(creation(record('deep.below.signed.example.org', 'A', '192.0.2.1')))],
    never,
  );
  await fresh.close?.();
  const names = ['deep.below.signed.example.org', 'below.signed.example.org'];
  const answers = names.map((name) =>
    runProgram('dig', ['@127.0.0.1', '-p', String(server.dnsPort), name, 'A']),
  );
  // Without rectifying, the name in between does not exist: NXDOMAIN, which hides everything below it.
  for (const answer of await Promise.all(answers)) expect(answer).toContain('status: NOERROR');
  const facts = await server.api('GET', '/zones/signed.example.org.?rrsets=false');
  expect(facts).toMatchObject({ dnssec: true, api_rectify: false });
});

test('the key is read again when its file changes', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pdns-key-'));
  const file = path.join(folder, 'key');
  await writeFile(file, 'an older key');
  const rotating = create({ apiKey: fileSecret(file) });
  try {
    await expect(rotating.listZones(never)).rejects.toMatchObject({ reason: 'unauthorized' });
    await writeFile(file, `${server.apiKey}\n`);
    expect(await rotating.listZones(never)).toEqual(zones);
  } finally {
    await rotating.close?.();
    await rm(folder, { recursive: true });
  }
});
