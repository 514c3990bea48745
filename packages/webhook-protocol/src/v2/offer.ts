/** The one media type of the second version, for `Accept` and `Content-Type`. */
export const mediaTypeV2 = 'application/external.dns.webhook+json;version=2';

/** The header of a negotiation reply that offers the second version; its value is the path of it below the base URL. */
export const offerHeader = 'external-dns-webhook-v2';

/** The path that our server offers. */
export const pathV2 = '/v2';

/** The path that an offer names, without a final slash; `undefined`: the value is no path, so there is no offer. */
export function parseOffer(value: string | undefined): string | undefined {
  return value !== undefined && /^(?:\/[\w.~-]+)+\/?$/.test(value)
    ? value.replace(/\/$/, '')
    : undefined;
}
