import { expect, test } from 'vitest';
import { parsePdnsSettings } from './options.ts';

test("the defaults are upstream's; the key is a secret", async () => {
  const parsed = parsePdnsSettings({ apiKey: 'k3y' });
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      servers: ['http://localhost:8081'],
      serverId: 'localhost',
      tls: { insecureSkipVerify: false },
      behavior: 'safe',
    },
  });
  expect(parsed.ok && String(await parsed.value.apiKey())).toBe('[secret]');
});

test('everything that is wrong is said at once', () => {
  const parsed = parsePdnsSettings({
    servers: ['http://127.0.0.1:8081', 'localhost'],
    tls: { certFile: '/tls.crt' },
    key: 'k3y',
  });
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    {
      path: 'servers[1]',
      message: 'must be a URL that begins with http:// or https://',
      hint: 'such as http://127.0.0.1:8081',
    },
    {
      path: 'tls.keyFile',
      message: 'is missing',
      hint: 'a client certificate and its key are given together',
    },
    {
      path: 'apiKey',
      message: 'is required',
      hint: 'a text, or { file: path } to read it from a file',
    },
    {
      path: 'key',
      message: 'is not an option',
      hint: 'known here: apiKey, behavior, serverId, servers, tls',
    },
  ]);
});
