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
export { decodeFailure, encodeFailure } from './v2/failure-body.ts';
export { decodeGroups, encodeGroups } from './v2/groups-codec.ts';
export { mediaTypeV2, offerHeader, parseOffer, pathV2 } from './v2/offer.ts';
export { decodeResults, encodeResults } from './v2/results-codec.ts';
export {
  decodeDescription,
  encodeDescription,
  type ServiceDescription,
} from './v2/service-description.ts';
export {
  decodeNames,
  decodeVersion,
  decodeZones,
  encodeNames,
  encodeVersion,
  encodeZones,
} from './v2/zones-codec.ts';
