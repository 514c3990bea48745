import type { Endpoint } from '../../model/endpoint.ts';
import { endpointsForHostname } from '../../model/source-endpoint.ts';
import type { WrapperOptions } from '../wrapper-options.ts';

/**
 * `--default-targets`: they stand in for endpoints without targets, with `--force-default-targets` for all, and decide the
 * type. Name, TTL, properties, set identifier and labels stay. In `compat` the new endpoints forget their objects, as
 * upstream's do. (Upstream: `source/wrappers/multisource.go`.)
 */
export function defaultTargets(
  endpoints: readonly Endpoint[],
  options: WrapperOptions,
): readonly Endpoint[] {
  const { defaultTargets: targets, forceDefaultTargets, behavior } = options;
  if (targets.length === 0) return endpoints;
  return endpoints.flatMap((endpoint) => {
    if (endpoint.targets.length > 0 && !forceDefaultTargets) return endpoint;
    const { spelling, ttlSeconds, properties, setIdentifier, labels, objects } = endpoint;
    const made = endpointsForHostname(spelling, targets, {
      ttlSeconds,
      properties,
      setIdentifier,
      objects: behavior === 'compat' ? undefined : objects,
    });
    return made.map((one) => ({ ...one, labels }));
  });
}
