import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProviderError, Secret } from '@org/dns-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock, startFakeServer, type FakeServer } from '../testing/index.ts';
import { otherCa, serverCert, serverKey, testCa } from '../testing/certificates.ts';
import type { HttpTransport } from './http-transport.ts';
import {
  createHttpTransport,
  type HttpCall,
  type HttpTransportOptions,
} from './undici-transport.ts';

const never = new AbortController().signal;
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

let server: FakeServer;
const open: HttpTransport[] = [];

beforeEach(async () => {
  server = await startFakeServer((request) => ({
    headers: { 'x-path': request.path },
    json: { method: request.method, body: request.body, query: request.query.toString() },
  }));
});

afterEach(async () => {
  await server.stop();
  await Promise.all(open.splice(0).map((transport) => transport.close()));
});

function create(options: Partial<HttpTransportOptions> = {}): HttpTransport {
  const transport = createHttpTransport({ baseUrl: server.url, ...options });
  open.push(transport);
  return transport;
}

async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await promise.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw error;
  return error;
}

describe('a request', () => {
  test('goes to the base URL with its path, query, headers and body; the reply comes whole', async () => {
    const transport = create({
      baseUrl: `${server.url}/prefix/`,
      headers: { 'X-Api-Key': new Secret('k3y'), accept: 'text/plain' },
    });
    const reply = await transport.send(
      {
        method: 'POST',
        path: '/zones?limit=1',
        headers: { Accept: 'application/json' },
        body: 'hello',
      },
      never,
    );
    expect({ status: reply.status, path: reply.headers['x-path'] }).toEqual({
      status: 200,
      path: '/prefix/zones',
    });
    expect(JSON.parse(text(reply.body))).toEqual({
      method: 'POST',
      body: 'hello',
      query: 'limit=1',
    });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-api-key': 'k3y',
      accept: 'application/json',
      'content-length': '5',
    });
  });

  test('blots its secrets out of what the service repeats', async () => {
    const transport = create({ headers: { authorization: new Secret('Bearer t0ken') } });
    const reply = await transport.send({ method: 'GET', path: '/' }, never);
    expect(reply.redact?.('Bearer t0ken: t0ken is unknown')).toBe('[secret]: [secret] is unknown');
    const open = await create().send({ method: 'GET', path: '/' }, never);
    expect(open.redact).toBeUndefined();
  });

  test('asks for its headers again each time', async () => {
    let turn = 0;
    const transport = create({
      headers: async () => ({ authorization: new Secret(`token ${(turn += 1)}`) }),
    });
    await transport.send({ method: 'GET', path: '/' }, never);
    await transport.send({ method: 'GET', path: '/' }, never);
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'token 1',
      'token 2',
    ]);
  });

  test('streams a body of chunks', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one ');
      yield Buffer.from('two');
    }
    await create().send(
      { method: 'POST', path: '/', headers: { 'content-length': '7' }, body: chunks() },
      never,
    );
    expect(server.requests[0]).toMatchObject({
      body: 'one two',
      headers: { 'content-length': '7' },
    });
  });

  test('keeps its connection', async () => {
    const transport = create({ connections: 1 });
    for (let turn = 0; turn < 3; turn += 1)
      await transport.send({ method: 'GET', path: '/' }, never);
    expect(server.connections).toBe(1);
  });

  test('a status is a value, a redirect too', async () => {
    server.fail({ fault: { kind: 'reply', status: 302, headers: { location: '/elsewhere' } } });
    const reply = await create().send({ method: 'GET', path: '/' }, never);
    expect(reply.status).toBe(302);
  });

  test('follows redirects where it is told to, with the method that the status asks for', async () => {
    const transport = create({ maxRedirects: 3, headers: { 'x-api-key': new Secret('k3y') } });
    for (const status of [302, 307]) {
      server.fail({ fault: { kind: 'reply', status, headers: { location: '/elsewhere?a=b' } } });
      await transport.send({ method: 'POST', path: '/', body: 'hello' }, never);
    }
    expect(server.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'POST', path: '/', body: 'hello' },
      { method: 'GET', path: '/elsewhere', body: '' },
      { method: 'POST', path: '/', body: 'hello' },
      { method: 'POST', path: '/elsewhere', body: 'hello' },
    ]);
  });

  test('is told to the observer without its query, whatever became of it', async () => {
    const calls: HttpCall[] = [];
    const clock = createManualClock();
    const transport = create({ observe: (call) => calls.push(call), clock });
    await transport.send(
      { method: 'GET', path: '/zones/1?token=x', route: '/zones/{zone}' },
      never,
    );
    server.fail({ fault: { kind: 'reset' } });
    await errorOf(transport.send({ method: 'GET', path: '/zones' }, never));
    const host = new URL(server.url).host;
    expect(calls).toEqual([
      {
        scheme: 'http',
        host,
        method: 'GET',
        path: '/zones/1',
        route: '/zones/{zone}',
        status: 200,
        durationMs: 0,
      },
      {
        scheme: 'http',
        host,
        method: 'GET',
        path: '/zones',
        route: '/zones',
        status: undefined,
        durationMs: 0,
      },
    ]);
  });
});

describe('what goes wrong', () => {
  test.each([
    { method: 'GET', mayHaveWritten: false },
    { method: 'PATCH', mayHaveWritten: true },
  ])(
    'a broken connection is transient; $method may have written: $mayHaveWritten',
    async (given) => {
      server.fail({ fault: { kind: 'reply-lost' } });
      const error = await errorOf(
        create().send({ method: given.method, path: '/zones?secret=1' }, never),
      );
      expect(error).toMatchObject({ reason: 'transient', mayHaveWritten: given.mayHaveWritten });
      expect(error.message).toContain(`${given.method} /zones`);
      expect(error.message).not.toContain('secret');
    },
  );

  test('a refused connection surely wrote nothing', async () => {
    const { url } = server;
    await server.stop();
    const error = await errorOf(
      create({ baseUrl: url }).send({ method: 'PATCH', path: '/' }, never),
    );
    expect(error).toMatchObject({ reason: 'transient', mayHaveWritten: false });
    expect(error.message).toContain('ECONNREFUSED');
    server = await startFakeServer(() => ({}));
  });

  test.each([
    { name: 'no reply', options: { idleTimeoutMs: 5_000 }, fault: { kind: 'hang' } as const },
    {
      name: 'no reply although it was done',
      options: { totalTimeoutMs: 5_000 },
      fault: { kind: 'reply-hangs' } as const,
    },
  ])('$name within the time is transient', async ({ options, fault }) => {
    const clock = createManualClock();
    server.fail({ fault });
    const sent = errorOf(create({ ...options, clock }).send({ method: 'POST', path: '/a' }, never));
    await server.waitForRequests(1);
    clock.advance(5_000);
    const error = await sent;
    expect(error).toMatchObject({ reason: 'transient', mayHaveWritten: true });
    expect(error.message).toBe(`POST /a at ${new URL(server.url).host}: no reply within 5000 ms`);
    expect(clock.pending).toBe(0);
  });

  test('an abort ends it with the reason given', async () => {
    server.fail({ fault: { kind: 'hang' } });
    const controller = new AbortController();
    const sent = create().send({ method: 'GET', path: '/' }, controller.signal);
    await server.waitForRequests(1);
    controller.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
    await expect(create().send({ method: 'GET', path: '/' }, controller.signal)).rejects.toThrow(
      'enough',
    );
    expect(server.requests).toHaveLength(1);
  });

  test('a body that breaks off is an error while it is read', async () => {
    server.fail({ fault: { kind: 'cut-off', afterBytes: 5 } });
    const reply = await create().stream({ method: 'GET', path: '/' }, never);
    expect(reply.status).toBe(200);
    const read = async (): Promise<void> => {
      for await (const chunk of reply.body) expect(chunk.length).toBe(5);
    };
    expect(await errorOf(read())).toMatchObject({ reason: 'transient' });
  });

  test('a body over the limit is refused and says so', async () => {
    const error = await errorOf(
      create({ maxBodyBytes: 10 }).send({ method: 'GET', path: '/big' }, never),
    );
    expect(error).toMatchObject({ reason: 'rejected' });
    expect(error.message).toBe(
      'GET /big: the reply is larger than 10 bytes; raise the limit of the body size',
    );
  });

  test('leaves no timer and no listener behind', async () => {
    const clock = createManualClock();
    await create({ clock, totalTimeoutMs: 1_000 }).send({ method: 'GET', path: '/' }, never);
    expect(clock.pending).toBe(0);
  });
});

describe('TLS', () => {
  let folder: string;
  let secure: FakeServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provider-kit-'));
    secure = await startFakeServer(() => ({ body: 'secure' }), {
      key: serverKey,
      cert: serverCert,
    });
  });
  afterEach(async () => {
    await secure.stop();
    await rm(folder, { recursive: true });
  });

  const get = (transport: HttpTransport) => transport.send({ method: 'PATCH', path: '/' }, never);

  test('trusts the authority in the file and reads the file again when it changes', async () => {
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, otherCa);
    const transport = create({ baseUrl: secure.url, tls: { caFile } });
    const error = await errorOf(get(transport));
    expect(error).toMatchObject({ reason: 'transient', mayHaveWritten: false });
    await writeFile(caFile, testCa);
    await utimes(caFile, 1, 1);
    expect(text((await get(transport)).body)).toBe('secure');
  });

  test('shows its certificate to a server that asks for one', async () => {
    const strict = await startFakeServer(() => ({ body: 'known' }), {
      key: serverKey,
      cert: serverCert,
      ca: testCa,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const [caFile, certFile, keyFile] = ['ca.crt', 'tls.crt', 'tls.key'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await writeFile(caFile, testCa);
    await writeFile(certFile, serverCert);
    await writeFile(keyFile, serverKey);
    try {
      const tls = { caFile, certFile, keyFile };
      expect(text((await get(create({ baseUrl: strict.url, tls }))).body)).toBe('known');
      const error = await errorOf(get(create({ baseUrl: strict.url, tls: { caFile } })));
      expect(error.reason).toBe('transient');
    } finally {
      await strict.stop();
    }
  });

  test('takes any certificate where it is told to', async () => {
    const tls = { insecureSkipVerify: true };
    expect(text((await get(create({ baseUrl: secure.url, tls }))).body)).toBe('secure');
  });

  test('wants the server name that it is given', async () => {
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, testCa);
    const tls = { caFile, serverName: 'other.example.org' };
    const error = await errorOf(get(create({ baseUrl: secure.url, tls })));
    expect(error.message).toContain('other.example.org');
  });

  test('a file that is not there names itself', async () => {
    const caFile = join(folder, 'absent.crt');
    const error = await errorOf(get(create({ baseUrl: secure.url, tls: { caFile } })));
    expect(error).toMatchObject({ reason: 'unauthorized', mayHaveWritten: false });
    expect(error.message).toContain(caFile);
  });
});

test('a proxy gets the request instead of the host', async () => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('from the proxy');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const httpProxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    const transport = create({ baseUrl: 'http://dns.example.org', proxy: { httpProxy } });
    const reply = await transport.send({ method: 'GET', path: '/zones' }, never);
    expect({ body: text(reply.body), seen }).toEqual({
      body: 'from the proxy',
      seen: ['GET http://dns.example.org/zones'],
    });
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
