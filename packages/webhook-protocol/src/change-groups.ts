import {
  groupOf,
  recordKey,
  toDnsName,
  type Change,
  type ChangeGroup,
  type ChangeRole,
  type DnsName,
  type Endpoint,
} from '@org/dns-core';
import type { WebhookChanges } from './changes-codec.ts';

/** Groups as one body, in the order in which upstream sends them: in each list first the records, then their markers. */
export function toWebhookChanges(groups: readonly ChangeGroup[]): WebhookChanges {
  const lists = {
    create: [] as Endpoint[],
    updateOld: [] as Endpoint[],
    updateNew: [] as Endpoint[],
    delete: [] as Endpoint[],
  };
  for (const role of ['record', 'marker'] as const) {
    for (const group of groups) {
      for (const change of group.changes) {
        if (change.role !== role) continue;
        if (change.kind === 'create') lists.create.push(change.after);
        else if (change.kind === 'delete') lists.delete.push(change.before);
        else {
          lists.updateOld.push(change.before);
          lists.updateNew.push(change.after);
        }
      }
    }
  }
  return lists;
}

/**
 * A body as groups, one per name that is asked for. TXT records that the TXT registry marks as somebody's (`ownedRecord`) join
 * the group of that name. Updates pair by identity (name, type, set identifier), not by index, because a client may have lost
 * one; an old or new side without a partner is a delete or a create. The changes of a group stand in the order in which they
 * are safe to write one by one.
 */
export function fromWebhookChanges(changes: WebhookChanges): readonly ChangeGroup[] {
  const groups = new Map<DnsName, Change[]>();
  const add = (change: Change, endpoint: Endpoint): void => {
    const owned = endpoint.labels['ownedRecord'];
    const name = owned === undefined ? endpoint.name : toDnsName(owned);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [change]);
    else group.push(change);
  };
  const olds = new Map<string, Endpoint[]>();
  for (const before of changes.updateOld) {
    const same = olds.get(identity(before));
    if (same === undefined) olds.set(identity(before), [before]);
    else same.push(before);
  }
  for (const before of changes.delete)
    add({ kind: 'delete', before, role: roleOf(before) }, before);
  for (const after of changes.updateNew) {
    const before = olds.get(identity(after))?.shift();
    if (before === undefined) add({ kind: 'create', after, role: roleOf(after) }, after);
    else add({ kind: 'update', before, after, role: roleOf(after) }, after);
  }
  for (const rest of olds.values())
    for (const before of rest) add({ kind: 'delete', before, role: roleOf(before) }, before);
  for (const after of changes.create) add({ kind: 'create', after, role: roleOf(after) }, after);
  return Array.from(groups, ([name, list]) => groupOf(name, list));
}

function roleOf(endpoint: Endpoint): ChangeRole {
  return endpoint.labels['ownedRecord'] === undefined ? 'record' : 'marker';
}

function identity(endpoint: Endpoint): string {
  return recordKey(endpoint.name, endpoint.type, endpoint.setIdentifier);
}
