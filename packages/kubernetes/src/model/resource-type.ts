/** One kind of resource as the API server serves it. */
export interface ResourceType {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** The identity of a resource in caches: `group/version/plural`. */
export function resourceKey(type: ResourceType): string {
  return `${type.group}/${type.version}/${type.plural}`;
}
