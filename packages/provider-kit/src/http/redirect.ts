import { Secret } from '@org/dns-core';
import { isRepeatable, type HttpRequest, type RequestHeaders } from './http-transport.ts';

export interface Hop {
  readonly request: HttpRequest;
  readonly url: URL;
  readonly headers: RequestHeaders;
}

/**
 * Where a redirecting reply leads, as Go's `net/http` client goes: 301, 302 and 303 become a GET without a body, 307 and 308
 * repeat the request. Secrets do not travel to another host. `undefined`: not a redirect that can be followed.
 */
export function redirected(
  hop: Hop,
  reply: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): Hop | undefined {
  const location = reply.headers['location'];
  if (location === undefined || !URL.canParse(location, hop.url.href)) return undefined;
  const url = new URL(location, hop.url);
  const sameHost = url.host === hop.url.host;
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(([, value]) => sameHost || !(value instanceof Secret)),
  );
  switch (reply.status) {
    case 301:
    case 302:
    case 303: {
      const { body: _body, ...rest } = hop.request;
      const { 'content-type': _type, 'content-length': _length, ...kept } = headers;
      const method = hop.request.method === 'HEAD' ? 'HEAD' : 'GET';
      return { request: { ...rest, method }, url, headers: kept };
    }
    case 307:
    case 308:
      return isRepeatable(hop.request) ? { request: hop.request, url, headers } : undefined;
    default:
      return undefined;
  }
}
