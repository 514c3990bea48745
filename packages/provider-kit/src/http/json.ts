import { ProviderError } from '@org/dns-core';
import {
  isWrite,
  routeOf,
  type HttpReply,
  type HttpRequest,
  type HttpTransport,
} from './http-transport.ts';
import { reasonOfStatus, replyError, type ReplyErrorOptions } from './http-status.ts';

/** A request whose body is `json`, with the headers that say so; those given win. */
export function jsonRequest(request: Omit<HttpRequest, 'body'>, json: unknown): HttpRequest {
  return {
    ...request,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...request.headers,
    },
    body: JSON.stringify(json),
  };
}

/**
 * The value in a reply's body; `undefined` for an empty one.
 *
 * @throws ProviderError `transient`, when the body is not JSON: it was cut off, or a proxy answered in the service's place.
 */
export function readJson(request: HttpRequest, reply: HttpReply): unknown {
  if (reply.body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(reply.body)) as unknown;
  } catch (error) {
    throw new ProviderError(
      'transient',
      `${request.method} ${routeOf(request)}: status ${reply.status}, but the body is not JSON`,
      { cause: error, mayHaveWritten: isWrite(request) },
    );
  }
}

/** What a service says in an error body, for the error's message; `undefined` when it is not there. */
export type DetailOf = (body: unknown) => string | undefined;

/**
 * Sends, and gives the JSON of the reply.
 *
 * @throws ProviderError when the status is not 2xx, with what `detailOf` finds in the body.
 */
export async function sendForJson(
  transport: HttpTransport,
  request: HttpRequest,
  signal: AbortSignal,
  detailOf: DetailOf = () => undefined,
): Promise<unknown> {
  const reply = await transport.send(
    { ...request, headers: { accept: 'application/json', ...request.headers } },
    signal,
  );
  if (reasonOfStatus(reply.status) === undefined) return readJson(request, reply);
  const options: ReplyErrorOptions = { detail: detailIn(reply, detailOf) };
  throw replyError(request, reply, options);
}

function detailIn(reply: HttpReply, detailOf: DetailOf): string | undefined {
  try {
    return detailOf(JSON.parse(new TextDecoder().decode(reply.body)) as unknown);
  } catch {
    return undefined;
  }
}
