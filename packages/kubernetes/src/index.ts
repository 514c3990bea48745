export type { KubeObject, ObjectMeta } from './model/kube-object.ts';
export { apiVersionOf, resourceKey, type ResourceType } from './model/resource-type.ts';
export { createMemoryReader } from './reader/memory-reader.ts';
export type { ListScope, Reader } from './reader/reader.ts';
export type { Cluster } from './source/cluster.ts';
export type { ObjectSource, ResourceNeed, StatusWriter } from './source/object-source.ts';
