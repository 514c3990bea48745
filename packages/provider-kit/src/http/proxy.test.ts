import { describe, expect, test } from 'vitest';
import { proxyFor, proxyOptionsFrom } from './proxy.ts';

test('an environment gives the options, upper case first', () => {
  expect(
    proxyOptionsFrom({
      HTTP_PROXY: 'http://a:1',
      http_proxy: 'http://b:1',
      https_proxy: 'c:1',
      NO_PROXY: '',
    }),
  ).toEqual({ httpProxy: 'http://a:1', httpsProxy: 'c:1' });
});

describe('proxyFor', () => {
  const proxies = {
    httpProxy: 'http://proxy.example.org:3128',
    httpsProxy: 'secure.example.org:3129',
  };
  test.each([
    ['http://dns.example.org/', '', 'http://proxy.example.org:3128'],
    ['https://dns.example.org/', '', 'http://secure.example.org:3129'],
    ['http://localhost:8888/', '', undefined],
    ['http://127.0.0.1:8888/', '', undefined],
    ['http://[::1]:8888/', '', undefined],
    ['http://dns.example.org/', '*', undefined],
    ['http://dns.example.org/', 'example.com, example.org', undefined],
    ['http://dnsexample.org/', 'example.org', 'http://proxy.example.org:3128'],
    ['http://example.org/', '.example.org', 'http://proxy.example.org:3128'],
    ['http://dns.example.org/', '*.example.org', undefined],
    ['http://dns.example.org:81/', 'dns.example.org:80', 'http://proxy.example.org:3128'],
    ['http://dns.example.org/', 'dns.example.org:80', undefined],
    ['http://192.0.2.7/', '192.0.2.0/24', undefined],
    ['http://198.51.100.7/', '192.0.2.0/24', 'http://proxy.example.org:3128'],
    ['http://192.0.2.7/', '192.0.2.7', undefined],
    ['http://[2001:db8::7]/', '2001:db8::/32', undefined],
    ['http://[2001:db9::7]/', '2001:db8::/32', 'http://proxy.example.org:3128'],
  ])('%s with NO_PROXY=%s goes to %s', (url, noProxy, expected) => {
    expect(proxyFor(new URL(url), { ...proxies, noProxy })).toBe(expected);
  });
});
