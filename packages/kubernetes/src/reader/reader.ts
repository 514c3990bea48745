import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';

export interface ListScope {
  /** Absent or `''`: every namespace. */
  readonly namespace?: string;
  /** Only objects that carry all of these labels with these values. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Other objects, for a source that computes one. What is looked at is remembered: when it changes, exactly the objects that
 * looked at it are computed again. Answers come from the caches; order is by namespace, then name.
 */
export interface Reader {
  get<T extends KubeObject>(type: ResourceType, namespace: string, name: string): T | undefined;
  list<T extends KubeObject>(type: ResourceType, scope?: ListScope): readonly T[];
  /** The addresses of a host name; `undefined` while they are not known yet, an empty list when there are none. */
  resolve(hostname: string): readonly string[] | undefined;
}
