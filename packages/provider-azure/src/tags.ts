import { compareText, type Endpoint, type Property } from '@org/dns-core';

const tagsProperty = 'azure/tags';
const prefix = 'azure/metadata-';
const keysProperty = 'azure/metadata-keys';

type Metadata = Readonly<Record<string, string>>;

/**
 * The property `azure/tags` (`team=edge,cost=17`) in the words in which metadata is read: a property per key and the list of
 * keys, in one order. Upstream's order of the keys is random, which makes it write what did not change.
 */
export function withTagsAsMetadata(endpoint: Endpoint): Endpoint {
  const tags = endpoint.properties.find(({ name }) => name === tagsProperty);
  if (tags === undefined) return endpoint;
  const others = endpoint.properties.filter(({ name }) => name !== tagsProperty);
  return { ...endpoint, properties: [...others, ...metadataProperties(parseTags(tags.value))] };
}

/** Metadata of a record set as properties. */
export function metadataProperties(metadata: Metadata): readonly Property[] {
  const keys = Object.keys(metadata).sort(compareText);
  if (keys.length === 0) return [];
  return [
    ...keys.map((key) => ({ name: `${prefix}${key}`, value: metadata[key] ?? '' })),
    { name: keysProperty, value: keys.join(',') },
  ];
}

/** The metadata to write: what the list of keys names and a property gives; `undefined`: none. */
export function metadataOf({ properties }: Endpoint): Metadata | undefined {
  const byName = new Map(properties.map(({ name, value }) => [name, value]));
  const entries = (byName.get(keysProperty) ?? '')
    .split(',')
    .map((key): [string, string] => [key, byName.get(`${prefix}${key}`) ?? ''])
    .filter(([key, value]) => key !== '' && value !== '');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** `key=value` pairs; what is not one is passed over. */
function parseTags(text: string): Metadata {
  const entries = text.split(',').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    if (equals < 0) return [];
    const key = pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1).trim();
    return key === '' || value === '' ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}
