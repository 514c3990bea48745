import { propertyOf, withProperty, type Endpoint } from '@org/dns-core';
import { proxiable } from './convert.ts';
import type { CloudflareSettings } from './options.ts';
import { parseTruth, propertyKeys } from './properties.ts';

/** Types that upstream never proxies, whatever is asked for. */
const neverProxied = new Set(['LOC', 'MX', 'NS', 'SPF', 'TXT', 'SRV']);

/** The default, or what the property says where it can be read; `false` for types that are never proxied. */
export function isProxiedUpstream(endpoint: Endpoint, options: CloudflareSettings): boolean {
  if (neverProxied.has(endpoint.type)) return false;
  const asked = propertyOf(endpoint, options.propertyPrefix + propertyKeys.proxied);
  return parseTruth(asked) ?? options.proxied;
}

/** What upstream's `AdjustEndpoints` does (`provider/cloudflare/cloudflare.go`). */
export function adjustAsUpstream(endpoint: Endpoint, options: CloudflareSettings): Endpoint {
  const { propertyPrefix, customHostnames, defaultRegion, comment } = options;
  const nameOf = (key: keyof typeof propertyKeys): string => propertyPrefix + propertyKeys[key];
  let { properties } = endpoint;
  const get = (key: keyof typeof propertyKeys): string | undefined =>
    properties.find(({ name }) => name === nameOf(key))?.value;
  const set = (key: keyof typeof propertyKeys, value: string): void => {
    properties = withProperty(properties, nameOf(key), value);
  };
  const remove = (key: keyof typeof propertyKeys): void => {
    properties = properties.filter(({ name }) => name !== nameOf(key));
  };

  const proxied = isProxiedUpstream(endpoint, options);
  set('proxied', String(proxied));

  if (customHostnames === undefined) remove('customHostname');
  else {
    const hostnames = (get('customHostname') ?? '').split(',');
    if (hostnames.length > 1) set('customHostname', hostnames.toSorted().join(','));
  }

  const tags = get('tags');
  if (tags !== undefined) set('tags', trimmedList(tags).join(','));

  if (defaultRegion === undefined || !proxiable.has(endpoint.type)) remove('region');
  else if (get('region') === undefined) set('region', defaultRegion);

  if (comment !== '' && get('comment') === undefined) set('comment', comment);
  return { ...endpoint, ttlSeconds: proxied ? 0 : endpoint.ttlSeconds, properties };
}

/** Without blanks and empty parts, sorted; repetitions stay. */
export function trimmedList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .toSorted();
}
