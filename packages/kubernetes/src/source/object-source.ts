import type { Endpoint, ObjectState } from '@org/dns-core';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';
import type { Reader } from '../reader/reader.ts';

/** A resource that a source reads, and how much of it. */
export interface ResourceNeed {
  readonly type: ResourceType;
  /** Absent or `''`: every namespace. */
  readonly namespace?: string;
  /** Sent to the API server with list and watch. */
  readonly labelSelector?: string;
  /**
   * The fields to keep, as paths such as `spec.type` or `status.loadBalancer.ingress` (a path keeps everything below it;
   * lists are passed through: `spec.rules.host` keeps `host` of every rule). Name, namespace, uid, generation, creation and
   * deletion time, labels and annotations are always kept, the last-applied annotation and `managedFields` never.
   * `'all'`: the whole object (a template can reach anything).
   */
  readonly fields: readonly string[] | 'all';
  /** Objects that are not kept at all, told by themselves alone (filters, controller annotation). */
  readonly keep?: (object: KubeObject) => boolean;
}

/** Writes that a source makes to the objects it was computed from. */
export interface StatusWriter {
  /** Merges `status` into the object's status subresource; retried, and never sent in a dry run. */
  writeStatus(
    type: ResourceType,
    object: KubeObject,
    status: Readonly<Record<string, unknown>>,
  ): void;
}

/**
 * A source as a pure function per object; `Cluster.source` makes it incremental. `endpoints` is called again when
 * the object or anything that it looked at through `reader` changes. Throwing is a bug: what is wrong with an object is a
 * problem in its state.
 */
export interface ObjectSource {
  readonly name: string;
  /** The resource whose objects want endpoints. */
  readonly primary: ResourceNeed;
  /** What else `endpoints` may look at. */
  readonly reads: readonly ResourceNeed[];
  endpoints(object: KubeObject, reader: Reader): ObjectState;
  /** How endpoints of one name from several objects become one list; absent: `mergeEndpoints` of core. */
  readonly merge?: (endpoints: readonly Endpoint[]) => readonly Endpoint[];
  /** Called after an object was computed anew, for sources that write a status. */
  readonly computed?: (object: KubeObject, state: ObjectState, writer: StatusWriter) => void;
}
