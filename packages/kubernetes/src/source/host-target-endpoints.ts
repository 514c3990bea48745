import {
  createSourceEndpoint,
  mergeEndpoints,
  recordTypeOfTarget,
  type Endpoint,
  type ObjectRef,
} from '@org/dns-core';
import type { HostTarget } from '../templates/host-target.ts';

/** The endpoints of one object's `--fqdn-target-template`: merged, and without TTL, label, set identifier and properties. */
export function hostTargetEndpoints(
  pairs: readonly HostTarget[],
  object: ObjectRef,
): readonly Endpoint[] {
  return mergeEndpoints(
    pairs.flatMap(({ host, target }) => {
      const type = recordTypeOfTarget(target);
      return createSourceEndpoint({ name: host, type, targets: [target], objects: [object] }) ?? [];
    }),
  );
}
