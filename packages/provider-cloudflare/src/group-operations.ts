import type { Change, ChangeGroup, DnsName, Endpoint } from '@org/dns-core';
import { heldTarget } from './content.ts';
import { hasSettings, targetKey, toBody } from './convert.ts';
import type { CloudflareRecord, RecordBody } from './record.ts';

/** What is done to one record. */
export type Operation =
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'patch'; readonly id: string; readonly body: RecordBody }
  | { readonly kind: 'post'; readonly body: RecordBody };

/** Records by name; a name that is not in it was not read. */
export type Held = ReadonlyMap<DnsName, readonly CloudflareRecord[]>;

/**
 * What makes a group's records as they are wanted, in the order of its changes. Records that are there as wanted are left alone, a
 * record whose data is not wanted any more becomes one that is, and only data that the change knows of is deleted: what somebody
 * else added meanwhile stays. A name that was not read holds nothing as far as this goes.
 */
export function operationsOf(group: ChangeGroup, held: Held): readonly Operation[] {
  return group.changes.flatMap((change) => operationsOfChange(change, held));
}

function operationsOfChange(change: Change, held: Held): readonly Operation[] {
  const before = change.kind === 'create' ? undefined : change.before;
  const after = change.kind === 'delete' ? undefined : change.after;
  const { name, type } = after ?? (before as Endpoint);
  const present = new Map<string, CloudflareRecord>();
  for (const record of held.get(name) ?? [])
    if (record.type === type) present.set(targetKey(type, heldTarget(record)), record);
  const wanted = new Map((after?.targets ?? []).map((target) => [targetKey(type, target), target]));
  const spare = (before?.targets ?? [])
    .map((target) => targetKey(type, target))
    .filter((key) => !wanted.has(key))
    .map((key) => present.get(key))
    .filter((record) => record !== undefined);

  const operations: Operation[] = [];
  if (after !== undefined) {
    for (const [key, target] of wanted) {
      const body = toBody(after, target);
      const record = present.get(key);
      if (record !== undefined) {
        if (!hasSettings(record, body)) operations.push({ kind: 'patch', id: record.id, body });
        continue;
      }
      const reused = spare.shift();
      operations.push(
        reused === undefined ? { kind: 'post', body } : { kind: 'patch', id: reused.id, body },
      );
    }
  }
  return [...spare.map(({ id }): Operation => ({ kind: 'delete', id })), ...operations];
}

/** The names whose records have to be known before the group can be written: all of which something is changed or removed. */
export function namesToRead({ changes }: ChangeGroup): readonly DnsName[] {
  return changes.flatMap((change) => (change.kind === 'create' ? [] : [change.before.name]));
}

/** Every name that the group writes to. */
export function namesOf({ changes }: ChangeGroup): readonly DnsName[] {
  return changes.map((change) =>
    change.kind === 'delete' ? change.before.name : change.after.name,
  );
}
