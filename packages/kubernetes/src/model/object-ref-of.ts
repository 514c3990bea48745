import type { ObjectRef } from '@org/dns-core';
import type { KubeObject } from './kube-object.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';

/** The reference of an object that a source reports. */
export function objectRefOf(source: string, type: ResourceType, object: KubeObject): ObjectRef {
  const { name, namespace = '', uid } = object.metadata;
  return {
    source,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    namespace,
    name,
    ...(uid === undefined ? {} : { uid }),
  };
}
