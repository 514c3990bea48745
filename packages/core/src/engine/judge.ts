import { subject, type Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { DeletionLimits } from './engine.ts';

/** Why the changes under a name are not made now. */
export interface Objection {
  readonly code: 'limits' | 'source-empty' | 'source-behind' | 'unclear';
  readonly reason: string;
}

/** Only a person can lift it; the others end by themselves. */
export function isHold({ code }: Objection): boolean {
  return code === 'limits' || code === 'source-empty';
}

export interface Withheld {
  readonly name: DnsName;
  readonly changes: readonly Change[];
  readonly objection: Objection;
  /** How many records of it would be gone. */
  readonly deletions: number;
}

export interface JudgeInput {
  /** Planned changes of records. */
  readonly changes: readonly Change[];
  /** Records in the zone that are ours. */
  readonly owned: number;
  /** Deletions made within the window. */
  readonly deletedBefore: number;
  /** Deletions held under names that this plan is not about. */
  readonly heldElsewhere: number;
  /** `undefined`: no limits. */
  readonly limits: DeletionLimits | undefined;
  /** Names that a person has let go. */
  readonly released: ReadonlySet<DnsName>;
  /** What speaks against taking this record away, or away from its holder; asked for deletions that replace nothing, and for takeovers. */
  readonly objectionTo: (record: Endpoint) => Objection | undefined;
}

export interface Verdict {
  readonly go: readonly Change[];
  readonly withheld: readonly Withheld[];
  /** Deletions among `go` that count against the limits from now on. */
  readonly counted: number;
}

interface NameChanges {
  readonly name: DnsName;
  readonly changes: Change[];
}

/**
 * Lets a plan pass but for what looks like a mistake: more deletions than the limits allow, and deletions on the word of a
 * source that is behind or suddenly empty. The changes under one name go together or not at all. An update and a change of
 * type are no deletions; a name that moves is.
 */
export function judge(input: JudgeInput): Verdict {
  // Nothing speaks against a record that is new, and the first pass over a large zone has no others.
  if (input.changes.every(({ kind }) => kind === 'create'))
    return { go: input.changes, withheld: [], counted: 0 };
  const withheld: Withheld[] = [];
  const pending: NameChanges[] = [];
  for (const group of byName(input.changes)) {
    const objection = input.released.has(group.name) ? undefined : firstObjection(group, input);
    if (objection === undefined) pending.push(group);
    else withheld.push({ ...group, objection, deletions: deletionsOf(group.changes) });
  }

  const counted = sum(pending, ({ name, changes }) =>
    input.released.has(name) ? 0 : deletionsOf(changes),
  );
  const objection = limitsObjection(input, counted);
  if (objection === undefined) {
    return { go: pending.flatMap(({ changes }) => changes), withheld, counted };
  }
  const go: Change[] = [];
  for (const group of pending) {
    const deletions = deletionsOf(group.changes);
    if (deletions === 0 || input.released.has(group.name)) go.push(...group.changes);
    else withheld.push({ ...group, objection, deletions });
  }
  return { go, withheld, counted: 0 };
}

function limitsObjection(input: JudgeInput, counted: number): Objection | undefined {
  const { limits } = input;
  if (limits === undefined || counted === 0) return undefined;
  const wave = counted + input.deletedBefore + input.heldElsewhere;
  const before = input.owned + input.deletedBefore;
  if (wave <= limits.count || wave <= limits.share * before) return undefined;
  const minutes = Math.round(limits.windowMs / 60_000);
  return {
    code: 'limits',
    reason: `${wave} of ${before} owned records would be deleted within ${minutes} minutes; more than ${limits.count} and more than ${Math.round(limits.share * 100)} % need a person's consent`,
  };
}

function firstObjection(group: NameChanges, input: JudgeInput): Objection | undefined {
  for (const change of group.changes) {
    if (change.kind === 'create') continue;
    const lost =
      change.kind === 'delete' ? !isReplaced(change.before, group.changes) : isTakeover(change);
    const objection = lost ? input.objectionTo(change.before) : undefined;
    if (objection !== undefined) return objection;
  }
  return undefined;
}

function isTakeover(change: Change & { kind: 'update' }): boolean {
  const holder = change.before.labels['resource'];
  return holder !== undefined && holder !== change.after.labels['resource'];
}

function isReplaced(gone: Endpoint, changes: readonly Change[]): boolean {
  return changes.some(
    (change) => change.kind === 'create' && change.after.setIdentifier === gone.setIdentifier,
  );
}

/** Deletions that leave nothing in the place of the record. */
export function deletionsOf(changes: readonly Change[]): number {
  return changes.filter((change) => change.kind === 'delete' && !isReplaced(change.before, changes))
    .length;
}

function byName(changes: readonly Change[]): readonly NameChanges[] {
  const groups = new Map<DnsName, NameChanges>();
  for (const change of changes) {
    const { name } = subject(change);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, { name, changes: [change] });
    else known.changes.push(change);
  }
  return [...groups.values()];
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
