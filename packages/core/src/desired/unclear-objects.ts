import type { ObjectState } from '../contract/source.ts';
import { checkDnsName, type DnsName } from '../model/dns-name.ts';
import { objectKey, type ObjectRef } from '../model/object-ref.ts';
import { resourcesOf } from './claim.ts';

/**
 * The objects of which one cannot tell what they want now. What they wanted before stays; the names that they lost are
 * remembered, for these are to be looked at again once it is clear.
 */
export interface UnclearObjects {
  /** The `resource` labels that these objects go by. */
  readonly resources: ReadonlySet<string>;
  /** After a report, with the names that it took away. Gives the names to look at again. */
  update(
    object: ObjectRef,
    state: ObjectState | undefined,
    lost: Iterable<DnsName>,
  ): Iterable<DnsName>;
}

interface Unclear {
  readonly resources: readonly string[];
  readonly lost: Set<DnsName>;
}

export function createUnclearObjects(): UnclearObjects {
  const objects = new Map<string, Unclear>();
  let resources: ReadonlySet<string> = new Set();
  return {
    get resources() {
      return resources;
    },
    update: (object, state, lost) => {
      const isUnclear = state !== undefined && !isClear(state);
      if (!isUnclear && objects.size === 0) return [];
      const key = objectKey(object);
      const before = objects.get(key);
      if (!isUnclear && before === undefined) return [];
      if (isUnclear) {
        const labels = state.endpoints.map((endpoint) => endpoint.labels['resource'] ?? []).flat();
        const names = new Set([...resourcesOf(object), ...labels]);
        objects.set(key, {
          resources: [...names],
          lost: new Set([...(before?.lost ?? []), ...lost]),
        });
      } else {
        objects.delete(key);
      }
      resources = new Set([...objects.values()].flatMap((unclear) => unclear.resources));
      return isUnclear ? [] : (before?.lost ?? []);
    },
  };
}

function isClear(state: ObjectState): boolean {
  return (
    state.problems?.some((problem) => problem.stopsRun) !== true &&
    state.endpoints.every((endpoint) => checkDnsName(endpoint.spelling) === undefined)
  );
}
