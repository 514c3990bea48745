import { ProviderError } from '../contract/provider-error.ts';
import type { GroupOutcome } from '../contract/provider.ts';
import { subject, type Change, type ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Zone } from '../model/zone.ts';
import { placeOf } from '../registry/ownership-index.ts';
import type { Decoded } from '../registry/registry.ts';
import { isRefusal } from './apply-bisecting.ts';
import { applyGroups } from './apply-groups.ts';
import { zonesOfChange } from './apply-to-zones.ts';
import { deletionsOf } from './judge.ts';
import { nextTurn } from './next-turn.ts';
import type { PassContext } from './pass.ts';
import type { StrayMarker } from './stray-markers.ts';
import { shownZone, type Unit } from './unit.ts';

export interface UnitWrite {
  /** Changes of records that may go. */
  readonly changes: readonly Change[];
  /** Markers to remove that belong to no change. */
  readonly strays: readonly StrayMarker[];
  readonly decoded: Decoded;
  /** The pass is about this name. */
  readonly covers: (name: DnsName) => boolean;
  /** Names whose deletions a person let go; they do not count against the limits. */
  readonly released: ReadonlySet<DnsName>;
}

export interface WriteResult {
  readonly wrote: boolean;
  /** What the whole zone waits for: a rate limit, credentials, a zone that is gone. */
  readonly failure: ProviderError | undefined;
  /** The names that were not written because of it. */
  readonly unwritten: readonly DnsName[];
}

/** Names that failed together so often are searched for the one that spoils it for the others. */
const searchAfterFailures = 2;

/** Adds the markers, leaves out what is in quarantine, writes, and keeps account of what became of every group. */
export async function writeUnit(
  unit: Unit,
  write: UnitWrite,
  context: PassContext,
): Promise<WriteResult> {
  const { options, signal } = context;
  releaseSolved(unit, write, context);
  if (options.dryRun) return nothingWritten;
  const isSafe = options.behavior === 'safe';
  const size = isSafe ? context.batchGroups : Infinity;
  const taken = new Set<string>();
  const slices = slicesOf(write, size);
  const encode = (slice: Slice): readonly ChangeGroup[] =>
    groupsOf(unit, slice, write.decoded, context).filter(
      (group) => !unit.state.deferred.holdsBack(group) && (!isSafe || takePlaces(group, taken)),
    );
  const encodeLater = async (slice: Slice | undefined): Promise<readonly ChangeGroup[]> => {
    if (slice === undefined) return [];
    // The write of the slice before it gets on its way first.
    await nextTurn(options.clock);
    await nextTurn(options.clock);
    return encode(slice);
  };
  let wrote = false;
  let groups = slices[0] === undefined ? [] : encode(slices[0]);
  for (const at of slices.keys()) {
    if (signal.aborted) break;
    const [result, next] = await Promise.all([
      groups.length === 0 ? nothingWritten : writeGroups(unit, groups, write.released, context),
      encodeLater(slices[at + 1]),
    ]);
    groups = next;
    wrote ||= result.wrote;
    if (result.failure !== undefined) {
      const rest = slices.slice(at + 1).flatMap(({ changes }) => changes);
      const left = new Set([...result.unwritten, ...rest.map((change) => subject(change).name)]);
      return { wrote, failure: result.failure, unwritten: [...left] };
    }
  }
  return { wrote, failure: undefined, unwritten: [] };
}

const nothingWritten: WriteResult = { wrote: false, failure: undefined, unwritten: [] };

async function writeGroups(
  unit: Unit,
  groups: readonly ChangeGroup[],
  released: ReadonlySet<DnsName>,
  context: PassContext,
): Promise<WriteResult> {
  const { options, reader } = context;
  const startedMs = options.clock.now();
  const outcomes = await applyGroups(groups, {
    provider: options.provider,
    zonesOf: zonesOf(unit, context),
    maxConcurrentZones: context.maxConcurrentZones,
    batchGroups: groups.length,
    searchTransient: groups.some(
      ({ name }) => (unit.state.deferred.get(name)?.failures ?? 0) >= searchAfterFailures,
    ),
    onOutcome: (zone, part, outcome) => {
      if (outcome.outcome === 'applied') reader.written(zone, part.changes);
      else if (outcome.outcome === 'unknown' || !options.provider.capabilities.atomicGroups) {
        reader.forget(zone, new Set(part.changes.map((change) => subject(change).name)));
      }
    },
    signal: context.signal,
    writeSignal: context.writeSignal,
  });
  return settle(unit, groups, outcomes, released, startedMs, context);
}

interface Slice {
  readonly changes: readonly Change[];
  readonly strays: readonly StrayMarker[];
}

/** So many names at a time: what is written first need not be held in memory until the last is. Names are never split. */
function slicesOf(write: UnitWrite, size: number): readonly Slice[] {
  const byName = Map.groupBy(write.strays, ({ name }) => name);
  const slices: Slice[] = [];
  let changes: Change[] = [];
  let strays: StrayMarker[] = [];
  let names = 0;
  let last: DnsName | undefined;
  for (const change of write.changes) {
    const { name } = subject(change);
    if (name !== last) {
      if (names === size) {
        slices.push({ changes, strays });
        changes = [];
        strays = [];
        names = 0;
      }
      names += 1;
      last = name;
      strays.push(...(byName.get(name) ?? []));
      byName.delete(name);
    }
    changes.push(change);
  }
  for (const rest of byName.values()) strays.push(...rest);
  return [...slices, { changes, strays }];
}

/** Two records of one pass cannot have one marker; the registry sees to that within a slice, this between slices. */
function takePlaces(group: ChangeGroup, taken: Set<string>): boolean {
  const places: string[] = [];
  for (const change of group.changes) {
    if (change.role === 'marker' && change.kind === 'create') {
      const { name, setIdentifier } = change.after;
      places.push(placeOf(name, setIdentifier));
    }
  }
  if (places.some((place) => taken.has(place))) return false;
  for (const place of places) taken.add(place);
  return true;
}

/** What had failed and is not to be written any more is no obstacle any more. */
function releaseSolved(unit: Unit, write: UnitWrite, context: PassContext): void {
  const { deferred } = unit.state;
  if (deferred.size === 0) return;
  const open = new Set(write.changes.map((change) => subject(change).name));
  for (const { name } of write.strays) open.add(name);
  for (const { name } of deferred.all()) {
    if (!write.covers(name) || open.has(name)) continue;
    deferred.clear(name);
    context.problems.set(quarantinePlace(unit, name), []);
  }
}

function groupsOf(
  unit: Unit,
  slice: Slice,
  decoded: Decoded,
  context: PassContext,
): readonly ChangeGroup[] {
  const { options } = context;
  const groups = new Map<DnsName, ChangeGroup>();
  for (const group of options.registry.encode(slice.changes, decoded)) {
    groups.set(group.name, group);
  }
  // A marker has one group with the record that it spoke of, so that both go one way.
  for (const { name, change } of slice.strays) {
    const known = groups.get(name)?.changes ?? [];
    if (known.some((other) => isSamePlace(other, change))) continue;
    groups.set(name, { name, changes: [...known, change] });
  }
  if (options.behavior === 'safe') return [...groups.values()];
  const zonesFor = zonesOf(unit, context);
  return [...groups.values()]
    .map((group) => ({
      name: group.name,
      // Upstream's providers leave out what lies in none of their zones.
      changes: group.changes.filter((change) => zonesFor(change).length > 0),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function isSamePlace(change: Change, stray: Change): boolean {
  const [a, b] = [subject(change), subject(stray)];
  return a.name === b.name && a.type === b.type && a.setIdentifier === b.setIdentifier;
}

function zonesOf(unit: Unit, context: PassContext): (change: Change) => readonly Zone[] {
  const placement = context.placement();
  const [zone] = unit.zones;
  if (context.options.behavior === 'compat' || zone === undefined) {
    return (change) => zonesOfChange(context.options.provider, placement.index, change);
  }
  return (change) => placement.zonesOfChange(zone, change);
}

function settle(
  unit: Unit,
  groups: readonly ChangeGroup[],
  outcomes: readonly GroupOutcome[],
  released: ReadonlySet<DnsName>,
  startedMs: number,
  context: PassContext,
): WriteResult {
  const { options } = context;
  const zone = shownZone(unit);
  const written: Change[] = [];
  const failed: { readonly group: ChangeGroup; readonly error: ProviderError }[] = [];
  for (const [at, group] of groups.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) continue;
    if (outcome.outcome === 'applied') {
      for (const change of group.changes) written.push(change);
      account(unit, group, released, context);
    } else {
      if (outcome.outcome === 'unknown') {
        context.unfinished.remember(group.changes, options.registry.owner);
      }
      failed.push({ group, error: outcome.error });
    }
  }
  if (written.length > 0) {
    const durationMs = options.clock.now() - startedMs;
    options.observe({ kind: 'applied', zone, changes: written, durationMs });
  }
  for (const [error, ofError] of Map.groupBy(failed, (one) => one.error)) {
    const changes = ofError.flatMap(({ group }) => group.changes);
    options.observe({ kind: 'failed', zone, changes, error });
  }
  const failure = failed.find(({ error }) => concernsZone(error))?.error;
  const draw = context.random();
  for (const { group, error } of failed) {
    if (failure === undefined || isRefusal(error)) defer(unit, group, error, () => draw, context);
  }
  const unwritten =
    failure === undefined
      ? []
      : failed.filter(({ error }) => !isRefusal(error)).map(({ group }) => group.name);
  const wrote = written.length > 0 || failed.some(mayHaveWritten);
  unit.state.hasWritten ||= wrote;
  return { wrote, failure, unwritten };
}

function mayHaveWritten({ error }: { readonly error: ProviderError }): boolean {
  return error.mayHaveWritten;
}

/** Waiting for the zone helps, trying other names does not. */
function concernsZone(error: ProviderError): boolean {
  return (
    error.reason === 'unauthorized' ||
    error.reason === 'not-found' ||
    (error.reason === 'transient' && error.retryAfterMs !== undefined)
  );
}

function account(
  unit: Unit,
  group: ChangeGroup,
  released: ReadonlySet<DnsName>,
  context: PassContext,
): void {
  const { options } = context;
  const { state } = unit;
  const records = group.changes.filter(({ role }) => role === 'record');
  for (const { kind } of records) {
    if (kind === 'create') state.owned += 1;
    else if (kind === 'delete') state.owned = Math.max(0, state.owned - 1);
  }
  if (!released.has(group.name)) {
    state.deletions.add(options.clock.now(), deletionsOf(records));
  }
  context.unfinished.forget(group.name);
  if (state.deferred.clear(group.name)?.refused === true) {
    context.problems.set(quarantinePlace(unit, group.name), []);
  }
}

function defer(
  unit: Unit,
  group: ChangeGroup,
  error: ProviderError,
  random: () => number,
  context: PassContext,
): void {
  const refused = isRefusal(error);
  const { untilMs } = unit.state.deferred.defer(group, refused, error, random);
  if (!refused) return;
  const { name } = group;
  context.options.observe({ kind: 'quarantined', zone: shownZone(unit), name, error, untilMs });
  const objects = group.changes.flatMap((change) => subject(change).objects);
  const problem = {
    code: 'refused',
    message: `${name}: the provider refuses it: ${error.message}`,
  };
  context.problems.set(
    quarantinePlace(unit, name),
    objects.length === 0 ? [problem] : objects.map((object) => ({ ...problem, object })),
  );
}

/** Where the ledger keeps what the provider said about a name. */
function quarantinePlace(unit: Unit, name: DnsName): string {
  return `refused ${unit.id} ${name}`;
}
