import { isDeepStrictEqual } from 'node:util';
import {
  plan,
  subject,
  type Change,
  type ChangeGroup,
  type Decoded,
  type Endpoint,
} from '../src/index.ts';
import type { CorpusCase } from './corpus-case.ts';
import { apply, put, stepsOf, storeOf, type Store } from './corpus-run.ts';
import { settingsOf, type CorpusSettings } from './corpus-settings.ts';
import { desiredFrom, endpointFrom } from './record-json.ts';

/** What a world shows against the promises of `safe`, one sentence each; none where it keeps them. */
export function brokenPromises(given: CorpusCase): readonly string[] {
  const store = storeOf(given);
  return stepsOf(given).flatMap(({ args, records, desired }) => {
    put(store, records);
    if (desired === undefined) return [];
    const settings = settingsOf('safe', args, given.env, given.filters);
    const pass = (): { readonly decoded: Decoded; readonly groups: readonly ChangeGroup[] } =>
      decide(settings, store, desired.map(desiredFrom));
    const first = pass();
    const changes = first.groups.flatMap((group) => group.changes);
    const parts = differingParts(settings, store, desired.map(desiredFrom), first.groups);
    apply(store, changes);
    const second = pass();
    apply(
      store,
      second.groups.flatMap((group) => group.changes),
    );
    const third = pass();
    const written = new Set(changes.filter(isOfRecord).map(keyOf));
    return [
      ...parts,
      ...touchedForeign(settings, first.decoded, changes),
      ...unownedCreates(settings, second.decoded, changes),
      ...cnameNeighbours(second.decoded, changes),
      // A record may wait for a pass until the place of its marker is free; none is written twice.
      ...second.groups
        .flatMap((group) => group.changes)
        .filter((change) => isOfRecord(change) && written.has(keyOf(change)))
        .map((change) => `a second pass changes ${keyOf(change)}`),
      ...third.groups.map(({ name }) => `a third pass changes ${name}`),
    ];
  });
}

function isOfRecord({ role }: Change): boolean {
  return role === 'record';
}

function keyOf(change: Change): string {
  const { name, type, setIdentifier } = subject(change);
  return `${name} ${type} ${setIdentifier}`;
}

function decide(
  { registry, input }: CorpusSettings,
  store: Store,
  desired: readonly Endpoint[],
): { readonly decoded: Decoded; readonly groups: readonly ChangeGroup[] } {
  return decideFrom(
    { registry, input },
    [...store.values()].map(endpointFrom),
    desired,
    () => true,
  );
}

/** Decides for the names that `isAsked` accepts; `records` holds them with all their `markerNames`. */
function decideFrom(
  { registry, input }: CorpusSettings,
  records: readonly Endpoint[],
  desired: readonly Endpoint[],
  isAsked: (endpoint: Endpoint) => boolean,
): { readonly decoded: Decoded; readonly groups: readonly ChangeGroup[] } {
  const decoded = registry.decode(records);
  const { changes } = plan({
    ...input,
    current: decoded.endpoints.filter(isAsked),
    desired: desired.filter(isAsked),
    repairs: decoded.repairs,
    refuse: (endpoint) => registry.refuse?.(endpoint, decoded),
  });
  return { decoded, groups: registry.encode(changes, decoded) };
}

/** What is decided for one name alone has to be what is decided for it among all. */
function differingParts(
  settings: CorpusSettings,
  store: Store,
  desired: readonly Endpoint[],
  whole: readonly ChangeGroup[],
): readonly string[] {
  const records = [...store.values()].map(endpointFrom);
  const names = new Set([...records, ...desired].map((endpoint) => endpoint.name));
  return [...names].flatMap((name) => {
    const read = new Set([
      name,
      ...settings.registry.markerNames(name, settings.input.managedTypes),
    ]);
    const part = decideFrom(
      settings,
      records.filter((record) => read.has(record.name)),
      desired,
      (endpoint) => endpoint.name === name,
    );
    const expected = whole.filter((group) => group.name === name);
    return isDeepStrictEqual(part.groups, expected) ? [] : [`a pass over ${name} alone differs`];
  });
}

function touchedForeign(
  { input: { owner, oldOwner } }: CorpusSettings,
  decoded: Decoded,
  changes: readonly Change[],
): readonly string[] {
  if (owner === '') return [];
  const ownerOfMarker = new Map(
    decoded.markers.map(({ record, labels }) => [record, labels['owner']]),
  );
  return changes.flatMap((change) => {
    if (change.kind === 'create') return [];
    const { before, role } = change;
    const holder = role === 'marker' ? ownerOfMarker.get(before) : before.labels['owner'];
    if (holder === owner || (holder !== undefined && holder === oldOwner)) return [];
    return [`${change.kind} of ${before.type} ${before.name} of owner ${holder}`];
  });
}

function unownedCreates(
  { input: { owner } }: CorpusSettings,
  after: Decoded,
  changes: readonly Change[],
): readonly string[] {
  if (owner === '') return [];
  return changes.flatMap((change) => {
    if (change.kind !== 'create' || change.role === 'marker') return [];
    const { name, type, setIdentifier } = change.after;
    const read = after.endpoints.find(
      (endpoint) =>
        endpoint.name === name &&
        endpoint.type === type &&
        endpoint.setIdentifier === setIdentifier,
    );
    return read?.labels['owner'] === owner ? [] : [`${type} ${name} was created but is not ours`];
  });
}

function cnameNeighbours(after: Decoded, changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'create' || change.role === 'marker') return [];
    const { name, type } = change.after;
    const isAddressType = (other: string): boolean => ['A', 'AAAA', 'CNAME'].includes(other);
    const neighbour = after.endpoints.find(
      (endpoint) =>
        endpoint.name === name &&
        isAddressType(endpoint.type) &&
        isAddressType(type) &&
        (endpoint.type === 'CNAME') !== (type === 'CNAME'),
    );
    return neighbour === undefined ? [] : [`${type} ${name} was created beside ${neighbour.type}`];
  });
}
