import { ProviderError, type Endpoint, type ProviderErrorReason } from '@org/dns-core';
import {
  decodeEndpoints,
  decodeFailure,
  mediaType,
  type Decoding,
} from '@org/dns-webhook-protocol';

export interface WebhookReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base URL. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: version 1. */
  readonly type?: string;
}

/** Single requests as the Go controller sends them, and what came back, whatever it is. */
export type WebhookClient = (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookReply>;

/** @param token sent as bearer token where the service wants one. */
export function createWebhookClient(url: string, token?: string): WebhookClient {
  const base = url.replace(/\/+$/, '');
  return async ({ method, path, body, headers = {}, type = mediaType }, signal) => {
    const reply = await fetch(`${base}${path}`, {
      method,
      signal,
      redirect: 'manual',
      headers: {
        accept: type,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      text: await reply.text(),
    };
  };
}

/** The text of a reply with the status that is expected; anything else is an error. */
export async function textOf(
  client: WebhookClient,
  request: WebhookRequest,
  expected: number,
  signal: AbortSignal,
): Promise<string> {
  let reply: WebhookReply;
  try {
    reply = await client(request, signal);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'it failed';
    throw new ProviderError('transient', `${request.method} ${request.path}: ${message}`, {
      cause,
      mayHaveWritten: request.method === 'POST',
    });
  }
  if (reply.status === expected) return reply.text;
  throw (
    decodeFailure(reply.text) ??
    new ProviderError(
      reasonOf(reply.status),
      `${request.method} ${request.path} is answered with ${reply.status} where it should be ${expected}: ${reply.text.slice(0, 200)}`,
    )
  );
}

function reasonOf(status: number): ProviderErrorReason {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  return status >= 500 || status === 429 ? 'transient' : 'rejected';
}

/** What a body says; what cannot be understood is an error. */
export function valueOf<T>(request: WebhookRequest, decoded: Decoding<T>): T {
  if (decoded.ok) return decoded.value;
  throw new ProviderError('transient', `${request.method} ${request.path}: ${decoded.problem}`);
}

/** A whole list of endpoints. */
export function decodeEndpointText(text: string): Decoding<readonly Endpoint[]> {
  return decodeEndpoints(new TextEncoder().encode(text));
}
