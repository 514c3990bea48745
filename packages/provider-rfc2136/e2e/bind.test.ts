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
import { fixedSecret } from '@org/dns-provider-kit';
import {
  createCertificates,
  dig,
  startBind,
  type Bind,
  type Certificates,
} from '@org/dns-test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRfc2136Provider, type Rfc2136Options, type TsigAlgorithm } from '../src/index.ts';

const never = new AbortController().signal;
const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };
let certificates: Certificates;
let server: Bind;
let provider: Provider;
const made: Provider[] = [];

beforeAll(async () => {
  certificates = await createCertificates();
  server = await startBind({
    zones: ['example.org', 'signed.example.org', 'narrow.example.org'],
    policies: { 'narrow.example.org': 'grant k8s-key subdomain dyn.narrow.example.org. ANY;' },
    statements: { 'signed.example.org': 'dnssec-policy default; inline-signing no;' },
    certificates,
  });
  provider = create(server);
});
afterAll(async () => {
  for (const one of made) await one.close?.();
  await server.remove();
  await certificates.remove();
});

function create(bind: Bind, options: Partial<Rfc2136Options> = {}): Provider {
  const one = createRfc2136Provider({
    servers: [{ host: '127.0.0.1', port: bind.port }],
    loadBalancing: 'disabled',
    zones: ['example.org', 'signed.example.org', 'narrow.example.org'],
    tsig: {
      keyName: bind.keyName,
      algorithm: bind.keyAlgorithm as TsigAlgorithm,
      secret: fixedSecret(new Secret(bind.keySecret)),
    },
    transfer: true,
    minTtlSeconds: 0,
    batchChangeSize: 50,
    behavior: 'safe',
    ...options,
  });
  made.push(one);
  return one;
}

const record = (name: string, type: string, ...targets: string[]): Endpoint =>
  createEndpoint({ name, type, targets, ttlSeconds: 60 });
const group = (...changes: readonly Change[]): ChangeGroup => ({ name: zone.name, changes });
const creation = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const removal = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });

async function apply(groups: readonly ChangeGroup[], to = zone, by = provider): Promise<string[]> {
  const { outcomes } = await by.applyChanges(to, groups, never);
  return outcomes.map((one) => (one.outcome === 'applied' ? 'applied' : one.error.message));
}

async function under(name: string, at = zone): Promise<readonly Endpoint[] | undefined> {
  return provider.readNames?.(at, [toDnsName(name)], never);
}

async function readAll(from: Provider, of = zone): Promise<readonly Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const chunk of from.readZone(of, never)) all.push(...chunk);
  return all.toSorted((one, other) =>
    `${one.name} ${one.type}` < `${other.name} ${other.type}` ? -1 : 1,
  );
}

describe('what is written is answered, and read back as it was written', () => {
  test.each([
    { type: 'A', targets: ['192.0.2.1', '192.0.2.2'], answer: ['192.0.2.1', '192.0.2.2'] },
    { type: 'AAAA', targets: ['2001:db8::1'], answer: ['2001:db8::1'] },
    { type: 'CNAME', targets: ['lb.example.net'], answer: ['lb.example.net.'] },
    { type: 'DNAME', targets: ['other.example.net'], answer: ['other.example.net.'] },
    {
      type: 'TXT',
      targets: ['"v=spf1 \\"x\\" -all; \\\\ \\195\\188"'],
      answer: ['"v=spf1 \\"x\\" -all; \\\\ \\195\\188"'],
    },
    { type: 'MX', targets: ['10 mail.example.net'], answer: ['10 mail.example.net.'] },
    { type: 'SRV', targets: ['1 2 443 s.example.org.'], answer: ['1 2 443 s.example.org.'] },
    { type: 'NAPTR', targets: ['1 2 "U" "S" "!a!b!" .'], answer: ['1 2 "U" "S" "!a!b!" .'] },
    { type: 'CAA', targets: ['0 issue "ca.example.org"'], answer: ['0 issue "ca.example.org"'] },
    { type: 'TLSA', targets: ['3 1 1 0102ff'], answer: ['3 1 1 0102FF'] },
    {
      type: 'SSHFP',
      targets: [`4 1 ${'0a'.repeat(20)}`],
      answer: [`4 1 ${'0A'.repeat(20)}`],
    },
    {
      type: 'URI',
      targets: ['10 1 "https://example.org/"'],
      answer: ['10 1 "https://example.org/"'],
    },
    { type: 'PTR', targets: ['host.example.org'], answer: ['host.example.org.'] },
    {
      type: 'HTTPS',
      targets: ['1 . alpn="h2,h3" port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1'],
      answer: ['1 . alpn="h2,h3" port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1'],
    },
    { type: 'SVCB', targets: ['0 svc.example.net'], answer: ['0 svc.example.net.'] },
  ])('$type', async ({ type, targets, answer }) => {
    const name = `x-${type.toLowerCase()}.example.org`;
    const wanted = record(name, type, ...targets);
    expect(await apply([group(creation(wanted))])).toEqual(['applied']);
    expect(await dig(server.port, name, type)).toEqual(answer);
    expect(await under(name)).toEqual([wanted]);
    expect(await apply([group(creation(wanted))])).toEqual(['applied']);
    expect(await apply([group(removal(wanted))])).toEqual(['applied']);
    expect(await dig(server.port, name, type)).toEqual([]);
    expect(await under(name)).toEqual([]);
    expect(await apply([group(removal(wanted))])).toEqual(['applied']);
  });

  test('a DS and its delegation', async () => {
    const ns = record('sub.example.org', 'NS', 'ns1.example.net', 'ns2.example.net');
    const ds = record('sub.example.org', 'DS', `12345 13 2 ${'ab'.repeat(32)}`);
    const glue = record('ns.sub.example.org', 'A', '192.0.2.53');
    expect(await apply([group(creation(ns), creation(ds), creation(glue))])).toEqual(['applied']);
    expect(
      (await under('sub.example.org'))?.map(
        ({ type, targets }) => `${type} ${[...targets].toSorted().join(', ')}`,
      ),
    ).toEqual([`DS 12345 13 2 ${'ab'.repeat(32)}`, 'NS ns1.example.net, ns2.example.net']);
    expect(await under('ns.sub.example.org')).toEqual([glue]);
    expect(await apply([group(removal(ns), removal(ds), removal(glue))])).toEqual(['applied']);
  });

  test('a text of more than 255 bytes, a wildcard, and a name in Unicode', async () => {
    const [long, star, unicode] =
      (await provider.adjust?.(
        [
          record('long.example.org', 'TXT', `"${'x'.repeat(300)}"`),
          record('*.wild.example.org', 'A', '192.0.2.1'),
          record('bücher.example.org', 'A', '192.0.2.1'),
        ],
        never,
      )) ?? [];
    if (long === undefined || star === undefined || unicode === undefined)
      throw new Error('dropped');
    await apply([long, star, unicode].map((one) => group(creation(one))));
    expect(await dig(server.port, 'long.example.org', 'TXT')).toEqual([
      `"${'x'.repeat(255)}" "${'x'.repeat(45)}"`,
    ]);
    expect(await dig(server.port, 'any.wild.example.org', 'A')).toEqual(['192.0.2.1']);
    expect(await dig(server.port, 'xn--bcher-kva.example.org', 'A')).toEqual(['192.0.2.1']);
    expect(await under('long.example.org')).toEqual([long]);
    expect(await under('*.wild.example.org')).toEqual([star]);
    // A name that only a wildcard answers for holds nothing.
    expect(await under('any.wild.example.org')).toEqual([]);
  });
});

describe('the server as judge', () => {
  test('a type changes in one update', async () => {
    const address = record('turn.example.org', 'A', '192.0.2.1');
    const alias = record('turn.example.org', 'CNAME', 'lb.example.net');
    await apply([group(creation(address))]);
    expect(await apply([group(creation(alias), removal(address))])).toEqual(['applied']);
    expect(await under('turn.example.org')).toEqual([alias]);
    expect(await apply([group(creation(address), removal(alias))])).toEqual(['applied']);
    expect(await under('turn.example.org')).toEqual([address]);
  });

  test('what somebody wrote in between is not overwritten', async () => {
    await server.update(['zone example.org', 'update add hand.example.org. 60 A 192.0.2.50']);
    expect(
      await apply([
        group(creation(record('hand.example.org', 'A', '192.0.2.1'))),
        group(creation(record('hand.example.org', 'CNAME', 'lb.example.net'))),
        group(creation(record('free.example.org', 'A', '192.0.2.1'))),
      ]),
    ).toEqual([
      'hand.example.org: somebody else has changed A since it was read (it is 192.0.2.50 now); it is planned anew with the next pass',
      'hand.example.org: somebody else has changed A since it was read (it is 192.0.2.50 now); it is planned anew with the next pass',
      'applied',
    ]);
    expect(await dig(server.port, 'hand.example.org', 'A')).toEqual(['192.0.2.50']);
  });

  test('a name that the policy forbids is found among others', async () => {
    const narrow: Zone = { id: 'narrow.example.org', name: toDnsName('narrow.example.org') };
    const names = ['a.dyn', 'b', 'c.dyn', 'd.dyn'].map((label) => `${label}.narrow.example.org`);
    const outcomes = await apply(
      names.map((name) => group(creation(record(name, 'A', '192.0.2.1')))),
      narrow,
    );
    expect(outcomes.map((outcome) => outcome.replace(/^.*(REFUSED).*$/, '$1'))).toEqual([
      'applied',
      'REFUSED',
      'applied',
      'applied',
    ]);
  });

  test('a signed zone reads without what the signer keeps, and by differences as whole', async () => {
    const signed: Zone = { id: 'signed.example.org', name: toDnsName('signed.example.org') };
    const wanted = record('www.signed.example.org', 'CNAME', 'lb.example.net');
    await readAll(provider, signed);
    expect(await apply([group(creation(wanted))], signed)).toEqual(['applied']);
    expect(await dig(server.port, 'www.signed.example.org', 'RRSIG')).not.toEqual([]);
    expect(await under('www.signed.example.org', signed)).toEqual([wanted]);
    expect(await readAll(provider, signed)).toEqual(await readAll(create(server), signed));
    expect(await apply([group(removal(wanted))], signed)).toEqual(['applied']);
  });

  test('the serial number tells of every change', async () => {
    const version = () => provider.zoneVersion?.(zone, never);
    const before = await version();
    expect(await version()).toBe(before);
    await server.update(['zone example.org', 'update add v.example.org. 60 A 192.0.2.50']);
    expect(await version()).not.toBe(before);
  });

  test('differences add up to the whole after many edits', async () => {
    await readAll(provider);
    for (let round = 0; round < 5; round += 1) {
      await server.update([
        'zone example.org',
        ...Array.from(
          { length: 20 },
          (_, at) => `update delete d${(at + round) % 25}.example.org.`,
        ),
        ...Array.from(
          { length: 15 },
          (_, at) =>
            `update add d${(at * 2 + round) % 25}.example.org. ${60 + round} A 192.0.2.${at}`,
        ),
      ]);
      const fresh = await readAll(create(server));
      const sorted = (endpoints: readonly Endpoint[]) =>
        endpoints.map((one) => ({ ...one, targets: one.targets.toSorted() }));
      expect(sorted(await readAll(provider))).toEqual(sorted(fresh));
    }
  });

  test('a large zone comes in many signed messages', async () => {
    const groups = Array.from({ length: 3000 }, (_, at) =>
      group(creation(record(`big${at}.example.org`, 'TXT', `"${'x'.repeat(200)}"`))),
    );
    expect(new Set(await apply(groups, zone, create(server, { batchChangeSize: 500 })))).toEqual(
      new Set(['applied']),
    );
    const all = await readAll(create(server));
    expect(all.filter(({ spelling }) => spelling.startsWith('big')).length).toBe(3000);
  });
});

describe('without transfers', () => {
  test('records are added, found again, and never added to what others hold', async () => {
    const blind = create(server, { transfer: false });
    await server.update([
      'zone example.org',
      'update add theirs.example.org. 60 A 192.0.2.50',
      'update add *.blind.example.org. 60 A 192.0.2.50',
    ]);
    const groups = ['mine', 'x.blind', 'theirs'].map((label) =>
      group(creation(record(`${label}.example.org`, 'A', '192.0.2.1'))),
    );
    const expected = ['applied', 'applied', expect.stringContaining('holds other records already')];
    expect(await apply(groups, zone, blind)).toEqual(expected);
    const before = await provider.zoneVersion?.(zone, never);
    expect(await apply(groups, zone, blind)).toEqual(expected);
    expect(await provider.zoneVersion?.(zone, never)).toBe(before);
    expect(await dig(server.port, 'theirs.example.org', 'A')).toEqual(['192.0.2.50']);
  });
});

describe('over TLS', () => {
  const secure = (tls: Rfc2136Options['tls'], host = '127.0.0.1') =>
    create(server, {
      servers: [{ host, port: server.tlsPort ?? 0 }],
      ...(tls === undefined ? {} : { tls }),
    });

  test.each(['127.0.0.1', 'localhost'])('with the authority of %s', async (host) => {
    const one = secure({ caFile: certificates.ca }, host);
    expect((await readAll(one)).length).toBeGreaterThan(0);
    expect(
      await apply(
        [group(creation(record(`tls-${host}.example.org`, 'A', '192.0.2.1')))],
        zone,
        one,
      ),
    ).toEqual(['applied']);
  });

  test('not with an authority that nobody knows, unless it is told not to look', async () => {
    await expect(readAll(secure({}))).rejects.toThrow(
      /cannot connect to 127\.0\.0\.1:\d+: .*certificate/,
    );
    expect((await readAll(secure({ insecureSkipVerify: true }))).length).toBeGreaterThan(0);
  });
});

describe.each(['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha384', 'hmac-sha512'])(
  'signed with %s',
  (keyAlgorithm) => {
    test('a zone is read and written', async () => {
      const bind = await startBind({ zones: ['example.org'], keyAlgorithm });
      try {
        const one = create(bind);
        expect(
          await apply([group(creation(record('www.example.org', 'A', '192.0.2.1')))], zone, one),
        ).toEqual(['applied']);
        expect((await readAll(one)).map(({ name }) => name)).toContain('www.example.org');
      } finally {
        await bind.remove();
      }
    });
  },
);
