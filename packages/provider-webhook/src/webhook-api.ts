import { ProviderError, type DomainFilter, type Endpoint } from '@org/dns-core';
import {
  bufferReply,
  compileRe2,
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
  decodeDomainFilter,
  encodeChanges,
  encodeEndpoints,
  isMediaType,
  mediaType,
  type WebhookChanges,
} from '@org/dns-webhook-protocol';
import type { WebhookOptions } from './options.ts';
import { toBody } from './request-body.ts';

/** The four calls of the protocol; the only file that knows paths and statuses. All reject with a `ProviderError`. */
export interface WebhookApi {
  /** `GET /`: whether a webhook provider of version 1 answers, and the domains that it serves. Tried up to five times. */
  negotiate(signal: AbortSignal): Promise<DomainFilter>;
  /** `GET /records`, endpoint by endpoint as the bytes come. */
  records(signal: AbortSignal): AsyncIterable<readonly Endpoint[]>;
  /** `POST /adjustendpoints`. */
  adjust(endpoints: readonly Endpoint[], signal: AbortSignal): Promise<readonly Endpoint[]>;
  /** `POST /records`. */
  apply(changes: WebhookChanges, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function createWebhookApi(options: WebhookOptions): WebhookApi {
  const clock = options.clock ?? createSystemClock();
  const base = options.url.replace(/\/+$/, '');
  const transport: HttpTransport = createHttpTransport({
    baseUrl: base,
    totalTimeoutMs: options.readTimeoutMs + options.writeTimeoutMs,
    idleTimeoutMs: options.readTimeoutMs + options.writeTimeoutMs,
    maxRedirects: 10,
    clock,
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

  /** The reply of a call, its body still to come; any other status than the one the protocol names is an error. */
  async function call(
    request: HttpRequest,
    expected: number,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    const reply = await transport.stream(request, signal);
    if (reply.status !== expected) throw await unexpected(request, reply, expected);
    return reply;
  }

  /**
   * Endpoints as they come. The limit counts up to the end of the list; bytes behind it are let go, a list that is not whole
   * is an error.
   */
  async function* list(
    request: HttpRequest,
    reply: HttpStream,
  ): AsyncGenerator<readonly Endpoint[]> {
    const decoder = createEndpointListDecoder();
    let left = options.maxBodyBytes === 0 ? Infinity : options.maxBodyBytes;
    for await (const chunk of reply.body) {
      if (decoder.done) break;
      const endpoints = decoder.push(chunk.length > left ? chunk.subarray(0, left) : chunk);
      if (!endpoints.ok) throw undecodable(request, endpoints.problem);
      if (endpoints.value.length > 0) yield endpoints.value;
      left -= chunk.length;
      if (left < 0 && !decoder.done) throw tooLarge(request, options.maxBodyBytes);
    }
    const end = decoder.end();
    if (!end.ok) throw undecodable(request, end.problem);
  }

  async function textOf(request: HttpRequest, reply: HttpStream): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of reply.body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (options.maxBodyBytes > 0 && bytes > options.maxBodyBytes)
        throw tooLarge(request, options.maxBodyBytes);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  return {
    async negotiate(signal) {
      const request = {
        method: 'GET',
        path: options.url,
        route: '/',
        headers: { accept: mediaType },
      };
      const reply = await patient.stream(request, signal);
      if (reply.status < 200 || reply.status > 299) throw await unexpected(request, reply, 200);
      const text = await textOf(request, reply);
      const contentType = reply.headers['content-type'];
      if (!isMediaType(contentType))
        throw new ProviderError(
          'unsupported',
          `GET ${options.url} answered with content type "${contentType ?? ''}" instead of "${mediaType}": no webhook provider of protocol version 1 listens there`,
        );
      const filter = decodeDomainFilter(text);
      if (!filter.ok) throw undecodable(request, filter.problem);
      const { include, exclude, regexInclude, regexExclude } = filter.value;
      return {
        include,
        exclude,
        ...(regexInclude === undefined
          ? {}
          : { regexInclude: await compile(request, regexInclude) }),
        ...(regexExclude === undefined
          ? {}
          : { regexExclude: await compile(request, regexExclude) }),
      };
    },

    async *records(signal) {
      const request = { method: 'GET', path: '/records', headers: { accept: mediaType } };
      yield* list(request, await call(request, 200, signal));
    },

    async adjust(endpoints, signal) {
      const request = {
        method: 'POST',
        path: '/adjustendpoints',
        idempotent: true,
        ...toBody(() => encodeEndpoints(endpoints), {
          accept: mediaType,
          'content-type': mediaType,
        }),
      };
      const adjusted: Endpoint[] = [];
      for await (const part of list(request, await call(request, 200, signal)))
        for (const endpoint of part) adjusted.push(endpoint);
      return adjusted;
    },

    async apply(changes, signal) {
      const request = {
        method: 'POST',
        path: '/records',
        ...toBody(() => encodeChanges(changes), { 'content-type': mediaType }),
      };
      await discard(await call(request, 204, signal));
    },

    close: () => transport.close(),
  };
}

/** 4xx, 511 and beyond, and successes of another kind are final; 500 to 510 may pass. */
async function unexpected(
  request: HttpRequest,
  reply: HttpStream,
  expected: number,
): Promise<ProviderError> {
  const { status } = reply;
  const isSuccess = status >= 200 && status < 300;
  return replyError(request, await bufferReply(reply), {
    ...(isSuccess || status > 510 ? { reason: 'rejected' } : {}),
    ...(status >= 501 && status <= 510 ? { reason: 'transient' } : {}),
    ...(isSuccess ? { detail: `the protocol asks for ${expected}` } : {}),
  });
}

function undecodable(request: HttpRequest, problem: string): ProviderError {
  return new ProviderError(
    'rejected',
    `${request.method} ${request.route ?? request.path}: the body cannot be read: ${problem}`,
  );
}

function tooLarge(request: HttpRequest, limit: number): ProviderError {
  return new ProviderError(
    'rejected',
    `${request.method} ${request.route ?? request.path}: the body is larger than ${limit} bytes; raise --webhook-provider-max-body-size`,
  );
}

async function compile(request: HttpRequest, source: string): ReturnType<typeof compileRe2> {
  try {
    return await compileRe2(source);
  } catch (error) {
    throw undecodable(request, (error as Error).message);
  }
}
