import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  Agent as TlsAgent,
  createServer as createTlsServer,
  request as requestTls,
} from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Fault, FaultInjector } from './fault.ts';

export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

export interface FaultyProxyOptions {
  /** The service's origin, such as `http://127.0.0.1:8081`; absent: set `target` before the first request. */
  readonly target?: string;
  /** Which requests write. Default: every method but GET and HEAD. */
  readonly writes?: (request: ProxiedRequest) => boolean;
  /** Requests that are always let through, such as those for a token. Default: none. */
  readonly spares?: (request: ProxiedRequest) => boolean;
  /** The body of a refusal, as the service words it. Default: `{"message":"refused"}`. */
  readonly refusal?: (status: number) => { readonly contentType: string; readonly body: string };
  /** Certificates that the service's own is checked with (PEM), where `target` is `https:`. */
  readonly ca?: string;
  /** Serves `https:` with this certificate and key (PEM), for clients that take nothing else. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A proxy on loopback between a provider and an HTTP service, which makes requests fail when told to. */
export interface FaultyProxy extends FaultInjector {
  /** `http://127.0.0.1:port` (`https:` with `tls`), without a final slash: what the provider is given for the service's address. */
  readonly url: string;
  /** The service's origin. */
  target: string;
  stop(): Promise<void>;
}

const statuses: Partial<Record<Fault, number>> = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'rate-limited': 429,
  'server-error': 500,
  echo: 400,
};

const refusedAsJson: NonNullable<FaultyProxyOptions['refusal']> = () => ({
  contentType: 'application/json',
  body: '{"message":"refused"}',
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export async function startFaultyProxy(options: FaultyProxyOptions = {}): Promise<FaultyProxy> {
  const {
    writes = ({ method }) => method !== 'GET' && method !== 'HEAD',
    spares = () => false,
    refusal = refusedAsJson,
    ca,
    tls,
  } = options;
  const agents = {
    plain: new Agent({ keepAlive: true }),
    tls: new TlsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) }),
  };
  let target = options.target ?? '';
  let plan: { readonly on: 'read' | 'write'; readonly fault: Fault; left: number } | undefined;

  const faultFor = (asked: ProxiedRequest): Fault | undefined => {
    if (plan === undefined || plan.left === 0 || spares(asked)) return undefined;
    if ((plan.on === 'write') !== writes(asked)) return undefined;
    plan.left -= 1;
    return plan.fault;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const { method = 'GET', url: path = '/' } = incoming;
    const fault = faultFor({ method, path, body: body.toString() });
    if (fault === 'reset') {
      outgoing.destroy();
      return;
    }
    const status = fault === undefined ? undefined : statuses[fault];
    if (status !== undefined) {
      const refused = refusal(status);
      const echoed = `${method} ${path}\n${JSON.stringify(incoming.headers)}\n${body.toString()}`;
      outgoing.writeHead(status, {
        'content-type': fault === 'echo' ? 'text/plain' : refused.contentType,
        ...(fault === 'rate-limited' ? { 'retry-after': '2' } : {}),
      });
      outgoing.end(fault === 'echo' ? echoed : refused.body);
      return;
    }
    const answer = await pass(target, agents, incoming, body);
    const whole = withAddress(answer.body, target, url);
    if (fault === 'reply-lost') {
      outgoing.destroy();
      return;
    }
    const { connection: _one, 'transfer-encoding': _other, ...headers } = answer.headers;
    outgoing.writeHead(answer.status, { ...headers, 'content-length': whole.length });
    if (fault === 'cut-off') {
      const half = whole.subarray(0, Math.floor(whole.length / 2));
      outgoing.write(half, () => outgoing.destroy());
    } else outgoing.end(whole);
  };

  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const scheme = tls === undefined ? 'http' : 'https';
  const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    faults: [
      'unauthorized',
      'forbidden',
      'not-found',
      'rate-limited',
      'server-error',
      'reset',
      'reply-lost',
      'cut-off',
      'echo',
    ],
    get target() {
      return target;
    },
    set target(origin) {
      target = origin;
    },
    inject: (on, fault, times = Infinity) => {
      plan = { on, fault, left: times };
    },
    clear: () => {
      plan = undefined;
    },
    stop: () =>
      new Promise((resolve) => {
        agents.plain.destroy();
        agents.tls.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The links of a list lead through the proxy again. */
function withAddress(body: Buffer, target: string, url: string): Buffer {
  return body.includes(target) ? Buffer.from(body.toString().replaceAll(target, url)) : body;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pass(
  target: string,
  agents: { readonly plain: Agent; readonly tls: TlsAgent },
  incoming: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { method, url = '/', headers } = incoming;
  const { connection: _one, 'transfer-encoding': _other, ...kept } = headers;
  const isTls = target.startsWith('https:');
  const send = isTls ? requestTls : request;
  return new Promise((resolve, reject) => {
    const passed = send(
      new URL(url, target),
      {
        ...(method === undefined ? {} : { method }),
        headers: { ...kept, ...(body.length > 0 ? { 'content-length': body.length } : {}) },
        agent: isTls ? agents.tls : agents.plain,
      },
      (reply) => {
        readAll(reply).then(
          (whole) =>
            resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body: whole }),
          reject,
        );
      },
    );
    passed.on('error', reject);
    passed.end(body);
  });
}
