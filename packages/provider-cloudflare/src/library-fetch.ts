import { ProviderError } from '@org/dns-core';
import { reasonOfStatus, type HttpRequest, type HttpTransport } from '@org/dns-provider-kit';
import { apiError } from './api-error.ts';

/** What the `cloudflare` library's `fetch` option has to be. */
export type LibraryFetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Carries an error through the library, which puts its own around whatever `fetch` rejects with. */
class Failed extends Error {
  override readonly name = 'Failed';
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('the request failed');
    this.failure = failure;
  }
}

/**
 * A `fetch` for the `cloudflare` library that sends through a transport, which knows the credentials, the rate limit and the
 * retries. Of the library's headers only those that describe the body go out. Every call counts as idempotent: a batch that
 * was carried out is refused when it comes again, because its records are there or gone.
 */
export function createLibraryFetch(transport: HttpTransport): LibraryFetch {
  return async (url, init = {}) => {
    const { signal, body } = init;
    const contentType = new Headers(init.headers).get('content-type');
    const request: HttpRequest = {
      method: init.method ?? 'GET',
      path: url instanceof Request ? url.url : url.toString(),
      idempotent: true,
      headers: {
        accept: 'application/json',
        ...(contentType === null ? {} : { 'content-type': contentType }),
      },
      ...(typeof body === 'string' ? { body } : {}),
    };
    try {
      const reply = await transport.send(request, signal ?? new AbortController().signal);
      if (reasonOfStatus(reply.status) !== undefined) throw apiError(request, reply);
      const text = reply.status === 204 ? null : new TextDecoder().decode(reply.body);
      return new Response(text, {
        status: reply.status,
        headers: { 'content-type': 'application/json' },
      });
    } catch (error) {
      throw new Failed(error);
    }
  };
}

/** A call of the library with our own errors: what the transport rejected with, or the reason of the abort. */
export async function callLibrary<T>(signal: AbortSignal, call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { cause } = error as Error;
    if (cause instanceof Failed) throw cause.failure;
    const message = error instanceof Error ? error.message : String(error);
    throw new ProviderError('transient', `Cloudflare: the reply cannot be read: ${message}`, {
      cause: error,
      mayHaveWritten: true,
    });
  }
}
