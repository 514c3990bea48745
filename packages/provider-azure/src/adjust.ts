import { noProperties, type Endpoint } from '@org/dns-core';
import { hasAlias } from './convert.ts';
import { withTagsAsMetadata } from './tags.ts';
import { heldTxt } from './txt-data.ts';

/**
 * An endpoint in the words in which `readZone` will give it back: tags are metadata, TXT has its quotes, and `alias` is said
 * only of a target that is an Azure resource.
 */
export function asHeld(desired: Endpoint): Endpoint {
  const endpoint = withTagsAsMetadata(desired);
  if (endpoint.type === 'TXT')
    return withProperties({ ...endpoint, targets: endpoint.targets.map(heldTxt) }, false);
  return withProperties(endpoint, hasAlias(endpoint));
}

function withProperties(endpoint: Endpoint, isAlias: boolean): Endpoint {
  if (isAlias || !endpoint.properties.some(({ name }) => name === 'alias')) return endpoint;
  const others = endpoint.properties.filter(({ name }) => name !== 'alias');
  return { ...endpoint, properties: others.length === 0 ? noProperties : others };
}
