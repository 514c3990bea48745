import { propertyOf, type Endpoint } from '@org/dns-core';
import type { CloudflareSettings } from './options.ts';
import { propertyKeys } from './properties.ts';
import { outermostZone, type ZonePlans } from './zone-plans.ts';

const freeBytes = 100;

/**
 * A comment as upstream writes it: the property, else the default, cut to what the plan of the registrable domain's zone allows,
 * counted in bytes. A character that the cut would split goes whole.
 */
export function upstreamComment(
  endpoint: Endpoint,
  { propertyPrefix, comment }: CloudflareSettings,
  plans: ZonePlans,
): string {
  const text = propertyOf(endpoint, propertyPrefix + propertyKeys.comment) ?? comment;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= freeBytes) return text;
  const limit = plans.limitsOf(outermostZone(plans, endpoint.name)).commentCharacters;
  return new TextDecoder().decode(bytes.subarray(0, limit)).replace(/\uFFFD+$/, '');
}
