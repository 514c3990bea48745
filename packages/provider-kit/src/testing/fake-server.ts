import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FakeReply {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON with its content type, unless `body` is given. */
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
}

/** The service: keeps its state in its closure; may take as long as it likes. */
export type FakeHandler = (request: FakeRequest) => FakeReply | Promise<FakeReply>;

/** What goes wrong with a request. */
export type Fault =
  /** Answered in the service's place; the service does not see it. */
  | ({ readonly kind: 'reply' } & FakeReply)
  /** Handled and answered only after `until`. */
  | { readonly kind: 'delay'; readonly until: Promise<unknown> }
  /** The connection breaks before the service sees the request. */
  | { readonly kind: 'reset' }
  /** Never answered; the service does not see it. Ends when the client goes away. */
  | { readonly kind: 'hang' }
  /** The service handles it, the connection breaks before the reply. */
  | { readonly kind: 'reply-lost' }
  /** The service handles it, the reply never comes. Ends when the client goes away. */
  | { readonly kind: 'reply-hangs' }
  /** The reply breaks off after so many bytes of its body. */
  | { readonly kind: 'cut-off'; readonly afterBytes: number };

export interface FaultPlan {
  /** Default: every request. */
  readonly when?: (request: FakeRequest) => boolean;
  /** How many matching requests are let through first. Default: 0. */
  readonly skip?: number;
  /** How many are hit. Default: 1. */
  readonly times?: number;
  readonly fault: Fault;
}

/** An HTTP service on loopback for tests. */
export interface FakeServer {
  /** `http://127.0.0.1:port`, without a final slash. */
  readonly url: string;
  /** Every request that came, those hit by a fault included, in order. */
  readonly requests: readonly FakeRequest[];
  /** Plans are asked in the order in which they were added; the first that applies is used. */
  fail(plan: FaultPlan): void;
  /** Resolves once `count` requests have come in all. */
  waitForRequests(count: number): Promise<void>;
  /** Connections that were ever opened. */
  readonly connections: number;
  stop(): Promise<void>;
}

export async function startFakeServer(
  handler: FakeHandler,
  tls?: Pick<ServerOptions, 'key' | 'cert' | 'ca' | 'requestCert' | 'rejectUnauthorized'>,
): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const watchers = new Set<() => void>();
  const plans: { plan: FaultPlan; skip: number; times: number }[] = [];
  let connections = 0;

  const faultFor = (request: FakeRequest): Fault | undefined => {
    for (const entry of plans) {
      if (entry.times === 0 || entry.plan.when?.(request) === false) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      return entry.plan.fault;
    }
    return undefined;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    requests.push(request);
    for (const watcher of watchers) watcher();
    const fault = faultFor(request);
    switch (fault?.kind) {
      case 'reply':
        return send(outgoing, fault);
      case 'reset':
        outgoing.destroy();
        return;
      case 'hang':
        return;
      case 'reply-lost':
        await handler(request);
        outgoing.destroy();
        return;
      case 'reply-hangs':
        await handler(request);
        return;
      case 'cut-off':
        return cutOff(outgoing, await handler(request), fault.afterBytes);
      case 'delay':
        await fault.until;
        return send(outgoing, await handler(request));
      case undefined:
        return send(outgoing, await handler(request));
    }
  };

  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    serve(incoming, outgoing).catch((error: unknown) => {
      send(outgoing, { status: 500, body: `the fake service failed: ${String(error)}` });
    });
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    fail: (plan) => plans.push({ plan, skip: plan.skip ?? 0, times: plan.times ?? 1 }),
    waitForRequests(count) {
      if (requests.length >= count) return Promise.resolve();
      return new Promise((resolve) => {
        const watcher = (): void => {
          if (requests.length < count) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
      });
    },
    get connections() {
      return connections;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://fake.example.org');
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function toWire(reply: FakeReply): { headers: Record<string, string>; body: Uint8Array } {
  const isJson = reply.body === undefined && 'json' in reply;
  return {
    headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...reply.headers },
    body: Buffer.from(isJson ? JSON.stringify(reply.json) : (reply.body ?? '')),
  };
}

function send(outgoing: ServerResponse, reply: FakeReply): void {
  const { headers, body } = toWire(reply);
  outgoing.writeHead(reply.status ?? 200, headers);
  outgoing.end(body);
}

function cutOff(outgoing: ServerResponse, reply: FakeReply, afterBytes: number): void {
  const { headers, body } = toWire(reply);
  outgoing.writeHead(reply.status ?? 200, { ...headers, 'content-length': String(body.length) });
  outgoing.write(body.subarray(0, afterBytes), () => outgoing.destroy());
}
