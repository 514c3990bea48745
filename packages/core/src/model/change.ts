import type { DnsName } from './dns-name.ts';
import type { Endpoint } from './endpoint.ts';

/** `record`: what somebody asked for. `marker`: what the registry keeps about it. */
export type ChangeRole = 'record' | 'marker';

/** One record set's change. `update` changes a record set in place: same name, type and set identifier on both sides. */
export type Change =
  | { readonly kind: 'create'; readonly after: Endpoint; readonly role: ChangeRole }
  | {
      readonly kind: 'update';
      readonly before: Endpoint;
      readonly after: Endpoint;
      readonly role: ChangeRole;
    }
  | { readonly kind: 'delete'; readonly before: Endpoint; readonly role: ChangeRole };

/**
 * Changes that belong together: one name's records with their markers. A provider writes a group whole or not at all where
 * its API can; else in the order given (the registry puts a marker first on create and last on delete).
 */
export interface ChangeGroup {
  readonly name: DnsName;
  readonly changes: readonly Change[];
}

/** The endpoint a change is about: the new one, or for a delete the old one. */
export function subject(change: Change): Endpoint {
  return change.kind === 'delete' ? change.before : change.after;
}
