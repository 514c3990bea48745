import type { Answer } from 'dns-packet';
import { beforeAll, expect, test } from 'vitest';
import type { InMemoryProvider } from '../inmemory-provider.ts';
import { providerWith } from '../testing/provider-with.ts';
import { createResolver } from './resolve.ts';

let provider: InMemoryProvider;

beforeAll(async () => {
  provider = await providerWith(
    ['example.org', 'child.example.org', 'example.net', '2.0.192.in-addr.arpa'],
    [
      'www.example.org A 192.0.2.1 | 192.0.2.2',
      'www.example.org AAAA 2001:db8::1',
      'alias.example.org CNAME www.example.org',
      'far.example.org CNAME www.example.net.',
      'away.example.org CNAME www.example.com',
      'lost.example.org CNAME nothing.example.org',
      'ring.example.org CNAME gnir.example.org',
      'gnir.example.org CNAME ring.example.org',
      'www.example.net A 198.51.100.1',
      'deep.under.example.org TXT "one" "two"',
      'bare.example.org TXT v=spf1 -all',
      '*.wild.example.org A 192.0.2.9',
      '*.wild.example.org MX 10 mail.example.org',
      'host.wild.example.org TXT "here"',
      'example.org MX 10 mail.example.org | 20 mail2.example.org.',
      '_sip._tcp.example.org SRV 10 20 5060 sip.example.org.',
      'enum.example.org NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.org!" .',
      'example.org CAA 0 issue "ca.example.net"',
      'sub.example.org NS ns.sub.example.org',
      'ns.sub.example.org A 192.0.2.53',
      'www.child.example.org A 192.0.2.77',
      '1.2.0.192.in-addr.arpa PTR www.example.org',
      'broken.example.org A not-an-address',
    ],
  );
});

function ask(name: string, type: string): Record<string, unknown> {
  const options = { defaultTtlSeconds: 300, negativeTtlSeconds: 60 };
  const { rcode, authoritative, ...parts } = createResolver(provider.zones, options)(name, type);
  const said: Record<string, unknown> = authoritative ? { rcode } : { rcode, authoritative };
  for (const [part, answers] of Object.entries(parts)) {
    if (answers.length > 0) said[part] = answers.map(line);
  }
  return said;
}

function line(answer: Answer): string {
  if (answer.type === 'OPT') return 'OPT';
  if (answer.type === 'SOA') return `${answer.name} SOA`;
  if (answer.type === 'TXT') return `${answer.name} TXT ${String(answer.data)}`;
  return `${answer.name} ${answer.type} ${typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data)}`;
}

const noData = { rcode: 'NOERROR', authorities: ['example.org SOA'] };
const noName = { rcode: 'NXDOMAIN', authorities: ['example.org SOA'] };

test.each<[string, string, string, object]>([
  [
    'every target is an answer',
    'www.example.org',
    'A',
    { rcode: 'NOERROR', answers: ['www.example.org A 192.0.2.1', 'www.example.org A 192.0.2.2'] },
  ],
  [
    'the owner is spelled as in the question',
    'WWW.Example.ORG',
    'AAAA',
    { rcode: 'NOERROR', answers: ['WWW.Example.ORG AAAA 2001:db8::1'] },
  ],
  ['a name without that type is no data', 'www.example.org', 'MX', noData],
  ['a name above others exists', 'under.example.org', 'A', noData],
  ['a name that is nowhere does not exist', 'nothing.example.org', 'A', noName],
  [
    'the zone itself exists without records',
    'example.net',
    'A',
    { rcode: 'NOERROR', authorities: ['example.net SOA'] },
  ],
  ['the SOA is made up', 'example.org', 'SOA', { rcode: 'NOERROR', answers: ['example.org SOA'] }],
  [
    'names in no zone are refused',
    'www.example.com',
    'A',
    { rcode: 'REFUSED', authoritative: false },
  ],
  [
    'a CNAME is followed',
    'alias.example.org',
    'AAAA',
    {
      rcode: 'NOERROR',
      answers: ['alias.example.org CNAME www.example.org', 'www.example.org AAAA 2001:db8::1'],
    },
  ],
  [
    'a CNAME is followed into another zone of ours',
    'far.example.org',
    'A',
    {
      rcode: 'NOERROR',
      answers: ['far.example.org CNAME www.example.net', 'www.example.net A 198.51.100.1'],
    },
  ],
  [
    'a CNAME out of our zones ends there',
    'away.example.org',
    'A',
    { rcode: 'NOERROR', answers: ['away.example.org CNAME www.example.com'] },
  ],
  [
    'a CNAME to a name that does not exist says so',
    'lost.example.org',
    'A',
    { ...noName, answers: ['lost.example.org CNAME nothing.example.org'] },
  ],
  [
    'a CNAME to a name without the type is no data',
    'alias.example.org',
    'TXT',
    { ...noData, answers: ['alias.example.org CNAME www.example.org'] },
  ],
  [
    'CNAMEs in a ring end',
    'ring.example.org',
    'A',
    {
      rcode: 'NOERROR',
      answers: [
        'ring.example.org CNAME gnir.example.org',
        'gnir.example.org CNAME ring.example.org',
      ],
    },
  ],
  [
    'a CNAME that is asked for is not followed',
    'alias.example.org',
    'CNAME',
    { rcode: 'NOERROR', answers: ['alias.example.org CNAME www.example.org'] },
  ],
  [
    'a wildcard stands for names that do not exist, however deep',
    'a.b.wild.example.org',
    'A',
    { rcode: 'NOERROR', answers: ['a.b.wild.example.org A 192.0.2.9'] },
  ],
  ['a wildcard without the type is no data', 'a.wild.example.org', 'TXT', noData],
  ['a wildcard does not stand for a name that exists', 'host.wild.example.org', 'A', noData],
  ['nor for a name below one that exists', 'x.host.wild.example.org', 'A', noName],
  ['nor for its own parent', 'wild.example.org', 'A', noData],
  [
    'a wildcard can be asked for by its name',
    '*.wild.example.org',
    'A',
    { rcode: 'NOERROR', answers: ['*.wild.example.org A 192.0.2.9'] },
  ],
  [
    'character strings stay apart',
    'deep.under.example.org',
    'TXT',
    { rcode: 'NOERROR', answers: ['deep.under.example.org TXT one,two'] },
  ],
  [
    'a bare text is one string',
    'bare.example.org',
    'TXT',
    { rcode: 'NOERROR', answers: ['bare.example.org TXT v=spf1 -all'] },
  ],
  [
    'MX',
    'example.org',
    'MX',
    {
      rcode: 'NOERROR',
      answers: [
        'example.org MX {"preference":10,"exchange":"mail.example.org"}',
        'example.org MX {"preference":20,"exchange":"mail2.example.org"}',
      ],
    },
  ],
  [
    'SRV',
    '_sip._tcp.example.org',
    'SRV',
    {
      rcode: 'NOERROR',
      answers: [
        '_sip._tcp.example.org SRV {"priority":10,"weight":20,"port":5060,"target":"sip.example.org"}',
      ],
    },
  ],
  [
    'NAPTR',
    'enum.example.org',
    'NAPTR',
    {
      rcode: 'NOERROR',
      answers: [
        'enum.example.org NAPTR {"order":100,"preference":10,"flags":"u","services":"E2U+sip","regexp":"!^.*$!sip:info@example.org!","replacement":"."}',
      ],
    },
  ],
  [
    'CAA',
    'example.org',
    'CAA',
    {
      rcode: 'NOERROR',
      answers: ['example.org CAA {"flags":0,"tag":"issue","value":"ca.example.net"}'],
    },
  ],
  [
    'PTR',
    '1.2.0.192.in-addr.arpa',
    'PTR',
    { rcode: 'NOERROR', answers: ['1.2.0.192.in-addr.arpa PTR www.example.org'] },
  ],
  [
    'a delegation is a referral with glue',
    'x.sub.example.org',
    'A',
    {
      rcode: 'NOERROR',
      authoritative: false,
      authorities: ['sub.example.org NS ns.sub.example.org'],
      additionals: ['ns.sub.example.org A 192.0.2.53'],
    },
  ],
  ['the parent answers for the DS of a delegation', 'sub.example.org', 'DS', noData],
  [
    'a zone of ours below another one answers itself',
    'www.child.example.org',
    'A',
    { rcode: 'NOERROR', answers: ['www.child.example.org A 192.0.2.77'] },
  ],
  ['what is no data of its type is left out', 'broken.example.org', 'A', noData],
  ['an unknown type is no data', 'www.example.org', 'UNKNOWN_65', noData],
  [
    'ANY is everything',
    'www.example.org',
    'ANY',
    {
      rcode: 'NOERROR',
      answers: [
        'www.example.org A 192.0.2.1',
        'www.example.org A 192.0.2.2',
        'www.example.org AAAA 2001:db8::1',
      ],
    },
  ],
])('%s: %s %s', (_, name, type, expected) => {
  expect(ask(name, type)).toEqual(expected);
});

test('the root zone takes every name', async () => {
  const { zones } = await providerWith([''], ['www.example.org A 192.0.2.1']);
  const resolve = createResolver(zones, { defaultTtlSeconds: 300, negativeTtlSeconds: 60 });
  expect(resolve('www.example.org', 'A').answers.map(line)).toEqual([
    'www.example.org A 192.0.2.1',
  ]);
  expect(resolve('nothing.example', 'A')).toMatchObject({
    rcode: 'NXDOMAIN',
    authorities: [{ type: 'SOA', name: '.' }],
  });
});
