import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDnsServer, type DnsServer } from '../src/index.ts';
import { providerWith } from '../src/testing/provider-with.ts';

const run = promisify(execFile);
let server: DnsServer;

beforeAll(async () => {
  await run('dig', ['-v']).catch((cause: unknown) => {
    throw new Error('dig is missing; install it: apt-get install -y dnsutils', { cause });
  });
  const many = Array.from({ length: 200 }, (_, index) => `198.51.100.${index}`).join(' | ');
  const provider = await providerWith(
    ['example.org', '2.0.192.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'],
    [
      'www.example.org A 192.0.2.1 | 192.0.2.2',
      'www.example.org AAAA 2001:db8::1',
      'alias.example.org CNAME www.example.org.',
      '*.apps.example.org A 192.0.2.3',
      'many.example.org A ' + many,
      'text.example.org TXT "heritage=external-dns" "say \\"hi\\""',
      `long.example.org TXT "${'x'.repeat(255)}" "${'y'.repeat(145)}"`,
      'example.org MX 10 mail.example.org.',
      '_sip._tcp.example.org SRV 10 20 5060 sip.example.org.',
      'enum.example.org NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.org!" .',
      'example.org CAA 128 issue "ca.example.net; policy=ev"',
      'sub.example.org NS ns.sub.example.org',
      'ns.sub.example.org A 192.0.2.53',
      '1.2.0.192.in-addr.arpa PTR www.example.org',
    ],
  );
  server = await createDnsServer({ provider, port: 0 });
});

afterAll(() => server?.close());

async function dig(...words: string[]): Promise<string> {
  const { stdout } = await run('dig', [
    `@${server.address}`,
    '-p',
    String(server.port),
    '+tries=1',
    '+time=2',
    ...words,
  ]);
  return stdout;
}

async function short(...words: string[]): Promise<string[]> {
  return (await dig('+short', ...words)).trim().split('\n').sort();
}

test.each<[string[], string[]]>([
  [
    ['www.example.org', 'A'],
    ['192.0.2.1', '192.0.2.2'],
  ],
  [['www.example.org', 'AAAA'], ['2001:db8::1']],
  [
    ['alias.example.org', 'AAAA'],
    ['2001:db8::1', 'www.example.org.'],
  ],
  [['any.thing.apps.example.org', 'A'], ['192.0.2.3']],
  [['text.example.org', 'TXT'], ['"heritage=external-dns" "say \\"hi\\""']],
  [['long.example.org', 'TXT'], [`"${'x'.repeat(255)}" "${'y'.repeat(145)}"`]],
  [['example.org', 'MX'], ['10 mail.example.org.']],
  [['_sip._tcp.example.org', 'SRV'], ['10 20 5060 sip.example.org.']],
  [['enum.example.org', 'NAPTR'], ['100 10 "u" "E2U+sip" "!^.*$!sip:info@example.org!" .']],
  [['example.org', 'CAA'], ['128 issue "ca.example.net; policy=ev"']],
  [['-x', '192.0.2.1'], ['www.example.org.']],
  [
    ['+tcp', 'www.example.org', 'A'],
    ['192.0.2.1', '192.0.2.2'],
  ],
])('dig %j', async (words, expected) => {
  expect(await short(...words)).toEqual(expected);
});

test('a long answer comes over TCP after a truncated one', async () => {
  expect(await short('many.example.org', 'A')).toHaveLength(200);
  expect(await dig('+notcp', '+ignore', 'many.example.org', 'A')).toContain('flags: qr aa tc rd;');
});

test.each<[string[], string, RegExp]>([
  [['nothing.example.org', 'A'], 'NXDOMAIN', /^example\.org\.\s+60\s+IN\s+SOA\s/m],
  [['www.example.org', 'MX'], 'NOERROR', /^example\.org\.\s+60\s+IN\s+SOA\s/m],
  [['apps.example.org', 'A'], 'NOERROR', /^example\.org\.\s+60\s+IN\s+SOA\s/m],
  [['www.example.org', 'HTTPS'], 'NOERROR', /^example\.org\.\s+60\s+IN\s+SOA\s/m],
  [['www.example.com', 'A'], 'REFUSED', /flags: qr rd;/],
  [['x.sub.example.org', 'A'], 'NOERROR', /^sub\.example\.org\.\s+300\s+IN\s+NS\s+ns\.sub/m],
  [['+edns=1', '+noednsnegotiation', 'www.example.org', 'A'], 'BADVERS', /EDNS: version: 0/],
  [['example.org', 'SOA'], 'NOERROR', /SOA\s+ns\.example\.org\. hostmaster\.example\.org\. \d+ /],
])('dig %j says %s', async (words, status, text) => {
  const said = await dig(...words);
  expect(said).toContain(`status: ${status},`);
  expect(said).toMatch(text);
});
