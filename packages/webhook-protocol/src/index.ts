export { fromWebhookChanges, toWebhookChanges } from './change-groups.ts';
export { decodeChanges, encodeChanges, noChanges, type WebhookChanges } from './changes-codec.ts';
export type { Decoding } from './decoding.ts';
export {
  decodeDomainFilter,
  encodeDomainFilter,
  type WireDomainFilter,
} from './domain-filter-codec.ts';
export { decodeEndpoint, encodeEndpoint } from './endpoint-codec.ts';
export {
  createEndpointListDecoder,
  decodeEndpoints,
  encodeEndpointChunks,
  encodeEndpoints,
  type EndpointListDecoder,
} from './endpoint-list.ts';
export { isMediaType, mediaType } from './media-type.ts';
