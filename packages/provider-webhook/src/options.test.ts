import { expect, test } from 'vitest';
import { parseWebhookSettings } from './options.ts';

test("the defaults are upstream's", () => {
  expect(parseWebhookSettings({})).toEqual({
    ok: true,
    value: {
      url: 'http://localhost:8888',
      readTimeoutMs: 5_000,
      writeTimeoutMs: 10_000,
      maxBodyBytes: 33_554_432,
      behavior: 'safe',
    },
  });
});

test('what is wrong is said with its path', () => {
  expect(parseWebhookSettings({ url: 'localhost', readTimeoutMs: 0, retries: 3 })).toMatchObject({
    ok: false,
    problems: [{ path: 'url' }, { path: 'readTimeoutMs' }, { path: 'retries' }],
  });
});

test('a Unix socket, a token and client certificates', () => {
  const parsed = parseWebhookSettings({
    url: 'unix:/run/webhook.sock',
    token: { file: '/run/token' },
    tls: { caFile: 'ca.crt', certFile: 'client.crt', keyFile: 'client.key' },
  });
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      url: 'unix:/run/webhook.sock',
      token: expect.any(Function) as unknown,
      tls: { caFile: 'ca.crt', certFile: 'client.crt', keyFile: 'client.key' },
    },
  });
  expect(parseWebhookSettings({ tls: { certFile: 'client.crt' } })).toMatchObject({
    ok: false,
    problems: [{ path: 'tls.certFile' }],
  });
});
