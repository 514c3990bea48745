import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { Secret } from '@org/dns-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../connection/connection.ts';
import {
  createFakeApiServer,
  fail,
  respond,
  type FakeApiServer,
} from '../testing/fake-api-server.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { until } from '../testing/until.ts';
import { createApiClient, type ApiClient, type ObservedRequest } from './api-client.ts';

const fixture = (name: string) => path.join(import.meta.dirname, '../testing/fixtures', name);
let server: FakeApiServer;
let folder: string;
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  server = await createFakeApiServer();
  folder = await mkdtemp(path.join(tmpdir(), 'api-client-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function client(
  connection: Partial<Connection> = {},
  options: { timeoutMs?: number; clock?: ManualClock; observed?: ObservedRequest[] } = {},
): ApiClient {
  return createApiClient({
    connection: { server: server.url, skipTlsVerify: false, ...connection },
    clock: options.clock ?? createManualClock(),
    userAgent: 'ExternalDNS/test',
    requestTimeoutMs: options.timeoutMs ?? 0,
    queriesPerSecond: 5,
    burst: 10,
    ...(options.observed && { observe: (request) => options.observed!.push(request) }),
  });
}

const get = { method: 'GET', path: '/api/v1/services' } as const;

test('sends who we are and whom we speak for', async () => {
  await client({
    basic: { username: 'me', password: new Secret('word') },
    impersonate: { user: 'robot', uid: '7', groups: ['a', 'b'], extra: { 'Why/x': ['dns'] } },
  }).request(get);
  expect(server.headers.at(-1)).toMatchObject({
    accept: 'application/json',
    authorization: `Basic ${btoa('me:word')}`,
    'user-agent': 'ExternalDNS/test',
    'impersonate-user': 'robot',
    'impersonate-uid': '7',
    'impersonate-group': 'a, b',
    'impersonate-extra-why%2fx': 'dns',
  });
});

test('a token that was replaced in its file is read again when the server refuses the old one', async () => {
  const tokenFile = path.join(folder, 'token');
  await writeFile(tokenFile, 'old\n');
  endings.push(
    server.intercept((_url, response, request) => {
      if (request.headers.authorization === 'Bearer new') return false;
      fail(response, 401, 'Unauthorized');
      return true;
    }),
  );
  const own = client({ tokenFile });
  await expect(own.request(get)).rejects.toMatchObject({ status: 401, reason: 'Unauthorized' });
  await writeFile(tokenFile, 'new\n');
  await expect(own.request(get)).resolves.toMatchObject({ items: [] });
});

test('a token file is read again after a minute', async () => {
  const tokenFile = path.join(folder, 'minute');
  const clock = createManualClock();
  const own = client({ tokenFile }, { clock });
  await writeFile(tokenFile, 'first');
  await own.request(get);
  await writeFile(tokenFile, 'second');
  await own.request(get);
  expect(server.headers.at(-1)?.authorization).toBe('Bearer first');
  clock.advance(60_000);
  await own.request(get);
  expect(server.headers.at(-1)?.authorization).toBe('Bearer second');
});

test('an exec plugin gives the token, and is asked again when it is refused', async () => {
  const counter = path.join(folder, 'runs');
  await writeFile(counter, '');
  const script = `
    const fs = require('node:fs');
    fs.appendFileSync(${JSON.stringify(counter)}, 'x');
    const { apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
    const token = 'run-' + fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length;
    console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token } }));`;
  const entry = new Secret(
    JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', script],
    }),
  );
  const own = client({ plugin: { kind: 'exec', entry } });
  await own.request(get);
  expect(server.headers.at(-1)?.authorization).toBe('Bearer run-1');
  endings.push(
    server.intercept((_url, response, request) => {
      if (request.headers.authorization !== 'Bearer run-1') return false;
      fail(response, 401, 'Unauthorized');
      return true;
    }),
  );
  await own.request(get);
  expect(server.headers.at(-1)?.authorization).toBe('Bearer run-2');
});

test('what a plugin prints is not quoted, because it holds the token', async () => {
  const entry = new Secret(
    JSON.stringify({ command: process.execPath, args: ['-e', 'console.log("hunter2")'] }),
  );
  const error: unknown = await client({ plugin: { kind: 'exec', entry } })
    .request(get)
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    message: `GET ${server.url}/api/v1/services: the credential plugin of the kubeconfig failed: its output is not JSON`,
  });
  expect(inspect(error)).not.toContain('hunter2');
});

/** A proxy that connects everything to one port. */
async function startProxy(target: number): Promise<{ url: string; seen: unknown[] }> {
  const seen: unknown[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    seen.push(request.url);
    const onward = net.connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen };
}

/** A server that wants a client certificate. */
async function startSecure(): Promise<number> {
  const secure = https.createServer(
    {
      cert: await readFile(fixture('server.crt')),
      key: await readFile(fixture('server.key')),
      ca: await readFile(fixture('ca.crt')),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (_request, response) => respond(response, 200, { items: [] }),
  );
  await new Promise<void>((resolve) => void secure.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    secure.closeAllConnections();
    secure.close();
  });
  return (secure.address() as AddressInfo).port;
}

const certificates = async (): Promise<Partial<Connection>> => ({
  certificateAuthority: { file: fixture('ca.crt') },
  clientCertificate: {
    certificate: { file: fixture('client.crt') },
    key: { text: new Secret(await readFile(fixture('client.key'), 'utf8')) },
  },
});

test('goes through an HTTP proxy, to a plain server and through TLS', async () => {
  const plain = await startProxy(Number(new URL(server.url).port));
  const own = client({ server: 'http://kubernetes.example.org:8080', proxyUrl: plain.url });
  await expect(own.request(get)).resolves.toMatchObject({ items: [] });
  expect(plain.seen).toEqual(['kubernetes.example.org:8080']);

  const secure = await startProxy(await startSecure());
  const other = client({
    server: 'https://kubernetes.example.org:6443',
    proxyUrl: secure.url,
    ...(await certificates()),
  });
  await expect(other.request(get)).resolves.toEqual({ items: [] });
  expect(secure.seen).toEqual(['kubernetes.example.org:6443']);
});

test('speaks TLS with a client certificate to a server that is named otherwise in its own', async () => {
  const address = {
    server: `https://127.0.0.1:${await startSecure()}`,
    tlsServerName: 'kubernetes.example.org',
  };
  const known = { ...address, ...(await certificates()) };
  await expect(client(known).request(get)).resolves.toEqual({ items: [] });
  await expect(client(address).request(get)).rejects.toThrow(/certificate/);
});

test.each([
  {
    name: 'a refusal with its reason and the pause it asks for',
    answer: (response: http.ServerResponse) =>
      fail(response, 429, 'TooManyRequests', { 'retry-after': '7' }),
    error: { status: 429, reason: 'TooManyRequests', retryAfterMs: 7000 },
  },
  {
    name: 'an answer that is not JSON',
    answer: (response: http.ServerResponse) => void response.end('<html>'),
    error: { status: 200, message: 'GET /api/v1/services: the answer is not JSON' },
  },
  {
    name: 'a failure that is not JSON',
    answer: (response: http.ServerResponse) => void response.writeHead(502).end('<html>'),
    error: { status: 502, message: 'GET /api/v1/services: 502' },
  },
  {
    name: 'a connection that breaks',
    answer: (response: http.ServerResponse) => void response.destroy(),
    error: { status: undefined, message: expect.stringMatching(/socket hang up/) as string },
  },
])('an error tells of $name', async ({ answer, error }) => {
  endings.push(
    server.intercept((_url, response) => {
      answer(response);
      return true;
    }),
  );
  await expect(client().request(get)).rejects.toMatchObject(error);
});

test('gives up after the request time-out', async () => {
  const clock = createManualClock();
  const before = server.requests.length;
  endings.push(server.intercept(() => true));
  const pending = client({}, { clock, timeoutMs: 30_000 }).request(get);
  await until(() => server.requests.length > before);
  clock.advance(30_000);
  await expect(pending).rejects.toThrow(
    'no answer within 30000 ms; see --kube-api-request-timeout',
  );
});

test('after a burst, requests wait for their turn, and an abort ends the wait', async () => {
  const clock = createManualClock();
  const own = client({}, { clock });
  await Promise.all(Array.from({ length: 10 }, () => own.request(get)));
  let answered = false;
  const waiting = own.request(get).then(() => (answered = true));
  const stop = new AbortController();
  const aborted = own.request({ ...get, signal: stop.signal });
  await own.request({ ...get, unlimited: true });
  expect(answered).toBe(false);
  stop.abort();
  await expect(aborted).rejects.toThrow(/aborted/);
  clock.advance(200);
  await waiting;
});

test('tells how each request went', async () => {
  const observed: ObservedRequest[] = [];
  await client({}, { observed }).request(get);
  await client({ server: 'http://127.0.0.1:1' }, { observed })
    .request(get)
    .catch(() => {});
  const { host } = new URL(server.url);
  const common = { method: 'GET', scheme: 'http', path: '/api/v1/services', durationMs: 0 };
  expect(observed).toEqual([
    { ...common, host, status: 200 },
    { ...common, host: '127.0.0.1:1' },
  ]);
});
