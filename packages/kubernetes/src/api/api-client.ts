import http, { type IncomingMessage } from 'node:http';
import type { Clock } from '@org/dns-core';
import type { Connection } from '../connection/connection.ts';
import { createCredentials, type Authentication } from '../connection/credentials.ts';
import { ApiError } from './api-error.ts';
import { createRateLimiter } from './rate-limiter.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root of the server, such as `/api/v1/services`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Goes past the rate limit: lease renewals and the further pages of a list. */
  readonly unlimited?: boolean;
}

/** JSON over HTTP/1.1 to one API server, with keep-alive. */
export interface ApiClient {
  readonly server: string;
  /** @throws ApiError for everything but 2xx, also without a response; the signal's reason when aborted. */
  request(request: ApiRequest): Promise<unknown>;
  /**
   * Hands out the body as it comes; resolves when the server ends it. The request time-out counts until the headers are there.
   *
   * @throws ApiError as {@link ApiClient.request}, also when the connection breaks half way.
   */
  stream(request: ApiRequest, handler: StreamHandler): Promise<void>;
}

export interface StreamHandler {
  /** The server said 200; chunks follow. */
  opened?(): void;
  chunk(chunk: Buffer): void;
}

/** One request as it went, for metrics. */
export interface ObservedRequest {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** Absent when there was no response. */
  readonly status?: number;
  readonly durationMs: number;
}

export interface ApiClientOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Such as `ExternalDNS/0.1.0`. */
  readonly userAgent: string;
  /** `0`: none. */
  readonly requestTimeoutMs: number;
  readonly queriesPerSecond: number;
  readonly burst: number;
  /** Called when the headers of a response are there, or when there will be none. */
  readonly observe?: (request: ObservedRequest) => void;
}

export function createApiClient(options: ApiClientOptions): ApiClient {
  const { clock, connection } = options;
  const base = new URL(connection.server);
  const credentials = createCredentials(connection, clock);
  const limiter = createRateLimiter(options.queriesPerSecond, options.burst, clock);
  const isSecure = base.protocol === 'https:';
  const agentFor = createAgentCache(isSecure);

  const send = async (request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> => {
    const authentication = await credentials.current();
    // TLS is loaded by those who use it.
    const web = isSecure ? (await import('node:https')).default : http;
    signal.throwIfAborted();
    const query = request.query ? `?${new URLSearchParams(request.query).toString()}` : '';
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const started = clock.now();
    let observed = false;
    const observe = (status: number | undefined) => {
      if (observed) return;
      observed = true;
      options.observe?.({
        method: request.method,
        scheme: base.protocol.slice(0, -1),
        host: base.host,
        path: request.path,
        ...(status !== undefined && { status }),
        durationMs: clock.now() - started,
      });
    };
    return new Promise((resolve, reject) => {
      const outgoing = web.request(
        {
          ...(authentication.tls.servername && { servername: authentication.tls.servername }),
          host: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port || undefined,
          path: base.pathname.replace(/\/$/, '') + request.path + query,
          method: request.method,
          agent: agentFor(authentication, web.Agent),
          signal,
          headers: {
            ...authentication.headers,
            accept: 'application/json',
            'user-agent': options.userAgent,
            ...(body !== undefined && {
              'content-type': request.contentType ?? 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          observe(response.statusCode);
          resolve(response);
        },
      );
      // A peer that vanished without a word is noticed on an idle watch too.
      outgoing.on('socket', (socket) => socket.setKeepAlive(true, 15_000));
      outgoing.on('error', (error) => {
        observe(undefined);
        reject(error);
      });
      outgoing.end(body);
    });
  };

  const attempt = async (request: ApiRequest, signal: AbortSignal): Promise<IncomingMessage> => {
    const response = await send(request, signal);
    if (response.statusCode === 401) {
      credentials.refused();
      response.resume();
      // A token that was replaced since it was read; the second answer counts.
      return send(request, signal);
    }
    return response;
  };

  const withTimeout = async <T>(
    request: ApiRequest,
    run: (signal: AbortSignal, headersCame: () => void) => Promise<T>,
  ): Promise<T> => {
    request.signal?.throwIfAborted();
    if (!request.unlimited) await limiter.take(request.signal);
    const timeout = new AbortController();
    const ms = options.requestTimeoutMs;
    const cancel = ms > 0 ? clock.after(ms, () => timeout.abort()) : () => {};
    const signal = request.signal
      ? AbortSignal.any([request.signal, timeout.signal])
      : timeout.signal;
    try {
      return await run(signal, cancel);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof ApiError) throw error;
      const what = `${request.method} ${base.origin}${request.path}`;
      throw new ApiError(
        timeout.signal.aborted
          ? `${what}: no answer within ${ms} ms; see --kube-api-request-timeout`
          : `${what}: ${describe(error)}`,
        { cause: error },
      );
    } finally {
      cancel();
    }
  };

  return {
    server: base.origin,
    request: (request) =>
      withTimeout(request, async (signal) => {
        const response = await attempt(request, signal);
        const text = await readText(response);
        if (!isSuccess(response)) throw statusError(request, response, text, clock);
        try {
          return text === '' ? undefined : (JSON.parse(text) as unknown);
        } catch {
          throw new ApiError(`${request.method} ${request.path}: the answer is not JSON`, {
            status: response.statusCode ?? 0,
          });
        }
      }),
    stream: (request, handler) =>
      withTimeout(request, async (signal, headersCame) => {
        const response = await attempt(request, signal);
        if (!isSuccess(response))
          throw statusError(request, response, await readText(response), clock);
        headersCame();
        handler.opened?.();
        await new Promise<void>((resolve, reject) => {
          response.on('data', (chunk: Buffer) => {
            try {
              handler.chunk(chunk);
            } catch (error) {
              response.destroy(error instanceof Error ? error : new Error(String(error)));
            }
          });
          response.on('end', resolve);
          response.on('error', reject);
        });
      }),
  };
}

/** Agents by TLS material: a certificate that was replaced gets new connections, those in use end by themselves. */
type AgentFor = (authentication: Authentication, kind: typeof http.Agent) => http.Agent;

function createAgentCache(secure: boolean): AgentFor {
  let kept: { agent: http.Agent; key: string } | undefined;
  let plainTls: Authentication['tls'] | undefined;
  return ({ proxy, tls }, Agent) => {
    if (proxy) return proxy;
    if (kept && tls === plainTls) return kept.agent;
    const key = secure ? JSON.stringify(tls) : '';
    if (kept?.key !== key) {
      kept = { agent: new Agent({ ...(secure && tls), keepAlive: true }), key };
    }
    plainTls = tls;
    return kept.agent;
  };
}

function isSuccess(response: IncomingMessage): boolean {
  const status = response.statusCode ?? 0;
  return status >= 200 && status < 300;
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function statusError(
  request: ApiRequest,
  response: IncomingMessage,
  text: string,
  clock: Clock,
): ApiError {
  const status = response.statusCode ?? 0;
  const { message, reason } = parseStatus(text);
  const retryAfter = response.headers['retry-after'];
  return new ApiError(
    `${request.method} ${request.path}: ${status}${message ? ` ${message}` : ''}`,
    {
      status,
      reason,
      retryAfterMs: retryAfter === undefined ? undefined : retryAfterMs(retryAfter, clock),
    },
  );
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(value: string, clock: Clock): number | undefined {
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - clock.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** The Status object of the API server, where the body is one. */
function parseStatus(text: string): { readonly message: string; readonly reason: string } {
  try {
    const { message, reason } = JSON.parse(text) as Record<string, unknown>;
    return {
      message: typeof message === 'string' ? message : '',
      reason: typeof reason === 'string' ? reason : '',
    };
  } catch {
    return { message: '', reason: '' };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node gives happy-eyeballs failures as an AggregateError without a message.
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(describe).join('; ');
  return error.message;
}
