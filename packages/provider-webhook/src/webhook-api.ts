import { noProperties, ProviderError, type DomainFilter, type Endpoint } from '@org/dns-core';
import { compileRe2, discard, type HttpRequest } from '@org/dns-provider-kit';
import {
  decodeDomainFilter,
  encodeChanges,
  encodeEndpoints,
  isMediaType,
  mediaType,
  offerHeader,
  parseOffer,
  type WebhookChanges,
} from '@org/dns-webhook-protocol';
import type { WebhookOptions } from './options.ts';
import { toBody } from './request-body.ts';
import { withObjects } from './with-objects.ts';
import { decodedOf, undecodable, type WebhookHttp } from './webhook-http.ts';

/** What the service says about itself. */
interface Negotiated {
  readonly domainFilter: DomainFilter;
  /** The path below which it speaks version 2, where it offers that. */
  readonly pathV2: string | undefined;
}

/** The four calls of version 1; the only file that knows their paths and statuses. All reject with a `ProviderError`. */
export interface WebhookApi {
  /** `GET /`: whether a webhook provider of version 1 answers, and the domains that it serves. Tried up to five times. */
  negotiate(signal: AbortSignal): Promise<Negotiated>;
  /** `GET /records`, endpoint by endpoint as the bytes come. */
  records(signal: AbortSignal): AsyncIterable<readonly Endpoint[]>;
  /** `POST /adjustendpoints`. What comes back has the Kubernetes objects of what went, which do not travel. */
  adjust(endpoints: readonly Endpoint[], signal: AbortSignal): Promise<readonly Endpoint[]>;
  /** `POST /records`. */
  apply(changes: WebhookChanges, signal: AbortSignal): Promise<void>;
}

export function createWebhookApi(http: WebhookHttp, options: WebhookOptions): WebhookApi {
  return {
    async negotiate(signal) {
      const request = {
        method: 'GET',
        path: options.url.startsWith('unix:') ? '/' : options.url,
        route: '/',
        headers: { accept: mediaType },
      };
      const reply = await http.callPatiently(request, signal);
      const text = await http.text(request, reply);
      const contentType = reply.headers['content-type'];
      if (!isMediaType(contentType))
        throw new ProviderError(
          'unsupported',
          `GET ${options.url} answered with content type "${contentType ?? ''}" instead of "${mediaType}": no webhook provider of protocol version 1 listens there`,
        );
      const { include, exclude, regexInclude, regexExclude } = decodedOf(
        request,
        decodeDomainFilter(text),
      );
      return {
        domainFilter: {
          include,
          exclude,
          ...(regexInclude === undefined
            ? {}
            : { regexInclude: await compile(request, regexInclude) }),
          ...(regexExclude === undefined
            ? {}
            : { regexExclude: await compile(request, regexExclude) }),
        },
        pathV2: parseOffer(reply.headers[offerHeader]),
      };
    },

    async *records(signal) {
      const request = { method: 'GET', path: '/records', headers: { accept: mediaType } };
      yield* http.list(request, await http.call(request, 200, signal));
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
      const reply = await http.call(request, 200, signal);
      const { body } = request;
      const sent = body instanceof Uint8Array ? body : undefined;
      const adjusted = await http.listUnless(sent, request, reply);
      return adjusted === 'same' ? endpoints.map(asReturned) : withObjects(adjusted, endpoints);
    },

    async apply(changes, signal) {
      const request = {
        method: 'POST',
        path: '/records',
        ...toBody(() => encodeChanges(changes), { 'content-type': mediaType }),
      };
      await discard(await http.call(request, 204, signal));
    },
  };
}

/** An empty list of properties does not travel. */
function asReturned(endpoint: Endpoint): Endpoint {
  return endpoint.properties.length > 0 || endpoint.properties === noProperties
    ? endpoint
    : { ...endpoint, properties: noProperties };
}

async function compile(request: HttpRequest, source: string): ReturnType<typeof compileRe2> {
  try {
    return await compileRe2(source);
  } catch (error) {
    throw undecodable(request, (error as Error).message);
  }
}
