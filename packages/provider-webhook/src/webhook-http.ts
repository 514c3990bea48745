import { ProviderError, Secret, type Endpoint } from '@org/dns-core';
import {
  bufferReply,
  createHttpTransport,
  createSystemClock,
  discard,
  replyError,
  retrying,
  type HttpRequest,
  type HttpStream,
  type HttpTransport,
} from '@org/dns-provider-kit';
import {
  createEndpointListDecoder,
  decodeFailure,
  mediaTypeV2,
  type Decoding,
} from '@org/dns-webhook-protocol';
import { compareBody, resumeBody, type Comparison } from './compare-body.ts';
import type { WebhookOptions } from './options.ts';

const notRead: Comparison = { isSame: false, read: [] };

/** Calls over HTTP with what both protocol versions have in common: statuses, limits, lists, the token. */
export interface WebhookHttp {
  /** Where the service is, without a final slash. */
  readonly base: string;
  /** The reply of a call, its body still to come; any other status than the expected one is an error. */
  call(request: HttpRequest, expected: number, signal: AbortSignal): Promise<HttpStream>;
  /** The same, tried up to five times. */
  callPatiently(request: HttpRequest, signal: AbortSignal): Promise<HttpStream>;
  /**
   * Endpoints as they come. The limit counts up to the end of the list; bytes behind it are let go, a list that is not whole
   * is an error.
   */
  list(request: HttpRequest, reply: HttpStream): AsyncGenerator<readonly Endpoint[]>;
  /** A whole list. `same` when it is `expected`, byte for byte, which spares the reading of it. */
  listUnless(
    expected: Uint8Array | undefined,
    request: HttpRequest,
    reply: HttpStream,
  ): Promise<readonly Endpoint[] | 'same'>;
  text(request: HttpRequest, reply: HttpStream): Promise<string>;
  close(): Promise<void>;
}

export function createWebhookHttp(options: WebhookOptions): WebhookHttp {
  const clock = options.clock ?? createSystemClock();
  const socketPath = socketOf(options.url);
  const base = socketPath === undefined ? options.url.replace(/\/+$/, '') : 'http://localhost';
  const limit = options.maxBodyBytes;
  /** Sent from the moment on at which the service asked for it, never to one that does not know tokens. */
  let token: Secret | undefined;
  const transport: HttpTransport = createHttpTransport({
    baseUrl: base,
    totalTimeoutMs: options.readTimeoutMs + options.writeTimeoutMs,
    idleTimeoutMs: options.readTimeoutMs + options.writeTimeoutMs,
    maxRedirects: 10,
    clock,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(options.observe === undefined ? {} : { observe: options.observe }),
  });
  const patient = retrying(transport, {
    clock,
    random: options.random ?? Math.random,
    attempts: 5,
    initialMs: 500,
    factor: 1.5,
    maxMs: 60_000,
  });

  async function send(
    request: HttpRequest,
    over: HttpTransport,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    const reply = await over.stream(withToken(request, token), signal);
    const asks = /^bearer\b/i.test(reply.headers['www-authenticate'] ?? '');
    if (reply.status !== 401 || !asks || options.token === undefined) return reply;
    const present = await options.token();
    if (present.reveal() === token?.reveal() || !isRepeatable(request)) return reply;
    await discard(reply);
    token = present;
    return over.stream(withToken(request, token), signal);
  }

  async function* list(
    request: HttpRequest,
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<readonly Endpoint[]> {
    const decoder = createEndpointListDecoder();
    let left = limit === 0 ? Infinity : limit;
    for await (const chunk of chunks) {
      if (decoder.done) break;
      const endpoints = decoder.push(chunk.length > left ? chunk.subarray(0, left) : chunk);
      if (!endpoints.ok) throw undecodable(request, endpoints.problem);
      if (endpoints.value.length > 0) yield endpoints.value;
      left -= chunk.length;
      if (left < 0 && !decoder.done) throw tooLarge(request, limit);
    }
    const end = decoder.end();
    if (!end.ok) throw undecodable(request, end.problem);
  }

  return {
    base,
    async call(request, expected, signal) {
      const reply = await send(request, transport, signal);
      if (reply.status !== expected) throw await unexpected(request, reply, expected);
      return reply;
    },
    async callPatiently(request, signal) {
      const reply = await send(request, patient, signal);
      if (reply.status < 200 || reply.status > 299) throw await unexpected(request, reply, 200);
      return reply;
    },
    list: (request, reply) => list(request, reply.body),
    async listUnless(expected, request, reply) {
      const body = reply.body[Symbol.asyncIterator]();
      const isSmall = expected !== undefined && (limit === 0 || expected.length <= limit);
      const { isSame, read } = isSmall ? await compareBody(body, expected) : notRead;
      if (isSame) return 'same';
      const endpoints: Endpoint[] = [];
      for await (const part of list(request, resumeBody(read, body)))
        for (const endpoint of part) endpoints.push(endpoint);
      return endpoints;
    },
    async text(request, reply) {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of reply.body) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (limit > 0 && bytes > limit) throw tooLarge(request, limit);
      }
      return Buffer.concat(chunks).toString('utf8');
    },
    close: () => transport.close(),
  };
}

/** The value of a body, or an error that names the request. */
export function decodedOf<T>(request: HttpRequest, decoding: Decoding<T>): T {
  if (decoding.ok) return decoding.value;
  throw undecodable(request, decoding.problem);
}

export function undecodable(request: HttpRequest, problem: string): ProviderError {
  return new ProviderError(
    'rejected',
    `${request.method} ${request.route ?? request.path}: the body cannot be read: ${problem}`,
  );
}

/** The path of `unix:PATH`. */
function socketOf(url: string): string | undefined {
  return url.startsWith('unix:') ? url.slice('unix:'.length).replace(/^\/\/(?=\/)/, '') : undefined;
}

function withToken(request: HttpRequest, token: Secret | undefined): HttpRequest {
  if (token === undefined) return request;
  const authorization = new Secret(`Bearer ${token.reveal()}`);
  return { ...request, headers: { ...request.headers, authorization } };
}

function isRepeatable({ body }: HttpRequest): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/**
 * What the service itself says, where it says it in the words of the second version; else by status: 4xx, 511 and beyond, and
 * successes of another kind are final; 500 to 510 may pass.
 */
async function unexpected(
  request: HttpRequest,
  reply: HttpStream,
  expected: number,
): Promise<ProviderError> {
  const { status } = reply;
  const isSuccess = status >= 200 && status < 300;
  const buffered = await bufferReply(reply);
  const told =
    status >= 400 && reply.headers['content-type'] === mediaTypeV2
      ? decodeFailure(Buffer.from(buffered.body).toString('utf8'))
      : undefined;
  return replyError(request, buffered, {
    ...(isSuccess || status > 510 ? { reason: 'rejected' } : {}),
    ...(status >= 501 && status <= 510 ? { reason: 'transient' } : {}),
    ...(isSuccess ? { detail: `the protocol asks for ${expected}` } : {}),
    ...(told === undefined ? {} : { reason: told.reason, detail: told.message }),
  });
}

function tooLarge(request: HttpRequest, limit: number): ProviderError {
  return new ProviderError(
    'rejected',
    `${request.method} ${request.route ?? request.path}: the body is larger than ${limit} bytes; raise --webhook-provider-max-body-size`,
  );
}
