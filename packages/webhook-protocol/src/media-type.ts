/** The one media type of protocol version 1, for `Accept` and `Content-Type`. */
export const mediaType = 'application/external.dns.webhook+json;version=1';

/** Whether a `Content-Type` header is the protocol's. Compared as text, as upstream's client does: a space after `;` is another type. */
export function isMediaType(contentType: string | undefined): boolean {
  return contentType === mediaType;
}
