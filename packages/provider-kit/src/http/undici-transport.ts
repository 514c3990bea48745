import { Readable } from 'node:stream';
import { ProviderError, Secret, type Clock } from '@org/dns-core';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import { createSystemClock } from '../flow/system-clock.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { discard } from './discard.ts';
import {
  isWrite,
  routeOf,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type HttpTransport,
  type ReplyHeaders,
  type RequestHeaders,
} from './http-transport.ts';
import { proxyFor, type ProxyOptions } from './proxy.ts';
import { redactFor } from './redact.ts';
import { redirected } from './redirect.ts';
import { createTlsFiles, type TlsOptions } from './tls-files.ts';

/** One finished request, for metrics. */
export interface HttpCall {
  readonly scheme: string;
  readonly host: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** `path` with its identifiers left out, where the caller gave it. */
  readonly route: string;
  /** `undefined`: no reply came. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

export interface HttpTransportOptions {
  /** Every path is put behind it; its own path is kept, without a final slash. */
  readonly baseUrl: string;
  /** Sent with every request; those of the request win. A function is asked before each request. */
  readonly headers?: RequestHeaders | (() => Promise<RequestHeaders>);
  readonly tls?: TlsOptions;
  /** A Unix socket to connect to, whatever the host of the URL. */
  readonly socketPath?: string;
  readonly proxy?: ProxyOptions;
  /** Default: 30 s. */
  readonly connectTimeoutMs?: number;
  /** The longest silence: until the headers come, and between two chunks of the body. Default: 60 s. */
  readonly idleTimeoutMs?: number;
  /** For the whole round trip with its body. Default: none. */
  readonly totalTimeoutMs?: number;
  /** How long an unused connection is kept where the service does not say. Default: 10 s. */
  readonly keepAliveMs?: number;
  /** Connections per host. Default: 16. */
  readonly connections?: number;
  /** Larger reply bodies are refused. Default: no limit. */
  readonly maxBodyBytes?: number;
  /** Redirects to follow, as Go's client does. Default: 0, a 3xx is a reply like any other. */
  readonly maxRedirects?: number;
  readonly observe?: (call: HttpCall) => void;
  readonly clock?: Clock;
}

/** An `HttpTransport` over undici. Opens no connection before the first request. */
export function createHttpTransport(options: HttpTransportOptions): HttpTransport {
  const clock = options.clock ?? createSystemClock();
  const base = options.baseUrl.replace(/\/+$/, '');
  const connections = createConnections(options);

  async function open(
    request: HttpRequest,
    url: URL,
    headers: RequestHeaders,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    const deadline = createDeadline({
      clock,
      signal,
      idleMs: options.idleTimeoutMs ?? 60_000,
      totalMs: options.totalTimeoutMs,
    });
    const startedAtMs = clock.now();
    let status: number | undefined;
    try {
      const dispatcher = await connections.to(url);
      const reply = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method as Dispatcher.HttpMethod,
        headers: onTheWire(headers),
        ...toBody(request.body),
        signal: deadline.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      deadline.alive();
      status = reply.statusCode;
      const redact = redactFor(headers);
      return {
        ...(redact === undefined ? {} : { redact }),
        status,
        headers: joined(reply.headers),
        body: limited(request, reply.body, deadline, options.maxBodyBytes),
      };
    } catch (error) {
      deadline.end();
      throw failure(request, url, error, deadline);
    } finally {
      options.observe?.({
        scheme: url.protocol.slice(0, -1),
        host: url.host,
        method: request.method,
        path: url.pathname,
        route: request.route ?? url.pathname,
        status,
        durationMs: clock.now() - startedAtMs,
      });
    }
  }

  async function stream(first: HttpRequest, signal: AbortSignal): Promise<HttpStream> {
    signal.throwIfAborted();
    const common =
      typeof options.headers === 'function' ? await options.headers() : (options.headers ?? {});
    let request = first;
    let url = new URL(request.path.includes('://') ? request.path : base + request.path);
    let headers: RequestHeaders = lowerCase({
      ...lowerCase(common),
      ...lowerCase(request.headers),
    });
    for (let redirects = 0; ; redirects += 1) {
      const reply = await open(request, url, headers, signal);
      const next =
        redirects < (options.maxRedirects ?? 0)
          ? redirected({ request, url, headers }, reply)
          : undefined;
      if (next === undefined) return reply;
      await discard(reply);
      ({ request, url, headers } = next);
    }
  }

  return {
    stream,
    async send(request, signal): Promise<HttpReply> {
      const reply = await stream(request, signal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of reply.body) chunks.push(chunk);
      return { ...reply, body: Buffer.concat(chunks) };
    },
    close: () => connections.close(),
  };
}

/** The dispatcher for a URL; replaced when a TLS file changed, the old one ends once its requests are done. */
function createConnections(options: HttpTransportOptions): {
  to(url: URL): Promise<Dispatcher>;
  close(): Promise<void>;
} {
  const tls = createTlsFiles(options.tls ?? {});
  const open = new Map<string, Dispatcher>();
  let version: string | undefined;

  const retire = (): Promise<unknown> => {
    const old = [...open.values()];
    open.clear();
    return Promise.allSettled(old.map((dispatcher) => dispatcher.close()));
  };

  return {
    async to(url) {
      const material = await tls().catch((error: Error) => {
        throw new ProviderError('unauthorized', `TLS: ${error.message}`, { cause: error });
      });
      if (version !== material.version) {
        void retire();
        version = material.version;
      }
      const proxy = proxyFor(url, options.proxy ?? {});
      const known = open.get(proxy ?? '');
      if (known !== undefined) return known;
      const shared = {
        connections: options.connections ?? 16,
        keepAliveTimeout: options.keepAliveMs ?? 10_000,
        connectTimeout: options.connectTimeoutMs ?? 30_000,
        allowH2: false,
      };
      const connect = {
        ...material.connect,
        timeout: options.connectTimeoutMs ?? 30_000,
        ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      };
      const dispatcher =
        proxy === undefined
          ? new Agent({ ...shared, connect })
          : new ProxyAgent({ ...shared, uri: proxy, requestTls: connect });
      open.set(proxy ?? '', dispatcher);
      return dispatcher;
    },
    async close() {
      await retire();
    },
  };
}

async function* limited(
  request: HttpRequest,
  body: AsyncIterable<Uint8Array>,
  deadline: Deadline,
  maxBytes: number | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      deadline.alive();
      bytes += chunk.length;
      if (maxBytes !== undefined && bytes > maxBytes)
        throw new ProviderError(
          'rejected',
          `${request.method} ${routeOf(request)}: the reply is larger than ${maxBytes} bytes; raise the limit of the body size`,
        );
      yield chunk;
    }
  } catch (error) {
    throw ProviderError.is(error) ? error : failure(request, undefined, error, deadline);
  } finally {
    deadline.end();
  }
}

/** Codes of errors that come before the first byte of the request was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
]);

/** OpenSSL's and Node's codes of handshakes that failed and of certificates that are not trusted. */
const refusedByTls = /^ERR_(?:TLS|SSL)_|CERT|^UNABLE_TO_/;

function failure(
  request: HttpRequest,
  url: URL | undefined,
  error: unknown,
  deadline: Deadline,
): Error {
  if (ProviderError.is(error)) return error;
  if (deadline.stoppedBy === 'caller') return deadline.signal.reason as Error;
  const { code, message } = error as Error & { code?: unknown };
  const name = typeof code === 'string' ? code : '';
  const early = neverSent.has(name) || refusedByTls.test(name);
  const what =
    deadline.stoppedBy === undefined
      ? [name, message].filter((part) => part !== '').join(' ')
      : `no reply within ${deadline.stoppedBy}`;
  const host = url === undefined ? '' : ` at ${url.host}`;
  return new ProviderError('transient', `${request.method} ${routeOf(request)}${host}: ${what}`, {
    cause: error,
    mayHaveWritten: isWrite(request) && !early,
  });
}

function lowerCase(headers: RequestHeaders = {}): RequestHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function onTheWire(headers: RequestHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]),
  );
}

function toBody(body: HttpRequest['body']): { body?: string | Uint8Array | Readable } {
  if (body === undefined) return {};
  return { body: isChunks(body) ? Readable.from(body) : body };
}

function isChunks(
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

function joined(headers: Record<string, string | string[] | undefined>): ReplyHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
