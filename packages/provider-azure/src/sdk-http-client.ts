import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { ProviderError, Secret } from '@org/dns-core';
import type {
  HttpReply,
  HttpRequest,
  HttpTransport,
  ReplyHeaders,
  RequestHeaders,
} from '@org/dns-provider-kit';

export interface SdkHttpClientOptions {
  readonly transport: HttpTransport;
  /** Makes the SDK's headers object; its constructor lives in the SDK, which is loaded when it is needed. */
  readonly createHeaders: (headers: ReplyHeaders) => PipelineRequest['headers'];
  /** Where requests may go, without a final slash: a link in a reply that leads elsewhere is not followed, nor given a token. */
  readonly origin?: string;
  /** Ends what the SDK gives no signal of its own. */
  readonly closing: AbortSignal;
}

/**
 * The kit's transport in the place of the SDK's own: one set of connections, proxy, authorities, rate and metrics for all
 * that goes to Azure.
 */
export function createSdkHttpClient(options: SdkHttpClientOptions): HttpClient {
  const { transport, createHeaders, origin, closing } = options;
  return {
    async sendRequest(request) {
      if (origin !== undefined && new URL(request.url).origin !== origin)
        throw new ProviderError(
          'transient',
          `the service leads to ${new URL(request.url).host}, which is not ${origin}; its reply is not trusted`,
        );
      const signal = request.abortSignal as AbortSignal | undefined;
      const reply = await transport.send(
        toRequest(request),
        signal === undefined ? closing : AbortSignal.any([signal, closing]),
      );
      return {
        request,
        status: reply.status,
        headers: createHeaders(reply.headers),
        bodyAsText: textOf(reply),
      };
    },
  };
}

/** Headers whose values may let somebody in; the kit blots them out of errors. */
const secretHeaders = new Set(['authorization', 'x-identity-header', 'secret']);

function toRequest(request: PipelineRequest): HttpRequest {
  const headers: Record<string, string | Secret> = {};
  for (const [name, value] of request.headers)
    headers[name.toLowerCase()] = secretHeaders.has(name.toLowerCase()) ? new Secret(value) : value;
  return {
    method: request.method,
    path: request.url,
    headers: withoutLength(headers),
    ...(request.body === undefined || request.body === null
      ? {}
      : { body: request.body as string | Uint8Array }),
  };
}

/** Lengths and encodings are the transport's business. */
function withoutLength(headers: RequestHeaders): RequestHeaders {
  const { 'content-length': _length, 'accept-encoding': _encoding, ...others } = headers;
  return others;
}

/** Only what may become an error is cleaned: a short secret may be part of a token, or of a record. */
function textOf(reply: HttpReply): string {
  const text = new TextDecoder().decode(reply.body);
  return reply.status < 400 ? text : (reply.redact?.(text) ?? text);
}
