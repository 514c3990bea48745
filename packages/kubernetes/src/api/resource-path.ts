import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';

export interface ResourceName {
  /** Absent or `''`: every namespace, or a cluster-scoped object. */
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** The URL path under which the API server serves a resource, one object of it, or a part of that. */
export function resourcePath(type: ResourceType, at: ResourceName = {}): string {
  return [
    type.group === '' ? '/api' : '/apis',
    apiVersionOf(type),
    ...(at.namespace && type.namespaced ? ['namespaces', encodeURIComponent(at.namespace)] : []),
    type.plural,
    ...(at.name ? [encodeURIComponent(at.name)] : []),
    ...(at.subresource ? [at.subresource] : []),
  ].join('/');
}
