import type { Endpoint } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';
import { resourceLabel } from '../model/source-endpoint.ts';

/** What one object says about one name. */
export interface Claim {
  readonly object: ObjectRef;
  readonly createdMs: number | undefined;
  /** Those of this name only; may be empty. */
  readonly endpoints: readonly Endpoint[];
  /** It claims the name without a target for it. */
  readonly waiting: boolean;
}

/** An endpoint that was left out, and why. */
export interface Drop {
  readonly code:
    | 'invalid-name'
    | 'invalid-endpoint'
    | 'name-taken'
    | 'duplicate'
    | 'filtered'
    | 'untranslatable';
  readonly endpoint: Endpoint;
  /** A sentence for people. */
  readonly message: string;
}

export type OnDrop = (drop: Drop) => void;

/** Every way in which a `resource` label can name an object that has no endpoint to tell. */
export function resourcesOf(object: ObjectRef): readonly string[] {
  const { source, kind, namespace, name } = object;
  return [
    resourceLabel(kind, namespace, name),
    resourceLabel(source, namespace, name),
    `${kind.toLowerCase()}/${namespace}/${name}`,
  ];
}

/** The `resource` label that a claim's object goes by. */
export function resourceOf(claim: Claim): string {
  const { kind, namespace, name } = claim.object;
  return claim.endpoints[0]?.labels['resource'] ?? resourceLabel(kind, namespace, name);
}

/** Whether a `resource` label names the claim's object. */
export function isNamed(claim: Claim, resource: string): boolean {
  return (
    claim.endpoints.some((endpoint) => endpoint.labels['resource'] === resource) ||
    resourcesOf(claim.object).includes(resource)
  );
}
