import { expect, test } from 'vitest';
import { parseCoreDnsSettings } from './index.ts';

test('nothing given is a plain etcd on this machine and the prefix of CoreDNS', () => {
  expect(parseCoreDnsSettings({})).toEqual({
    ok: true,
    value: {
      endpoints: ['http://localhost:2379'],
      prefix: '/skydns/',
      tls: { insecureSkipVerify: false },
      strictlyOwned: false,
      owner: '',
      behavior: 'safe',
    },
  });
});

test.each([
  { behavior: 'safe', expected: '/dns/' },
  { behavior: 'compat', expected: '/dns' },
])('$behavior: the prefix /dns is taken as $expected', ({ behavior, expected }) => {
  expect(parseCoreDnsSettings({ prefix: '/dns', behavior })).toMatchObject({
    value: { prefix: expected },
  });
});

test.each([
  {
    name: 'a URL of another scheme',
    given: { endpoints: ['unix:///run/etcd.sock'] },
    path: 'endpoints[0]',
    message: 'must begin with http:// or https://',
  },
  {
    name: 'a user without a password',
    given: { username: 'root' },
    path: 'password',
    message: 'is missing',
  },
  {
    name: 'a certificate without its key',
    given: { tls: { certFile: 'tls.crt' } },
    path: 'tls.keyFile',
    message: 'is missing',
  },
  {
    name: 'a key without its certificate',
    given: { tls: { keyFile: 'tls.key' } },
    path: 'tls.certFile',
    message: 'is missing',
  },
  {
    name: 'strict ownership without an owner',
    given: { strictlyOwned: true },
    path: 'owner',
    message: 'is missing',
  },
  { name: 'a word too many', given: { url: 'x' }, path: 'url', message: 'is not an option' },
])('$name is a problem', ({ given, path, message }) => {
  const parsed = parseCoreDnsSettings(given);
  expect(parsed.ok ? [] : parsed.problems.map((one) => [one.path, one.message])).toEqual([
    [path, message],
  ]);
});
