import { compareText } from '../../model/compare-text.ts';
import type { Endpoint, Property } from '../../model/endpoint.ts';
import type { WrapperOptions } from '../wrapper-options.ts';

const annotationPrefix = 'external-dns.kubernetes.io/';
const formerAnnotationPrefix = 'external-dns.alpha.kubernetes.io/';

/** Values of `--provider` that go by another word in property names. */
const propertyWords: ReadonlyMap<string, string> = new Map([
  ['aws-sd', 'aws'],
  ['azure-dns', 'azure'],
  ['azure-private-dns', 'azure'],
  ['skydns', 'coredns'],
  ['scaleway', 'scw'],
]);

/**
 * The properties that the provider may see, sorted by name: those without `/` and its own. `cloudflare` sees all.
 *
 * `compat` compares the literal value of `--provider`, as upstream does (`source/wrappers/post_processor.go`), so that
 * `azure-dns` never sees `azure/tags`. `safe` knows which word each provider goes by, and reads the ways in which one
 * setting is written (`aws/weight`, `webhook/aws-weight`, `external-dns.kubernetes.io/aws-weight` and the latter with the
 * former prefix) as the provider's own; where several are given, its own spelling wins, then the first.
 */
export function createPropertyFilter(
  options: Pick<WrapperOptions, 'behavior' | 'provider'>,
): (endpoint: Endpoint) => Endpoint {
  const { behavior, provider } = options;
  const word = behavior === 'safe' ? (propertyWords.get(provider) ?? provider) : provider;
  const keepsAll = provider === '' || provider === 'cloudflare';
  const isKept = (property: Property) =>
    keepsAll || !property.name.includes('/') || property.name.startsWith(`${word}/`);
  return (endpoint) => {
    if (endpoint.properties.length === 0) return endpoint;
    const given =
      behavior === 'safe' ? withOwnNames(endpoint.properties, word) : endpoint.properties;
    const properties = given.filter(isKept).sort((a, b) => compareText(a.name, b.name));
    return { ...endpoint, properties };
  };
}

function withOwnNames(properties: readonly Property[], word: string): Property[] {
  const names = new Set(properties.map((property) => property.name));
  return properties.flatMap((property) => {
    const name = ownName(property.name, word);
    if (name === property.name) return property;
    if (names.has(name)) return [];
    names.add(name);
    return { name, value: property.value };
  });
}

/** How the provider that goes by `word` writes a property itself; the name as given where it is not one of its own. */
function ownName(name: string, word: string): string {
  const own = word === 'cloudflare' ? `${annotationPrefix}cloudflare-` : `${word}/`;
  for (const prefix of ['webhook/', annotationPrefix, formerAnnotationPrefix]) {
    const written = `${prefix}${word}-`;
    if (name.startsWith(written)) return own + name.slice(written.length);
  }
  return word === 'cloudflare' && name.startsWith('cloudflare/')
    ? own + name.slice('cloudflare/'.length)
    : name;
}
