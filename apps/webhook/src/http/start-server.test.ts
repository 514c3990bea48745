import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEndpoint, ProviderError, type Provider } from '@org/dns-core';
import { createSystemClock, fileSecret } from '@org/dns-provider-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestService, memory, type TestServiceOptions } from '../testing/start-service.ts';
import { withToken } from './authorize.ts';
import {
  startServer,
  type RunningServer,
  type ServedRequest,
  type StartServerOptions,
} from './start-server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-'));
});
const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
  rmSync(folder, { recursive: true, force: true });
});

async function serve(
  provider: Provider,
  options: Partial<StartServerOptions> & { readonly service?: TestServiceOptions } = {},
) {
  const { service: serviceOptions, ...settings } = options;
  const service = createTestService(provider, serviceOptions);
  const served: ServedRequest[] = [];
  const server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    readHeaderTimeoutMs: 5000,
    readTimeoutMs: 5000,
    writeTimeoutMs: 10_000,
    idleTimeoutMs: 30_000,
    maxBodyBytes: 100_000,
    clock: createSystemClock(),
    handle: service.handle,
    observe: (one) => served.push(one),
    ...settings,
  });
  running.push(server);
  return { server, served, service };
}

/** Bytes as they are, and all that comes back until the server ends the connection. */
function raw(server: RunningServer, write: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => write(socket));
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(reply));
  });
}

/** Zones of many pages; the page `failing` cannot be read. */
function pages(count: number, failing = Infinity): Provider {
  return {
    ...memory(),
    async *readZone(zone) {
      for (let page = 0; page < count; page += 1) {
        if (page === failing) throw new ProviderError('transient', 'page 7 of the zone is missing');
        yield Array.from({ length: 1000 }, (_, index) =>
          createEndpoint({
            name: `n${page}-${index}.${zone.name}`,
            type: 'A',
            targets: ['192.0.2.1'],
          }),
        );
      }
    },
  };
}

test('a long list comes whole', async () => {
  const { server } = await serve(pages(20));
  const list = (await (await fetch(`${server.url}/records`)).json()) as unknown[];
  expect(list).toHaveLength(40_000);
});

test('a zone that cannot be read to its end cuts the connection, and no list is closed', async () => {
  const { server, served } = await serve(pages(20, 7));
  const reply = await raw(server, (socket) =>
    socket.write('GET /records HTTP/1.1\r\nhost: x\r\n\r\n'),
  );
  expect(reply).toMatch(/^HTTP\/1.1 200 OK/);
  expect(reply).not.toMatch(/\]\s*(?:\r\n0\r\n\r\n)?$/);
  expect(served).toMatchObject([
    { status: 200, error: { message: 'page 7 of the zone is missing' } },
  ]);
  await expect(fetch(`${server.url}/records`).then((one) => one.text())).rejects.toThrow(
    'terminated',
  );
});

test('what fails before the first page is a 500', async () => {
  const { server, served } = await serve(pages(20, 0));
  const reply = await fetch(`${server.url}/records`);
  expect([reply.status, await reply.text()]).toEqual([500, 'page 7 of the zone is missing\n']);
  expect(served).toMatchObject([{ status: 500, error: { reason: 'transient' } }]);
});

test('a client that takes nothing is cut off', async () => {
  const { server, served } = await serve(pages(200), { writeTimeoutMs: 50 });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
    socket.pause();
    socket.write('GET /records HTTP/1.1\r\nhost: x\r\n\r\n');
  });
  socket.on('error', () => {});
  await expect
    .poll(() => served, { timeout: 5000 })
    .toMatchObject([{ error: { message: 'the client took nothing for 50 ms' } }]);
  socket.destroy();
});

test.each([
  ['headers', 'POST /records HTTP/1.1\r\nhost: x\r\n'],
  ['its body', 'POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{'],
])('a client that is slow with %s gets 408', async (_what, text) => {
  const { server } = await serve(memory(), { readHeaderTimeoutMs: 50, readTimeoutMs: 100 });
  expect(await raw(server, (socket) => socket.write(text))).toMatch(/^HTTP\/1.1 408 /);
});

test.each([
  ['no HTTP', 'nonsense\r\n\r\n', 400],
  ['a negative length', 'POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400],
  [
    'two lengths',
    'POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
    400,
  ],
  ['huge headers', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 431],
  [
    'a body that never ends',
    `POST /records HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${`ffff\r\n${' '.repeat(0xffff)}\r\n`.repeat(4)}`,
    413,
  ],
  [
    'bytes that are no text',
    'POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\nconnection: close\r\n\r\n\xff\x00\xfe',
    400,
  ],
])('%s: the server answers and lives on', async (_name, text, status) => {
  const { server } = await serve(memory());
  const reply = await raw(server, (socket) => socket.write(Buffer.from(text, 'latin1')));
  expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect((await fetch(`${server.url}/`)).status).toBe(200);
});

test('a client that goes away half way harms nobody', async () => {
  const { server, served } = await serve(memory());
  await raw(server, (socket) => {
    socket.write('POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"create":[');
    setImmediate(() => socket.destroy());
  });
  expect((await fetch(`${server.url}/records`)).status).toBe(200);
  expect(served.map(({ status }) => status)).toContain(200);
});

test('connections are kept', async () => {
  const { server } = await serve(memory());
  const both = await raw(server, (socket) =>
    socket.write(
      'POST /records HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ),
  );
  expect(both.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 200']);
});

test('a Unix socket, also where a killed process left one behind, but not where somebody listens', async () => {
  const socketPath = path.join(folder, 'webhook.sock');
  const ask = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request({ socketPath, path: '/' }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const { server } = await serve(memory(), { listen: { path: socketPath } });
  expect([server.url, await ask()]).toEqual([`unix:${socketPath}`, 200]);
  await expect(serve(memory(), { listen: { path: socketPath } })).rejects.toThrow('EADDRINUSE');
  expect(await ask()).toBe(200);
});

test('a port that is taken is an error', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const bound = other.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await expect(serve(memory(), { listen: { host: '127.0.0.1', port } })).rejects.toThrow(
    'EADDRINUSE',
  );
  await new Promise((resolve) => other.close(resolve));
});

test('with a token, nobody without it', async () => {
  const file = path.join(folder, 'token');
  writeFileSync(file, 'first-token\n');
  const handle = withToken(createTestService(memory()).handle, fileSecret(file));
  const { server } = await serve(memory(), { handle });
  const ask = async (authorization?: string): Promise<[number, string | null]> => {
    const headers = authorization === undefined ? {} : { authorization };
    const reply = await fetch(`${server.url}/`, { headers });
    return [reply.status, reply.headers.get('www-authenticate')];
  };
  const challenge = 'Bearer realm="external-dns-webhook"';
  expect(await ask()).toEqual([401, challenge]);
  expect(await ask('Bearer second-token')).toEqual([401, challenge]);
  expect(await ask('bearer first-token')).toEqual([200, null]);
  writeFileSync(file, 'second-token-that-is-longer');
  expect(await ask('Bearer first-token')).toEqual([401, challenge]);
  expect(await ask('Bearer second-token-that-is-longer')).toEqual([200, null]);
});

test('closing waits for what is in hand', async () => {
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const inner = memory();
  const { server } = await serve({
    ...inner,
    listZones: async (signal) => {
      begun.resolve();
      await finish.promise;
      return inner.listZones(signal);
    },
  });
  const reply = fetch(`${server.url}/records`);
  await begun.promise;
  const closed = server.close(10_000);
  finish.resolve();
  expect((await reply).status).toBe(200);
  await closed;
});
