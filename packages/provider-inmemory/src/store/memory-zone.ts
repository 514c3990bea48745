import {
  noObjects,
  sameTargets,
  type Change,
  type ChangeGroup,
  type DnsName,
  type Endpoint,
} from '@org/dns-core';

/** What may be looked up in a zone. */
export interface ZoneView {
  readonly name: DnsName;
  /** Grows with each write; the serial of the zone's SOA. */
  readonly serial: number;
  /** The record sets of exactly this name. */
  at(name: DnsName): readonly Endpoint[];
  /** Whether there is something at the name or below it; the zone's own name always exists. */
  exists(name: DnsName): boolean;
  /** Every record set. */
  all(): Iterable<Endpoint>;
}

export interface MemoryZone extends ZoneView {
  /**
   * Writes a group whole or not at all. Gives what stands in its way, as a sentence: a record to create that is there with
   * other content, a record to change that is not there or not as it was, one record twice. What is there already, or gone
   * already, is no obstacle. `written` holds the keys of this call; they are added to.
   */
  apply(group: ChangeGroup, written: Set<string>): string | undefined;
}

export function createMemoryZone(name: DnsName): MemoryZone {
  const records = new Map<DnsName, readonly Endpoint[]>();
  /** How many names with records are at a name or below it. */
  const weights = new Map<DnsName, number>();
  let serial = 1;

  function at(owner: DnsName): readonly Endpoint[] {
    return records.get(owner) ?? [];
  }

  function put(owner: DnsName, sets: readonly Endpoint[]): void {
    const had = records.has(owner);
    if (sets.length === 0) records.delete(owner);
    else records.set(owner, sets);
    const step = Number(sets.length > 0) - Number(had);
    if (step === 0) return;
    for (const ancestor of upTo(owner, name)) {
      const weight = (weights.get(ancestor) ?? 0) + step;
      if (weight === 0) weights.delete(ancestor);
      else weights.set(ancestor, weight);
    }
  }

  function apply(group: ChangeGroup, written: Set<string>): string | undefined {
    const staged = new Map<DnsName, readonly Endpoint[]>();
    const keys = new Set<string>();
    for (const change of group.changes) {
      const { name: owner } = subjectOf(change);
      const key = keyOf(subjectOf(change));
      if (keys.has(key) || written.has(key)) {
        return `${describe(subjectOf(change))} is changed twice in one go`;
      }
      keys.add(key);
      const sets = staged.get(owner) ?? at(owner);
      const obstacle = obstacleTo(change, sets);
      if (obstacle !== undefined) return obstacle;
      staged.set(owner, applied(change, sets));
    }
    for (const key of keys) written.add(key);
    for (const [owner, sets] of staged) put(owner, sets);
    serial += 1;
    return undefined;
  }

  return {
    name,
    get serial() {
      return serial;
    },
    at,
    exists: (owner) => owner === name || weights.has(owner),
    *all() {
      for (const sets of records.values()) yield* sets;
    },
    apply,
  };
}

/** The name and its ancestors, up to the zone's name. */
function* upTo(owner: DnsName, zone: DnsName): Iterable<DnsName> {
  for (let name = owner; name.length > zone.length; name = parentOf(name)) yield name;
  yield zone;
}

/** The name without its first label. */
export function parentOf(name: DnsName): DnsName {
  const dot = name.indexOf('.');
  return (dot < 0 ? '' : name.slice(dot + 1)) as DnsName;
}

function subjectOf(change: Change): Endpoint {
  return change.kind === 'delete' ? change.before : change.after;
}

function keyOf({ name, type, setIdentifier }: Endpoint): string {
  return JSON.stringify([name, type, setIdentifier]);
}

function describe({ spelling, type, setIdentifier }: Endpoint): string {
  return setIdentifier === '' ? `${type} ${spelling}` : `${type} ${spelling} (${setIdentifier})`;
}

function isSameSet(a: Endpoint, b: Endpoint): boolean {
  return a.type === b.type && a.setIdentifier === b.setIdentifier;
}

function hasSameContent(a: Endpoint, b: Endpoint): boolean {
  return (
    sameTargets(a.targets, b.targets) &&
    a.ttlSeconds === b.ttlSeconds &&
    JSON.stringify(a.properties) === JSON.stringify(b.properties)
  );
}

function obstacleTo(change: Change, sets: readonly Endpoint[]): string | undefined {
  const present = sets.find((set) => isSameSet(set, subjectOf(change)));
  const what = describe(subjectOf(change));
  if (change.kind === 'create') {
    return present === undefined || hasSameContent(present, change.after)
      ? undefined
      : `${what} is there already with other content; read the zone again`;
  }
  if (present === undefined) {
    return change.kind === 'delete'
      ? undefined
      : `${what} cannot be changed because it is not there; read the zone again`;
  }
  if (change.kind === 'update' && hasSameContent(present, change.after)) return undefined;
  const [expected] = change.before.targets;
  return expected === undefined || present.targets.includes(expected)
    ? undefined
    : `${what} has changed in between; read the zone again`;
}

function applied(change: Change, sets: readonly Endpoint[]): readonly Endpoint[] {
  const others = sets.filter((set) => !isSameSet(set, subjectOf(change)));
  return change.kind === 'delete' ? others : [...others, { ...change.after, objects: noObjects }];
}
