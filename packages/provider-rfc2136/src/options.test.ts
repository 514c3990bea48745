import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseRfc2136Settings } from './options.ts';

const minimal = {
  hosts: ['ns.example.org'],
  zones: ['example.org'],
  keyName: 'k8s-key',
  algorithm: 'hmac-sha256',
  secret: 'c2VjcmV0',
};

/** The settings without the secret's source, or the problems. */
function parse(input: unknown): unknown {
  const parsed = parseRfc2136Settings(input);
  if (!parsed.ok) return parsed.problems.map(({ path, message }) => `${path} ${message}`);
  const { tsig, ...rest } = parsed.value;
  return { ...rest, tsig: tsig && { keyName: tsig.keyName, algorithm: tsig.algorithm } };
}

const parsed = {
  servers: [{ host: 'ns.example.org', port: 53 }],
  loadBalancing: 'disabled',
  zones: ['example.org'],
  tsig: { keyName: 'k8s-key', algorithm: 'hmac-sha256' },
  transfer: false,
  minTtlSeconds: 0,
  batchChangeSize: 50,
  behavior: 'safe',
};

describe('settings', () => {
  test.each<[string, unknown, unknown]>([
    ['with their defaults', minimal, parsed],
    [
      'for several servers, an address in brackets among them',
      { ...minimal, hosts: ['ns1', '[2001:db8::1]', '2001:db8::2'], port: 5300 },
      {
        ...parsed,
        servers: [
          { host: 'ns1', port: 5300 },
          { host: '2001:db8::1', port: 5300 },
          { host: '2001:db8::2', port: 5300 },
        ],
      },
    ],
    [
      'for TLS, whose port is another one',
      { ...minimal, useTls: true, tls: { caFile: 'ca.crt' } },
      {
        ...parsed,
        servers: [{ host: 'ns.example.org', port: 853 }],
        tls: { caFile: 'ca.crt', insecureSkipVerify: false },
      },
    ],
    [
      'without signatures',
      { hosts: ['ns.example.org'], zones: ['example.org'], insecure: true },
      { ...parsed, tsig: undefined },
    ],
    ['without zones', { ...minimal, zones: [] }, { ...parsed, zones: [''] }],
    [
      'with an algorithm in other words',
      { ...minimal, algorithm: 'HMAC-MD5.' },
      { ...parsed, tsig: { keyName: 'k8s-key', algorithm: 'hmac-md5' } },
    ],
    [
      'in compat: no host is this machine, and the port is taken as it is',
      { ...minimal, hosts: [''], behavior: 'compat' },
      { ...parsed, servers: [{ host: 'localhost', port: 0 }], behavior: 'compat' },
    ],
  ])('%s', (_, input, expected) => {
    expect(parse(input)).toEqual(expected);
  });

  test.each<[string, unknown, readonly string[]]>([
    [
      'nothing is given',
      {},
      [
        'hosts is required',
        'algorithm "" is not a TSIG algorithm',
        'keyName is required',
        'secret is required',
      ],
    ],
    [
      'an algorithm is unknown',
      { ...minimal, algorithm: 'gss-tsig' },
      ['algorithm "gss-tsig" is not a TSIG algorithm'],
    ],
    [
      'compat is given what upstream does not know',
      { ...minimal, algorithm: 'hmac-md5', behavior: 'compat' },
      ['algorithm "hmac-md5" is not a TSIG algorithm'],
    ],
    [
      'compat is given other letters',
      { ...minimal, algorithm: 'HMAC-SHA256', behavior: 'compat' },
      ['algorithm "HMAC-SHA256" is not a TSIG algorithm'],
    ],
    [
      'a zone is no name',
      { ...minimal, zones: ['a..b'] },
      ['zones[0] "a..b" is not a domain name'],
    ],
    [
      'a batch is empty',
      { ...minimal, batchChangeSize: 0 },
      ['batchChangeSize must be a whole number, at least 1'],
    ],
    [
      'a key has no certificate',
      { ...minimal, tls: { keyFile: 'x' } },
      ['tls.certFile is missing'],
    ],
    ['an option is unknown', { ...minimal, colour: 'red' }, ['colour is not an option']],
  ])('are refused when %s', (_, input, problems) => {
    expect(parse(input)).toEqual(problems);
  });

  test('keep their secret to themselves', async () => {
    const result = parseRfc2136Settings(minimal);
    if (!result.ok) throw new Error('refused');
    const secret = await result.value.tsig?.secret();
    expect(secret?.reveal()).toBe('c2VjcmV0');
    expect(inspect(result, { depth: 9 }) + JSON.stringify(result)).not.toContain('c2VjcmV0');
  });
});
