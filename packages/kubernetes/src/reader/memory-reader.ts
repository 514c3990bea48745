import type { KubeObject } from '../model/kube-object.ts';
import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';
import type { ListScope, Reader } from './reader.ts';

/** A reader over a plain list of objects, for tests of sources: no cluster, no tracking. */
export function createMemoryReader(
  objects: readonly KubeObject[],
  addresses: Readonly<Record<string, readonly string[]>> = {},
): Reader {
  const namespaceOf = (object: KubeObject) => object.metadata.namespace ?? '';
  const order = (a: KubeObject, b: KubeObject) =>
    compare(namespaceOf(a), namespaceOf(b)) || compare(a.metadata.name, b.metadata.name);
  const matching = (type: ResourceType, scope: ListScope) =>
    objects
      .filter(
        (object) =>
          object.kind === type.kind &&
          object.apiVersion === apiVersionOf(type) &&
          (!scope.namespace || namespaceOf(object) === scope.namespace) &&
          Object.entries(scope.labels ?? {}).every(
            ([key, value]) => object.metadata.labels?.[key] === value,
          ),
      )
      .sort(order);
  return {
    get: <T extends KubeObject>(type: ResourceType, namespace: string, name: string) =>
      matching(type, { namespace }).find((object) => object.metadata.name === name) as
        | T
        | undefined,
    list: <T extends KubeObject>(type: ResourceType, scope: ListScope = {}) =>
      matching(type, scope) as readonly KubeObject[] as readonly T[],
    resolve: (hostname) => addresses[hostname] ?? [],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
