import { expect, test } from 'vitest';
import { parseHetznerSettings } from './options.ts';

test('the public endpoint and no labels unless asked for; the token is a secret', async () => {
  const parsed = parseHetznerSettings({ token: 't0ken' });
  expect(parsed).toMatchObject({
    ok: true,
    value: { endpoint: 'https://api.hetzner.cloud/v1', labels: false },
  });
  expect(parsed.ok && String(await parsed.value.token())).toBe('[secret]');
});

test('everything that is wrong is said at once', () => {
  const parsed = parseHetznerSettings({
    endpoint: 'https://dns.hetzner.com/api/v1',
    labels: 'yes',
    region: 'fsn1',
  });
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    {
      path: 'endpoint',
      message: 'is the API of the old DNS Console, which was switched off in May 2026',
      hint: 'leave it out for https://api.hetzner.cloud/v1',
    },
    {
      path: 'token',
      message: 'is required',
      hint: 'a text, or { file: path } to read it from a file',
    },
    { path: 'labels', message: 'must be true or false' },
    { path: 'region', message: 'is not an option', hint: 'known here: endpoint, labels, token' },
  ]);
});
