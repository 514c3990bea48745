import type { Behavior } from '@org/dns-core';
import { expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { createCoreDns } from './coredns.ts';
import { providerTable } from './provider-table.ts';

async function problemsOf(
  environment: Environment,
  args: readonly string[] = [],
  behavior: Behavior = 'safe',
): Promise<readonly string[]> {
  const parsed = parseFlags(['--provider=coredns', '--source=crd', ...args], {}, () => '');
  if (parsed.kind !== 'flags') throw new Error(parsed.kind);
  const created = await createCoreDns({
    flags: parsed.flags,
    given: parsed.given,
    environment,
    behavior,
    domainFilter: { include: [], exclude: [] },
    userAgent: 'ExternalDNS/test',
    observeRequest: () => undefined,
    observeQuota: () => undefined,
  });
  if (!created.ok) return created.problems.map(({ path, message }) => `${path} ${message}`);
  await created.value.close?.();
  return [];
}

test.each<[string, Environment, readonly string[], readonly string[]]>([
  ['nothing is needed', {}, [], []],
  ['several members', { ETCD_URLS: 'https://a:2379, https://b:2379' }, [], []],
  [
    'another scheme',
    { ETCD_URLS: 'etcd:2379' },
    [],
    ['ETCD_URLS must begin with http:// or https://'],
  ],
  [
    'a certificate without its key',
    { ETCD_URLS: 'https://a:2379', ETCD_CERT_FILE: 'tls.crt' },
    [],
    ['ETCD_KEY_FILE is missing'],
  ],
  [
    'a key without its certificate',
    { ETCD_URLS: 'HTTPS://a:2379', ETCD_KEY_FILE: 'tls.key' },
    [],
    ['ETCD_CERT_FILE is missing'],
  ],
  [
    'certificates are left alone without TLS',
    { ETCD_URLS: 'http://a:2379', ETCD_CERT_FILE: 'tls.crt' },
    [],
    [],
  ],
  ['a user without a password', { ETCD_USERNAME: 'root' }, [], ['ETCD_PASSWORD is missing']],
  [
    'strict ownership without an owner',
    {},
    ['--coredns-strictly-owned', '--registry=noop', '--txt-owner-id='],
    ['--txt-owner-id is missing'],
  ],
])('%s', async (_, environment, args, expected) => {
  expect(await problemsOf(environment, args)).toEqual(expected);
});

test('both names of the provider are one', () => {
  expect(providerTable.skydns).toBe(providerTable.coredns);
});
