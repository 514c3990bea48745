import { propertyOf, recordKey, sameTargets, type Endpoint } from '@org/dns-core';

/** `www.example.org A 192.0.2.1 (ttl 300)`, for a sentence. */
function describeEndpoint(endpoint: Endpoint): string {
  const { name, type, targets, setIdentifier, ttlSeconds, properties } = endpoint;
  const facts = [
    ...(ttlSeconds > 0 ? [`ttl ${ttlSeconds}`] : []),
    ...(setIdentifier === '' ? [] : [`set ${setIdentifier}`]),
    ...properties.map((property) => `${property.name}=${property.value}`),
  ];
  const more = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `${name} ${type} ${targets.map((target) => shortened(target)).join(' + ')}${more}`;
}

export function describeAll(endpoints: readonly Endpoint[]): string {
  return endpoints.length === 0 ? 'nothing' : endpoints.map(describeEndpoint).toSorted().join('; ');
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}… (${text.length} characters)` : text;
}

export function identityOf({ name, type, setIdentifier }: Endpoint): string {
  return recordKey(name, type, setIdentifier);
}

/** How what was read differs from what was written, in the eyes of the planner; `undefined`: not at all. */
export function differenceOf(written: Endpoint, read: Endpoint): string | undefined {
  const same =
    written.type === 'TXT'
      ? JSON.stringify(written.targets.toSorted()) === JSON.stringify(read.targets.toSorted())
      : sameTargets(written.targets, read.targets);
  if (!same) return 'its targets';
  if (written.ttlSeconds > 0 && written.ttlSeconds !== read.ttlSeconds) return 'its TTL';
  const lost = written.properties.find(({ name, value }) => propertyOf(read, name) !== value);
  return lost === undefined ? undefined : `its property ${lost.name}`;
}
