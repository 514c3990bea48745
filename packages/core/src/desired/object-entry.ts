import type { ObjectState } from '../contract/source.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { ObjectRef } from '../model/object-ref.ts';

/** What is kept of one object: one small record, whose endpoints lie sorted by name so that no map is needed to find them. */
export interface ObjectEntry {
  object: ObjectRef;
  /** Sorted by name; in the order reported within one name. */
  endpoints: readonly Endpoint[];
  waiting: readonly DnsName[];
  createdMs: number | undefined;
}

const noNames: readonly DnsName[] = Object.freeze([]);

export function createEntry(object: ObjectRef, state: ObjectState): ObjectEntry {
  const { endpoints, waiting, createdMs } = state;
  const [first] = endpoints;
  const [named] = first?.objects ?? [];
  return {
    // One reference is enough where the endpoints name the object themselves.
    object: isSameObject(object, named) ? named : object,
    endpoints: endpoints.length > 1 ? endpoints.toSorted(byName) : endpoints,
    waiting: waiting === undefined || waiting.length === 0 ? noNames : waiting,
    createdMs,
  };
}

function byName(a: Endpoint, b: Endpoint): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The entry's endpoints of one name: a binary search. */
export function endpointsAt(entry: ObjectEntry, name: DnsName): readonly Endpoint[] {
  const { endpoints } = entry;
  if (endpoints.length === 1 && endpoints[0]?.name === name) return endpoints;
  let [low, high] = [0, endpoints.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((endpoints[middle]?.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (endpoints[end]?.name === name) end++;
  return endpoints.slice(low, end);
}

/** Every name that the entry speaks of, each once. */
export function namesOf(entry: ObjectEntry): Iterable<DnsName> {
  const [only] = entry.endpoints;
  const isAlone = entry.endpoints.length === 1 && entry.waiting.length === 0;
  if (isAlone && only !== undefined) return [only.name];
  return new Set([...entry.endpoints.map((endpoint) => endpoint.name), ...entry.waiting]);
}

/** The names about which two entries of one object say different things. */
export function changedNames(before: ObjectEntry, after: ObjectEntry): Iterable<DnsName> {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  if (before.createdMs !== after.createdMs) return names;
  const [waited, waits] = [new Set(before.waiting), new Set(after.waiting)];
  return [...names].filter(
    (name) =>
      waited.has(name) !== waits.has(name) ||
      !areSame(endpointsAt(before, name), endpointsAt(after, name)),
  );
}

function areSame(a: readonly Endpoint[], b: readonly Endpoint[]): boolean {
  return a.length === b.length && a.every((endpoint, index) => isSame(endpoint, b[index]));
}

function isSame(a: Endpoint, b: Endpoint | undefined): boolean {
  if (a === b) return true;
  return (
    b !== undefined &&
    a.spelling === b.spelling &&
    a.type === b.type &&
    a.setIdentifier === b.setIdentifier &&
    a.ttlSeconds === b.ttlSeconds &&
    hasSameItems(a.targets, b.targets) &&
    hasSameLabels(a.labels, b.labels) &&
    hasSameProperties(a.properties, b.properties) &&
    hasSameObjects(a.objects, b.objects)
  );
}

function hasSameItems(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

function hasSameLabels(a: Endpoint['labels'], b: Endpoint['labels']): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function hasSameProperties(a: Endpoint['properties'], b: Endpoint['properties']): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(({ name, value }, index) => name === b[index]?.name && value === b[index].value)
  );
}

function hasSameObjects(a: readonly ObjectRef[], b: readonly ObjectRef[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((object, index) => isSameObject(object, b[index]));
}

function isSameObject(a: ObjectRef, b: ObjectRef | undefined): b is ObjectRef {
  if (a === b) return true;
  return (
    a.name === b?.name &&
    a.namespace === b.namespace &&
    a.kind === b.kind &&
    a.source === b.source &&
    a.apiVersion === b.apiVersion &&
    a.uid === b.uid
  );
}
