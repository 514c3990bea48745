import { afterEach, expect, test } from 'vitest';
import { startStatusServer, type StatusPages, type StatusServer } from './status-server.ts';

let server: StatusServer | undefined;
afterEach(async () => {
  await server?.close();
});

const ready: StatusPages = {
  notReady: () => undefined,
  metrics: () => Promise.resolve({ contentType: 'text/plain', body: 'up 1\n' }),
};

test.each<[string, StatusPages, string, number, string]>([
  ['alive', ready, '/healthz', 200, 'OK'],
  ['alive while not ready', { ...ready, notReady: () => 'starting' }, '/healthz', 200, 'OK'],
  ['ready', ready, '/readyz', 200, 'OK'],
  [
    'ready, with something to say',
    { ...ready, notes: () => ['example.org is held: many', 'example.net waits: refused'] },
    '/readyz?verbose',
    200,
    'OK\nexample.org is held: many\nexample.net waits: refused',
  ],
  ['not ready', { ...ready, notReady: () => 'starting' }, '/readyz', 503, 'starting'],
  ['metrics', ready, '/metrics', 200, 'up 1\n'],
  [
    'metrics that fail',
    { ...ready, metrics: () => Promise.reject(new Error('no figures')) },
    '/metrics',
    500,
    'no figures',
  ],
  ['another page', ready, '/', 404, 'Known pages: /healthz, /readyz, /metrics'],
])('%s', async (_, pages, path, status, body) => {
  server = await startStatusServer({ host: '127.0.0.1', port: 0 }, pages);
  const reply = await fetch(`http://127.0.0.1:${server.port}${path}`);
  expect([reply.status, await reply.text()]).toEqual([status, body]);
});

test('an address that is taken names its flag', async () => {
  server = await startStatusServer({ host: '127.0.0.1', port: 0 }, ready);
  await expect(startStatusServer({ host: '127.0.0.1', port: server.port }, ready)).rejects.toThrow(
    /^--metrics-address: listen EADDRINUSE.*; give another address$/,
  );
});
