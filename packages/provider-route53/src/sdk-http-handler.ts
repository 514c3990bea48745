import type { Route53ClientConfig } from '@aws-sdk/client-route-53';
import { Secret } from '@org/dns-core';
import type { HttpReply, HttpTransport } from '@org/dns-provider-kit';

/** A request as the SDK gives it to its HTTP handler. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkReply {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  };
}

const never = new AbortController().signal;

/**
 * The SDK's HTTP requests through a transport of the kit, so that proxies, certificate authorities, time-outs and metrics are the
 * same for all providers.
 */
export function createSdkHttpHandler(
  transport: HttpTransport,
): NonNullable<Route53ClientConfig['requestHandler']> {
  const handler = {
    async handle(
      request: SdkRequest,
      options: { readonly abortSignal?: unknown } = {},
    ): Promise<SdkReply> {
      const { abortSignal } = options;
      const reply = await transport.send(
        {
          method: request.method,
          path: urlOf(request),
          headers: Object.fromEntries(Object.entries(request.headers).map(asSecret)),
          route: request.path.replace(/\/(hostedzone|change)\/[^/]+/, '/$1/{id}'),
          ...bodyOf(request.body),
        },
        abortSignal instanceof AbortSignal ? abortSignal : never,
      );
      return {
        response: { statusCode: reply.status, headers: reply.headers, body: knownError(reply) },
      };
    },
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: () => ({}),
  };
  // The SDK's own type of handlers is not part of what its client package exports.
  return handler as unknown as NonNullable<Route53ClientConfig['requestHandler']>;
}

/**
 * The service answers an invalid batch with a document of its own (API reference, `InvalidChangeBatch`), in which the SDK does not
 * find what went wrong (seen with 3.1169): the same in the form of all other errors.
 */
function knownError({ status, body }: HttpReply): Uint8Array {
  if (status !== 400) return body;
  const text = new TextDecoder().decode(body);
  if (!/<InvalidChangeBatch[\s>]/.test(text)) return body;
  const messages = Array.from(text.matchAll(/<Message>(.*?)<\/Message>/gs), ([, one]) => one);
  return new TextEncoder().encode(
    `<ErrorResponse><Error><Code>InvalidChangeBatch</Code><Message>${messages.join('; ')}</Message></Error></ErrorResponse>`,
  );
}

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-amz-security-token']);

function asSecret([name, value]: [string, string]): [string, string | Secret] {
  return [name, secretHeaders.has(name.toLowerCase()) ? new Secret(value) : value];
}

function urlOf(request: SdkRequest): string {
  const port = request.port === undefined ? '' : `:${request.port}`;
  const query = Object.entries(request.query ?? {})
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, one]))
    .map(([key, value]) => (value === null ? encode(key) : `${encode(key)}=${encode(value)}`))
    .join('&');
  const path = `${request.path}${query === '' ? '' : `?${query}`}`;
  return `${request.protocol}//${request.hostname}${port}${path}`;
}

/** RFC 3986, which is what the signature is made over. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function bodyOf(body: unknown): { readonly body?: string | Uint8Array } {
  return typeof body === 'string' || body instanceof Uint8Array ? { body } : {};
}
