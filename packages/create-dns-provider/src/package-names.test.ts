import { expect, test } from 'vitest';
import { toPackageNames } from './package-names.ts';

test.each([
  ['acme', ['acme', 'acme', 'acme', 'Acme', 'Acme']],
  ['dns-acme-2', ['dns-acme-2', 'dns-acme-2', 'dnsAcme2', 'DnsAcme2', 'Dns Acme 2']],
  ['@some.one/dns-acme', ['@some.one/dns-acme', 'dns-acme', 'dnsAcme', 'DnsAcme', 'Dns Acme']],
  ['', undefined],
  ['Acme', undefined],
  ['2acme', undefined],
  ['acme-', undefined],
  ['a--b', undefined],
  ['../acme', undefined],
  ['@one/two/three', undefined],
  ['a'.repeat(215), undefined],
])('%s', (name, expected) => {
  const names = toPackageNames(name);
  expect(names === undefined ? undefined : Object.values(names)).toEqual(expected);
});
