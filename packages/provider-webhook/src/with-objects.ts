import { recordKey, type Endpoint } from '@org/dns-core';

/**
 * Kubernetes objects do not travel: they are put back by name, type and set identifier. What came back as it went is what
 * went: a second copy of every text would be kept for as long as its record is.
 */
export function withObjects(
  adjusted: readonly Endpoint[],
  desired: readonly Endpoint[],
): Endpoint[] {
  const sent = new Map(desired.map((endpoint) => [identity(endpoint), endpoint]));
  return adjusted.map((endpoint) => {
    const known = sent.get(identity(endpoint));
    if (known === undefined) return endpoint;
    return isAsSent(endpoint, known)
      ? { ...known, properties: endpoint.properties }
      : { ...endpoint, objects: known.objects };
  });
}

function identity({ name, type, setIdentifier }: Endpoint): string {
  return recordKey(name, type, setIdentifier);
}

/** But for the properties, of which an empty list comes back as none. */
function isAsSent(a: Endpoint, b: Endpoint): boolean {
  return (
    a.spelling === b.spelling &&
    a.ttlSeconds === b.ttlSeconds &&
    isSameList(a.targets, b.targets) &&
    hasSameLabels(a.labels, b.labels)
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function hasSameLabels(a: Endpoint['labels'], b: Endpoint['labels']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
