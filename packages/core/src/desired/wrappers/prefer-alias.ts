import type { Endpoint } from '../../model/endpoint.ts';
import { propertyOf } from '../../model/properties.ts';

/** `--prefer-alias`: a CNAME that does not say otherwise is to be an alias record where the provider has such. */
export function preferAlias(endpoint: Endpoint): Endpoint {
  if (endpoint.type !== 'CNAME' || propertyOf(endpoint, 'alias') !== undefined) return endpoint;
  return { ...endpoint, properties: [...endpoint.properties, { name: 'alias', value: 'true' }] };
}
