import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createEndpoint,
  Secret,
  toDnsName,
  type Change,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import {
  createCertificates,
  dig,
  startCoreDns,
  startEtcd,
  type Certificates,
  type CoreDns,
  type Etcd,
} from '@org/dns-test-servers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCoreDnsProvider, type CoreDnsOptions } from '../src/index.ts';
import { untilItAnswers } from './support/until-it-answers.ts';

const never = new AbortController().signal;
const zone: Zone = { id: 'etcd', name: toDnsName('') };

let certificates: Certificates;
let etcd: Etcd;
let secured: Etcd;
let coredns: CoreDns;
const open: Provider[] = [];

beforeAll(async () => {
  certificates = await createCertificates();
  [etcd, secured] = await Promise.all([startEtcd(), startEtcd({ tls: certificates })]);
  coredns = await startCoreDns({
    zones: ['example.org', '2.0.192.in-addr.arpa'],
    etcdUrl: etcd.url,
  });
  await untilItAnswers(etcd, coredns);
});
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close?.();
});
afterAll(async () => {
  await coredns.remove();
  await etcd.remove();
  await secured.remove();
  await certificates.remove();
});

function create(options: Partial<CoreDnsOptions> = {}): Provider {
  const provider = createCoreDnsProvider({
    endpoints: [etcd.url],
    prefix: '/skydns/',
    tls: {},
    strictlyOwned: false,
    owner: 'me',
    behavior: 'safe',
    ...options,
  });
  open.push(provider);
  return provider;
}

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });
const creation = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const removal = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });

async function apply(provider: Provider, ...changes: readonly Change[]): Promise<string[]> {
  const group = { name: toDnsName('example.org'), changes };
  const { outcomes } = await provider.applyChanges(zone, [group], never);
  return outcomes.map((one) => (one.outcome === 'applied' ? 'applied' : one.error.message));
}

async function read(provider: Provider): Promise<readonly Endpoint[]> {
  const found: Endpoint[] = [];
  for await (const part of provider.readZone(zone, never)) found.push(...part);
  return found;
}

describe('what is written is answered by CoreDNS, and read back as it was written', () => {
  test.each([
    { type: 'A', targets: ['192.0.2.1', '192.0.2.2'], answer: ['192.0.2.1', '192.0.2.2'] },
    { type: 'AAAA', targets: ['2001:db8::1'], answer: ['2001:db8::1'] },
    { type: 'CNAME', asked: 'A', targets: ['lb.example.net'], answer: ['lb.example.net.'] },
    { type: 'TXT', targets: ['a note'], answer: ['"a note"'] },
    {
      type: 'TXT',
      targets: ['x'.repeat(300)],
      answer: [`"${'x'.repeat(255)}" "${'x'.repeat(45)}"`],
    },
    { type: 'SRV', targets: ['10 100 443 s.example.net.'], answer: ['10 100 443 s.example.net.'] },
    { type: 'MX', targets: ['20 mail.example.net'], answer: ['20 mail.example.net.'] },
  ])('$type', async ({ type, asked = type, targets, answer }) => {
    const provider = create();
    const name = `${type.toLowerCase()}.example.org`;
    const wanted = record(name, type, ...targets);
    expect(await apply(provider, creation(wanted))).toEqual(['applied']);
    expect(await dig(coredns.port, name, asked)).toEqual(answer);
    const held = (await provider.readNames?.(zone, [wanted.name], never)) ?? [];
    // Keys of one name come in the order of their random parts.
    expect(held.map((one) => ({ ...one, targets: one.targets.toSorted() }))).toEqual([wanted]);
    expect(await apply(provider, removal(wanted))).toEqual(['applied']);
    expect(await dig(coredns.port, name, asked)).toEqual([]);
  });

  test('PTR', async () => {
    const provider = create();
    const wanted = record('7.2.0.192.in-addr.arpa', 'PTR', 'a.example.org');
    await apply(provider, creation(wanted));
    expect(await dig(coredns.port, wanted.name, 'PTR')).toEqual(['a.example.org.']);
    await apply(provider, removal(wanted));
    expect(await dig(coredns.port, wanted.name, 'PTR')).toEqual([]);
  });

  test('an address and a text of one name', async () => {
    const provider = create();
    const address = record('both.example.org', 'A', '192.0.2.1');
    const text = record('both.example.org', 'TXT', 'a note');
    await apply(provider, creation(text), creation(address));
    expect(await dig(coredns.port, 'both.example.org', 'A')).toEqual(['192.0.2.1']);
    expect(await dig(coredns.port, 'both.example.org', 'TXT')).toEqual(['"a note"']);
    await apply(provider, removal(address));
    expect(await dig(coredns.port, 'both.example.org', 'A')).toEqual([]);
    expect(await dig(coredns.port, 'both.example.org', 'TXT')).toEqual(['"a note"']);
    await apply(provider, removal(text));
  });

  test('an address that upstream stored with a text in the same message', async () => {
    const provider = create();
    const key = '/skydns/org/example/joined/0000aaaa';
    await etcd.ctl('put', key, '{"host":"192.0.2.1","text":"a note","targetstrip":1}');
    const [address, text] = ['A', 'TXT'].map((type) =>
      createEndpoint({
        name: 'joined.example.org',
        type,
        targets: [type === 'A' ? '192.0.2.1' : 'a note'],
      }),
    ) as [Endpoint, Endpoint];
    const found = await provider.readNames?.(zone, [address.name], never);
    expect(found).toEqual([address, text]);
    await apply(provider, removal(address));
    expect(await dig(coredns.port, 'joined.example.org', 'A')).toEqual([]);
    expect(await dig(coredns.port, 'joined.example.org', 'TXT')).toEqual(['"a note"']);
    await apply(provider, removal(text));
    expect(await etcd.ctl('get', key)).toBe('');
  });

  test('a name changes its type without an answer in between that is neither', async () => {
    const provider = create();
    const address = record('type.example.org', 'A', '192.0.2.1');
    const alias = record('type.example.org', 'CNAME', 'lb.example.net');
    await apply(provider, creation(address));
    await apply(provider, creation(alias), removal(address));
    expect(await dig(coredns.port, 'type.example.org', 'A')).toEqual(['lb.example.net.']);
    await apply(provider, removal(alias));
  });
});

test('keys that people wrote by hand are read, and go with their record', async () => {
  const provider = create();
  await etcd.ctl('put', '/skydns/org/example/hand', '{"host":"192.0.2.9","ttl":60}');
  const found = await provider.readNames?.(zone, [toDnsName('hand.example.org')], never);
  expect(found).toEqual([record('hand.example.org', 'A', '192.0.2.9')]);
  await apply(provider, removal(record('hand.example.org', 'A', '192.0.2.9')));
  expect(await dig(coredns.port, 'hand.example.org', 'A')).toEqual([]);
});

test('reading everything and reading the names one by one give the same', async () => {
  const provider = create();
  const wanted = [
    record('r1.example.org', 'A', '192.0.2.1', '192.0.2.2'),
    record('below.r1.example.org', 'TXT', 'n'),
    record('r1-2.example.org', 'AAAA', '2001:db8::1'),
  ];
  await apply(provider, ...wanted.map(creation));
  const whole = await read(provider);
  const names = [...new Set(whole.map(({ name }) => name))];
  const single = (await provider.readNames?.(zone, names, never)) ?? [];
  const lines = (list: readonly Endpoint[]) => list.map((one) => JSON.stringify(one)).toSorted();
  expect(lines(single)).toEqual(lines(whole));
  await apply(provider, ...wanted.map(removal));
});

test('two who create one name at once do not both succeed', async () => {
  const providers = Array.from({ length: 4 }, () => create());
  const outcomes = await Promise.all(
    providers.map((one, index) =>
      apply(one, creation(record('race.example.org', 'A', `192.0.2.${index + 1}`))),
    ),
  );
  expect(outcomes.flat().filter((outcome) => outcome === 'applied')).toHaveLength(1);
  expect(await dig(coredns.port, 'race.example.org', 'A')).toHaveLength(1);
});

test('the version moves with writes below the prefix only', async () => {
  const provider = create({ prefix: '/versions/' });
  const before = await provider.zoneVersion?.(zone, never);
  await etcd.ctl('put', '/elsewhere', 'x');
  expect(await provider.zoneVersion?.(zone, never)).toBe(before);
  await apply(provider, creation(record('www.example.org', 'A', '192.0.2.1')));
  expect(await provider.zoneVersion?.(zone, never)).not.toBe(before);
});

test('a restart of etcd is survived', async () => {
  const server = await startEtcd();
  try {
    const provider = create({ endpoints: [server.url] });
    const wanted = record('www.example.org', 'A', '192.0.2.1');
    await apply(provider, creation(wanted));
    await server.kill();
    await expect(read(provider)).rejects.toMatchObject({ reason: 'transient' });
    await server.start();
    await expect
      .poll(() => read(provider).catch(() => []), { timeout: 20_000, interval: 100 })
      .toEqual([wanted]);
  } finally {
    await server.remove();
  }
});

describe('TLS', () => {
  const files = () => ({
    caFile: certificates.ca,
    certFile: certificates.clientCert,
    keyFile: certificates.clientKey,
  });
  const client = (tls: CoreDnsOptions['tls']) => create({ endpoints: [secured.url], tls });

  test('with a client certificate', async () => {
    const provider = client(files());
    const wanted = record('tls.example.org', 'A', '192.0.2.1');
    expect(await apply(provider, creation(wanted))).toEqual(['applied']);
    expect(await read(provider)).toContainEqual(wanted);
  });

  test('without one it is refused', async () => {
    await expect(read(client({ caFile: certificates.ca }))).rejects.toMatchObject({
      message: expect.stringContaining('certificate') as string,
    });
  });

  test('a server that is not known is refused, unless nobody is to check', async () => {
    const { certFile, keyFile } = files();
    await expect(read(client({ certFile, keyFile }))).rejects.toThrow('give the CA file');
    expect(await read(client({ certFile, keyFile, insecureSkipVerify: true }))).toBeInstanceOf(
      Array,
    );
  });

  test('a server of another name is refused, unless the name is given', async () => {
    await expect(read(client({ ...files(), serverName: 'other.example.org' }))).rejects.toThrow(
      'other.example.org',
    );
    expect(await read(client({ ...files(), serverName: '127.0.0.1' }))).toBeInstanceOf(Array);
  });

  test('a new certificate is used once its file is there', async () => {
    const other = await createCertificates();
    const folder = await mkdtemp(path.join(tmpdir(), 'etcd-tls-'));
    try {
      const [certFile, keyFile] = [path.join(folder, 'tls.crt'), path.join(folder, 'tls.key')];
      await copyFile(other.clientCert, certFile);
      await copyFile(other.clientKey, keyFile);
      const provider = client({ caFile: certificates.ca, certFile, keyFile });
      await expect(read(provider)).rejects.toMatchObject({ reason: 'transient' });
      await copyFile(certificates.clientCert, certFile);
      await copyFile(certificates.clientKey, keyFile);
      expect(await read(provider)).toBeInstanceOf(Array);
    } finally {
      await rm(folder, { recursive: true });
      await other.remove();
    }
  });

  test('a file that is not there is said', async () => {
    await expect(read(client({ caFile: '/no/ca.crt' }))).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('/no/ca.crt') as string,
    });
  });
});

test('users of etcd, over TLS too, see and write what their role allows', async () => {
  const server = await startEtcd({ tls: certificates });
  try {
    const ctl = (...args: readonly string[]) => server.ctl(...args);
    await ctl('user', 'add', 'root:rootpw');
    await ctl('user', 'grant-role', 'root', 'root');
    await ctl('role', 'add', 'dns');
    await ctl('role', 'grant-permission', 'dns', '--prefix=true', 'readwrite', '/skydns/');
    await ctl('user', 'add', 'dns:s3cret');
    await ctl('user', 'grant-role', 'dns', 'dns');
    await ctl('auth', 'enable');
    const login = (password: string, prefix = '/skydns/') =>
      create({
        endpoints: [server.url],
        prefix,
        username: 'dns',
        password: fixedSecret(new Secret(password)),
        tls: {
          caFile: certificates.ca,
          certFile: certificates.clientCert,
          keyFile: certificates.clientKey,
          serverName: 'localhost',
        },
      });
    const wanted = record('www.example.org', 'A', '192.0.2.1');
    const provider = login('s3cret');
    expect(await apply(provider, creation(wanted))).toEqual(['applied']);
    expect(await read(provider)).toEqual([wanted]);
    await ctl('--user=root:rootpw', 'role', 'add', 'another');
    expect(await read(provider)).toEqual([wanted]);
    await expect(read(login('s3cret', '/other/'))).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('grant the user a role') as string,
    });
    await expect(read(login('wrong'))).rejects.toMatchObject({ reason: 'unauthorized' });
  } finally {
    await server.remove();
  }
});
