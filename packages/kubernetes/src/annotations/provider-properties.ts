import type { Property } from '@org/dns-core';

const families = ['aws-', 'scw-', 'webhook-', 'coredns-'];
const cloudflareKeys = [
  'cloudflare-custom-hostname',
  'cloudflare-proxied',
  'cloudflare-region-key',
  'cloudflare-record-comment',
  'cloudflare-tags',
];

/**
 * The provider properties that annotations ask for: `alias`, `record-type`, then the others by key. Cloudflare's are named by
 * their full key, always under `prefix`, so that one read under an older prefix is the same property.
 *
 * @param values The annotations by their key without a prefix.
 */
export function providerProperties(
  values: ReadonlyMap<string, string>,
  prefix: string,
): readonly Property[] {
  const properties: Property[] = [];
  if (values.get('alias') === 'true') properties.push({ name: 'alias', value: 'true' });
  const recordType = values.get('record-type');
  if (recordType !== undefined) properties.push({ name: 'record-type', value: recordType });
  for (const key of [...values.keys()].sort()) {
    const name = propertyName(key, prefix);
    if (name !== undefined) properties.push({ name, value: values.get(key) ?? '' });
  }
  return properties;
}

/** A property may be made of the annotation. */
export function isPropertyKey(key: string): boolean {
  return key === 'alias' || key === 'record-type' || propertyName(key, '') !== undefined;
}

function propertyName(key: string, prefix: string): string | undefined {
  if (key === 'azure-tags') return 'azure/tags';
  const family = families.find((start) => key.startsWith(start));
  if (family !== undefined) return `${family.slice(0, -1)}/${key.slice(family.length)}`;
  // Upstream looks for its keys inside the given one: `cloudflare-proxied-x` counts as `cloudflare-proxied`.
  const cloudflareKey = cloudflareKeys.find((start) => key.startsWith(start));
  return cloudflareKey === undefined ? undefined : prefix + cloudflareKey;
}
