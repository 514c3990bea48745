import type { Endpoint } from '../../model/endpoint.ts';
import { uniteObjects } from '../../model/merge-endpoints.ts';
import { newTargets } from '../../model/targets.ts';
import type { Behavior } from '../../plan/plan.ts';
import type { OnDrop } from '../claim.ts';
import { checkTargets } from './validity.ts';

/**
 * Valid endpoints, each once: those of one spelling, type, set identifier and targets are equal whatever their TTL and
 * properties, and the first stays, with the objects of all. (Upstream: `source/wrappers/dedupsource.go`.)
 */
export function deduplicate(
  endpoints: readonly Endpoint[],
  behavior: Behavior,
  onDrop: OnDrop,
): readonly Endpoint[] {
  if (endpoints.length === 1) return valid(endpoints, behavior, onDrop).map(withUniqueTargets);
  const kept = new Map<string, Endpoint>();
  for (const given of valid(endpoints, behavior, onDrop)) {
    const endpoint = withUniqueTargets(given);
    const { type, spelling, setIdentifier, targets } = endpoint;
    const key = JSON.stringify([type, spelling, setIdentifier, ...targets]);
    const first = kept.get(key);
    if (first === undefined) {
      kept.set(key, endpoint);
      continue;
    }
    kept.set(key, { ...first, objects: uniteObjects([first, endpoint]) });
    onDrop({
      code: 'duplicate',
      endpoint,
      message: `${spelling}: the same ${type} record is wanted by ${first.labels['resource'] ?? 'another object'}`,
    });
  }
  return [...kept.values()];
}

function valid(
  endpoints: readonly Endpoint[],
  behavior: Behavior,
  onDrop: OnDrop,
): readonly Endpoint[] {
  return endpoints.filter((endpoint) => {
    const drop = checkTargets(endpoint, behavior);
    if (drop !== undefined) onDrop(drop);
    return drop === undefined;
  });
}

function withUniqueTargets(endpoint: Endpoint): Endpoint {
  const { targets } = endpoint;
  return targets.length > 1 ? { ...endpoint, targets: newTargets(targets) } : endpoint;
}
