import { checkEndpoint, type DnsName, type Endpoint } from '@org/dns-core';
import { parseTxtStrings, quoteTxt } from '@org/dns-provider-kit';
import { aliasProperty, isAlias } from './convert.ts';

/** The endpoints that can be records at all; what upstream drops. */
export function withoutInvalid(desired: readonly Endpoint[]): readonly Endpoint[] {
  return desired.filter((endpoint) => checkEndpoint(endpoint) === undefined);
}

/**
 * An endpoint in the words in which `readZone` will give it back: a CNAME at the apex of a zone is an alias, an alias is said
 * in one way, host names have no final dot (but in SRV), and TXT data has its quotes and is split after 255 bytes.
 */
export function asHeld(endpoint: Endpoint, isApex: (name: DnsName) => boolean): Endpoint {
  switch (endpoint.type) {
    case 'CNAME':
      return withAlias(withBareHosts(endpoint), isAlias(endpoint) || isApex(endpoint.name));
    case 'DNAME':
    case 'MX':
    case 'NS':
    case 'PTR':
      return withBareHosts(endpoint);
    case 'A':
    case 'AAAA':
      return withAlias(endpoint, false);
    case 'TXT':
      return withTargets(endpoint, endpoint.targets.map(quoted));
    default:
      return endpoint;
  }
}

function withAlias(endpoint: Endpoint, wanted: boolean): Endpoint {
  const others = endpoint.properties.filter(({ name }) => name !== aliasProperty.name);
  const properties = wanted ? [...others, aliasProperty] : others;
  const isSame = properties.length === endpoint.properties.length && isAlias(endpoint) === wanted;
  return isSame ? endpoint : { ...endpoint, properties };
}

function withBareHosts(endpoint: Endpoint): Endpoint {
  return withTargets(
    endpoint,
    endpoint.targets.map((target) => (target.endsWith('.') ? target.slice(0, -1) : target)),
  );
}

function withTargets(endpoint: Endpoint, targets: readonly string[]): Endpoint {
  const isSame = targets.every((target, index) => target === endpoint.targets[index]);
  return isSame ? endpoint : { ...endpoint, targets };
}

/** What is well formed stays as it is written, because the server keeps it so. */
function quoted(target: string): string {
  if (!target.startsWith('"')) return quoteTxt(target);
  const strings = parseTxtStrings(target);
  if (strings === undefined || strings.every(({ length }) => length <= 255)) return target;
  return strings.map((bytes) => quoteTxt(new TextDecoder().decode(bytes))).join(' ');
}
