import type { Secret } from '@org/dns-core';

/** Header values; a `Secret` is revealed on the wire only. */
export type RequestHeaders = Readonly<Record<string, string | Secret>>;

export interface HttpRequest {
  readonly method: string;
  /** Put behind the base URL, with the query: `/api/v1/zones?limit=100`. A full URL is taken as it is. */
  readonly path: string;
  readonly headers?: RequestHeaders;
  /** A string is sent as UTF-8. An iterable is sent chunk by chunk and can be sent once only: it is never retried. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Doing it twice is the same as doing it once. Default: by method (GET, HEAD, OPTIONS, PUT, DELETE). */
  readonly idempotent?: boolean;
  /** For metrics and errors where the path holds identifiers: `/zones/{zone}`. Default: the path without its query. */
  readonly route?: string;
}

/** Header names are lower case; a repeated header is joined with `, `. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** Takes the secrets that went with the request out of a text of the service. */
export type Redact = (text: string) => string;

export interface HttpReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Uint8Array;
  /** Absent where the request held no secret. */
  readonly redact?: Redact;
}

/** A reply whose body is still to come. It must be read to its end or given to `discard`; leaving it early (`break`) costs the connection. */
export interface HttpStream {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  readonly redact?: Redact;
}

/**
 * Sends HTTP requests to one service. A status is a value, not an error. Both methods reject with a `ProviderError` of reason
 * `transient` when no whole reply came (`mayHaveWritten` says whether the request may have been carried out), with `rejected`
 * when the body is over the limit, and with the signal's reason once it is aborted.
 */
export interface HttpTransport {
  /** The reply with its whole body. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply>;
  /** The reply as soon as its headers are there; errors of the body come while it is read. */
  stream(request: HttpRequest, signal: AbortSignal): Promise<HttpStream>;
  /** Ends idle connections and waits for busy ones. */
  close(): Promise<void>;
}

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the request may be sent again although it may have been carried out. */
export function isIdempotent(request: HttpRequest): boolean {
  return request.idempotent ?? idempotentMethods.has(request.method);
}

/** Whether the request can change anything at the service. */
export function isWrite(request: HttpRequest): boolean {
  return !safeMethods.has(request.method);
}

/** Whether the body can be sent a second time. */
export function isRepeatable(request: HttpRequest): boolean {
  const { body } = request;
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/** `GET /zones`: how errors and metrics name a request; never its query, headers or body. */
export function routeOf(request: HttpRequest): string {
  return request.route ?? pathOnly(request.path);
}

function pathOnly(path: string): string {
  const start = path.includes('://') ? new URL(path).pathname : path;
  const query = start.indexOf('?');
  return query < 0 ? start : start.slice(0, query);
}
