import { compareText } from './compare-text.ts';
import type { Endpoint } from './endpoint.ts';
import { objectKey, type ObjectRef } from './object-ref.ts';
import { newTargets } from './targets.ts';

/**
 * Several objects' endpoints as one list: endpoints of one name, type, set identifier and TTL become one that holds all
 * their targets and keeps the first one's labels and properties. A CNAME or DNAME is merged with its equals only, and
 * dropped without a target. Sorted by name, type, set identifier, TTL and targets. (Upstream's `MergeEndpoints`.)
 */
export function mergeEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  // Most names have one endpoint with one target, where there is nothing to merge.
  if (endpoints.length === 1 && endpoints[0]?.targets.length === 1) return endpoints;
  const merged = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const isAlias = endpoint.type === 'CNAME' || endpoint.type === 'DNAME';
    if (isAlias && endpoint.targets.length === 0) continue;
    const key = JSON.stringify([
      endpoint.spelling,
      endpoint.type,
      endpoint.setIdentifier,
      endpoint.ttlSeconds,
      isAlias ? endpoint.targets[0] : '',
    ]);
    const group = merged.get(key);
    if (group === undefined) merged.set(key, [endpoint]);
    else group.push(endpoint);
  }
  return Array.from(merged.values(), mergeGroup).sort(compareEndpoints);
}

function mergeGroup(group: readonly Endpoint[]): Endpoint {
  const [first] = group as [Endpoint];
  return {
    ...first,
    targets: newTargets(group.flatMap((endpoint) => endpoint.targets)),
    objects: group.length === 1 ? first.objects : uniteObjects(group),
  };
}

/** All objects of some endpoints, each once, in the order given. */
export function uniteObjects(endpoints: readonly Endpoint[]): readonly ObjectRef[] {
  const byKey = new Map<string, ObjectRef>();
  for (const object of endpoints.flatMap((endpoint) => endpoint.objects)) {
    const key = objectKey(object);
    if (!byKey.has(key)) byKey.set(key, object);
  }
  return [...byKey.values()];
}

/** The order in which endpoints are listed: by spelling, type, set identifier, TTL, targets. */
export function compareEndpoints(a: Endpoint, b: Endpoint): number {
  return (
    compareText(a.name, b.name) ||
    compareText(a.spelling, b.spelling) ||
    compareText(a.type, b.type) ||
    compareText(a.setIdentifier, b.setIdentifier) ||
    a.ttlSeconds - b.ttlSeconds ||
    compareText(a.targets.join('\n'), b.targets.join('\n'))
  );
}
