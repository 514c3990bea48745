import { expect, test } from 'vitest';
import { proxyFor } from './proxy-for.ts';

const proxy = 'http://proxy.example.org:3128';
const https = 'https://kubernetes.example.org:6443';

test.each([
  { name: 'no variable', server: https, environment: {}, expected: undefined },
  { name: 'HTTPS_PROXY', server: https, environment: { HTTPS_PROXY: proxy }, expected: proxy },
  { name: 'lower case', server: https, environment: { https_proxy: proxy }, expected: proxy },
  {
    name: 'a proxy without scheme',
    server: https,
    environment: { HTTPS_PROXY: 'proxy.example.org:3128' },
    expected: proxy,
  },
  {
    name: 'the other scheme',
    server: https,
    environment: { HTTP_PROXY: proxy },
    expected: undefined,
  },
  {
    name: 'http',
    server: 'http://192.0.2.1:8080',
    environment: { HTTP_PROXY: proxy },
    expected: proxy,
  },
  {
    name: 'the loopback',
    server: 'http://127.0.0.1:8080',
    environment: { HTTP_PROXY: proxy },
    expected: undefined,
  },
])('$name', ({ server, environment, expected }) => {
  expect(proxyFor(server, environment)).toBe(expected);
});

test.each([
  ['*', true],
  ['example.org', true],
  ['.example.org', true],
  ['*.example.org', true],
  ['kubernetes.example.org', true],
  ['.kubernetes.example.org', false],
  ['netes.example.org', false],
  ['kubernetes.example.org:6443', true],
  ['kubernetes.example.org:443', false],
  ['other.example, example.org', true],
  ['', false],
])('NO_PROXY=%s exempts a host name: %s', (noProxy, exempt) => {
  const environment = { HTTPS_PROXY: proxy, NO_PROXY: noProxy };
  expect(proxyFor(https, environment)).toBe(exempt ? undefined : proxy);
});

test.each([
  ['https://192.0.2.10', '192.0.2.0/24', true],
  ['https://192.0.2.10', '198.51.100.0/24', false],
  ['https://192.0.2.10', '192.0.2.10', true],
  ['https://192.0.2.10', '2.10', false],
  ['https://192.0.2.10', '192.0.2.0/99', false],
  ['https://[2001:db8::1]:6443', '2001:db8::/32', true],
  ['https://[2001:db8::1]:6443', '[2001:db8::1]:6443', true],
  ['https://[2001:db8::1]:6443', '2001:db8::1', true],
])('%s with NO_PROXY=%s is exempt: %s', (server, noProxy, exempt) => {
  const environment = { HTTPS_PROXY: proxy, no_proxy: noProxy };
  expect(proxyFor(server, environment)).toBe(exempt ? undefined : proxy);
});
