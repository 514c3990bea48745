import { isWildcard, type Endpoint, type ProviderCapabilities } from '@org/dns-core';

export interface Held {
  readonly endpoints: readonly Endpoint[];
  /** What is held otherwise than it was asked for, or not at all. */
  readonly unheld: readonly { readonly endpoint: Endpoint; readonly why: string }[];
}

/**
 * Wanted endpoints as a provider with these capabilities will give them back, so that what is in step compares equal: types,
 * wildcards and further set identifiers that it cannot hold are left out, properties and a lone set identifier that it cannot
 * hold are taken off, and TTLs are brought within its bounds. What is left can be written as it stands.
 */
export function toHoldable(
  endpoints: readonly Endpoint[],
  capabilities: ProviderCapabilities,
): Held {
  const unheld: { endpoint: Endpoint; why: string }[] = [];
  const held: Endpoint[] = [];
  const firstOfSet = firstSetIdentifiers(endpoints, capabilities);
  for (const endpoint of endpoints) {
    const why = reasonAgainst(endpoint, capabilities);
    if (why !== undefined) {
      unheld.push({ endpoint, why });
      continue;
    }
    const first = firstOfSet?.get(keyOf(endpoint));
    if (first !== undefined && first !== endpoint.setIdentifier) {
      unheld.push({ endpoint, why: `only the record with set identifier "${first}" is kept` });
      continue;
    }
    const reduced = reduce(endpoint, capabilities);
    if (reduced !== endpoint) unheld.push({ endpoint, why: difference(endpoint, reduced) });
    held.push(reduced);
  }
  return { endpoints: held, unheld };
}

/** Why an endpoint cannot be held at all, as the end of a sentence; `undefined`: it can. */
export function reasonAgainst(
  { name, type }: Endpoint,
  { recordTypes, wildcards }: ProviderCapabilities,
): string | undefined {
  if (recordTypes !== 'any') {
    const can = recordTypes[type];
    if (can === undefined) return `the provider holds no ${type} records`;
    if (can !== true) return `the provider holds no ${type} records: ${can.no}`;
  }
  if (isWildcard(name) && wildcards !== true)
    return `the provider holds no wildcards: ${wildcards.no}`;
  return undefined;
}

/** Of each name and type the set identifier that is kept, where the provider cannot tell them apart. */
function firstSetIdentifiers(
  endpoints: readonly Endpoint[],
  { setIdentifiers }: ProviderCapabilities,
): ReadonlyMap<string, string> | undefined {
  if (setIdentifiers === true) return undefined;
  const first = new Map<string, string>();
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint);
    const known = first.get(key);
    if (known === undefined || endpoint.setIdentifier < known)
      first.set(key, endpoint.setIdentifier);
  }
  return first;
}

function keyOf({ name, type }: Endpoint): string {
  return `${name} ${type}`;
}

function reduce(endpoint: Endpoint, capabilities: ProviderCapabilities): Endpoint {
  const setIdentifier = capabilities.setIdentifiers === true ? endpoint.setIdentifier : '';
  const { properties: held } = capabilities;
  const properties = endpoint.properties.filter(
    ({ name }) => held === undefined || held.some((known) => covers(known, name)),
  );
  const ttlSeconds = withinBounds(endpoint.ttlSeconds, capabilities.ttlSeconds);
  const isSame =
    setIdentifier === endpoint.setIdentifier &&
    properties.length === endpoint.properties.length &&
    ttlSeconds === endpoint.ttlSeconds;
  return isSame ? endpoint : { ...endpoint, setIdentifier, properties, ttlSeconds };
}

function covers(known: string, name: string): boolean {
  return known === name || (known.endsWith('/') && name.startsWith(known));
}

/** A TTL that is not configured stays so. */
function withinBounds(
  ttlSeconds: number,
  { min = 0, max = Infinity }: NonNullable<ProviderCapabilities['ttlSeconds']> = {},
): number {
  return ttlSeconds === 0 ? 0 : Math.min(max, Math.max(min, ttlSeconds));
}

function difference(asked: Endpoint, held: Endpoint): string {
  const parts: string[] = [];
  if (asked.setIdentifier !== held.setIdentifier)
    parts.push(`without its set identifier "${asked.setIdentifier}"`);
  const lost = asked.properties.filter((property) => !held.properties.includes(property));
  if (lost.length > 0)
    parts.push(`without the properties ${lost.map(({ name }) => name).join(', ')}`);
  if (asked.ttlSeconds !== held.ttlSeconds)
    parts.push(`with a TTL of ${held.ttlSeconds} s instead of ${asked.ttlSeconds} s`);
  return `held ${parts.join(', ')}`;
}
