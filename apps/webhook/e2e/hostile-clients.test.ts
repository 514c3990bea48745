import { connect } from 'node:net';
import { eventually, freePort, startApp, type AppProcess } from '@org/dns-test-servers';
import { afterEach, expect, test } from 'vitest';

let webhook: AppProcess | undefined;
afterEach(async () => {
  await webhook?.kill();
});

async function serve(...flags: string[]): Promise<string> {
  const port = await freePort();
  webhook = await startApp('webhook', [
    '--provider=inmemory',
    '--inmemory-zone=example.org',
    `--listen=127.0.0.1:${port}`,
    ...flags,
  ]);
  const started = webhook;
  await eventually(() => {
    expect(started.output()).toContain('Serving the webhook protocol');
  });
  return `http://127.0.0.1:${port}`;
}

const post = (url: string, body: string | Uint8Array<ArrayBuffer>): Promise<number> =>
  fetch(`${url}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/external.dns.webhook+json;version=1' },
    body,
  }).then(
    ({ status }) => status,
    // The connection may be cut while the rest is still being sent.
    () => 413,
  );

test('huge and malformed bodies get their status, and the process serves on', async () => {
  const url = await serve();
  expect(await post(url, Buffer.alloc(40_000_000, ' '))).toBe(413);
  expect(await post(url, `{"create":[${'['.repeat(1_000_000)}`)).toBe(400);
  expect(await post(url, '{"create":[{"dnsName":{}}]}')).toBe(400);
  expect(await post(url, Buffer.from([0, 255, 254, 1]))).toBe(400);
  expect(
    await post(
      url,
      '{"create":[{"dnsName":"__proto__.example.org","recordType":"A","targets":["192.0.2.1"],"labels":{"__proto__":"x"}}]}',
    ),
  ).toBe(204);
  const name = `${'a.'.repeat(200)}example.org`;
  expect([204, 500]).toContain(
    await post(
      url,
      JSON.stringify({ create: [{ dnsName: name, recordType: 'A', targets: ['192.0.2.1'] }] }),
    ),
  );
  expect((await fetch(`${url}/records`)).status).toBe(200);
  expect((await fetch(`${webhook?.url}/healthz`)).status).toBe(200);
});

test('a hundred clients that send nothing keep nobody out', async () => {
  const url = await serve('--webhook-provider-read-header-timeout=1s');
  const { hostname, port } = new URL(url);
  const idle = Array.from({ length: 100 }, () => connect(Number(port), hostname));
  for (const socket of idle) {
    socket.on('error', () => {});
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nx-');
  }
  expect((await fetch(`${url}/`)).status).toBe(200);
  await eventually(() => {
    expect(idle.filter(({ closed }) => !closed)).toHaveLength(0);
  });
});
