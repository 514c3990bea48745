/** The Kubernetes object (or its like) that something came from. */
export interface ObjectRef {
  /** The source that reported it, such as `service`. */
  readonly source: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** `''` for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
}

/** The identity of an object within one process: `source/kind/namespace/name`. */
export function objectKey(ref: ObjectRef): string {
  // Joined, because V8 keeps what a template was made of beside the text, and indexes keep such keys.
  return [ref.source, ref.kind, ref.namespace, ref.name].join('/');
}
