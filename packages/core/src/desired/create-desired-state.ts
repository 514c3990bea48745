import type { ObjectState } from '../contract/source.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { objectKey, type ObjectRef } from '../model/object-ref.ts';
import type { Problem } from '../model/problem.ts';
import { compareText } from '../model/compare-text.ts';
import { resourceOf, type Claim } from './claim.ts';
import type { Contribution, DesiredState, HolderOf, Wanted } from './desired-state.ts';
import { createDropReport } from './drop-report.ts';
import { createMultiIndex } from './multi-index.ts';
import { createNamePipeline, type MergingSource, type NameResult } from './name-pipeline.ts';
import {
  changedNames,
  createEntry,
  endpointsAt,
  namesOf,
  type ObjectEntry,
} from './object-entry.ts';
import { createReverseIndex } from './reverse-index.ts';
import { createUnclearObjects } from './unclear-objects.ts';
import type { WrapperOptions } from './wrapper-options.ts';
import { reverseEndpoints } from './wrappers/reverse-records.ts';

export interface DesiredStateOptions {
  /** In `--source` order; a source that is named twice counts twice, as upstream's does. */
  readonly sources: readonly MergingSource[];
  readonly wrappers: WrapperOptions;
}

type ForwardOf = (name: DnsName) => NameResult;

/**
 * An empty desired state.
 *
 * @throws RangeError when a NAT64 network is not an IPv6 prefix of length 96.
 */
export function createDesiredState(options: DesiredStateOptions): DesiredState {
  const { sources, wrappers } = options;
  const isSafe = wrappers.behavior === 'safe';
  const pipeline = createNamePipeline(sources, wrappers);
  const entries = new Map<string, ObjectEntry>();
  const byName = createMultiIndex<DnsName, ObjectEntry>();
  const reverse = createReverseIndex(wrappers);
  const unclear = createUnclearObjects();
  const reported = new Map<string, readonly Problem[]>();
  const counts = new Map<string, number>();
  let dirty = new Set<DnsName>();

  function report(object: ObjectRef, state: ObjectState | undefined): void {
    const key = objectKey(object);
    if (state?.problems === undefined || state.problems.length === 0) reported.delete(key);
    else reported.set(key, state.problems);
    const before = entries.get(key);
    const after = state === undefined ? undefined : createEntry(object, state);
    const isEmpty = after === undefined || after.endpoints.length + after.waiting.length === 0;
    const lost: DnsName[] = [];
    if (before === undefined) {
      if (!isEmpty) addEntry(key, after);
    } else {
      const entry = isEmpty ? { ...before, endpoints: [], waiting: [] } : after;
      for (const name of changedNames(before, entry)) {
        const isGone = replaceAt(name, before, entry);
        if (isGone) lost.push(name);
      }
      if (isEmpty) {
        entries.delete(key);
        count(object.source, -1);
      } else Object.assign(before, entry);
    }
    if (!isSafe) return;
    for (const name of unclear.update(object, state, lost)) dirty.add(name);
  }

  function count(source: string, by: number): void {
    counts.set(source, (counts.get(source) ?? 0) + by);
  }

  function addEntry(key: string, entry: ObjectEntry): void {
    entries.set(key, entry);
    count(entry.object.source, 1);
    for (const name of namesOf(entry)) {
      const others = wrappers.ptr ? byName.get(name) : [];
      byName.add(name, entry);
      touch(name, others, [], [entry]);
    }
  }

  /** Moves the index of one name from what an object said to what it says; whether it says nothing any more. */
  function replaceAt(name: DnsName, before: ObjectEntry, after: ObjectEntry): boolean {
    const endpoints = endpointsAt(after, name);
    const isGone = endpoints.length === 0 && !after.waiting.includes(name);
    const others = wrappers.ptr ? byName.get(name).filter((entry) => entry !== before) : [];
    touch(name, others, [before], [after]);
    if (isGone) byName.remove(name, before);
    else byName.add(name, before);
    return isGone;
  }

  /** A name is dirty, and with it the reverse names of the addresses that it had and has. */
  function touch(
    name: DnsName,
    others: readonly ObjectEntry[],
    before: readonly ObjectEntry[],
    after: readonly ObjectEntry[],
  ): void {
    dirty.add(name);
    if (!wrappers.ptr) return;
    const said = (entries: readonly ObjectEntry[]) => ({
      endpoints: entries.flatMap((entry) => endpointsAt(entry, name)),
      waiting: isSafe && entries.some((entry) => entry.waiting.includes(name)),
    });
    const touched = reverse.replace(
      name,
      said([...others, ...before]),
      said([...others, ...after]),
    );
    for (const reverseName of touched) dirty.add(reverseName);
  }

  /** Oldest first, so that what comes first does not depend on who reported first. */
  function claimsOn(name: DnsName): readonly Claim[] {
    const claims = byName.get(name).map((entry): Claim => ({
      object: entry.object,
      createdMs: entry.createdMs,
      endpoints: withObject(endpointsAt(entry, name), entry.object),
      waiting: isSafe && entry.waiting.includes(name),
    }));
    return claims.length < 2 ? claims : claims.sort(compareClaims);
  }

  function forwardWith(holderOf: HolderOf): ForwardOf {
    const known = new Map<DnsName, NameResult>();
    return (name) => {
      const found = known.get(name);
      if (found !== undefined) return found;
      const result = pipeline.forward(claimsOn(name), isSafe ? holderOf(name) : undefined);
      // Reverse names ask for the same forward names again.
      if (wrappers.ptr) known.set(name, result);
      return result;
    };
  }

  function reverseAt(name: DnsName, forward: ForwardOf): readonly Endpoint[] {
    if (!reverse.has(name)) return [];
    const endpoints = reverse.forwardNames(name).flatMap((other) => forward(other).endpoints);
    return reverseEndpoints(name, endpoints, wrappers);
  }

  function gather(names: Iterable<DnsName>, holderOf: HolderOf): Wanted {
    const forward = forwardWith(holderOf);
    const endpoints: Endpoint[] = [];
    const waiting = new Set<DnsName>();
    const invalid = new Set<DnsName>();
    const drops = createDropReport(wrappers.behavior);
    for (const name of names) {
      const result = forward(name);
      for (const endpoint of result.endpoints) endpoints.push(pipeline.finish(endpoint));
      if (result.waiting) waiting.add(name);
      if (result.invalid) invalid.add(name);
      for (const drop of result.drops) drops.add(drop);
      if (!wrappers.ptr) continue;
      for (const endpoint of reverseAt(name, forward)) endpoints.push(pipeline.finish(endpoint));
      const lingering = reverse.lingeringNames(name).map(forward);
      if (lingering.some((one) => one.waiting)) waiting.add(name);
      if (lingering.some((one) => one.invalid)) invalid.add(name);
    }
    return {
      endpoints,
      waiting,
      invalid,
      unclear: unclear.resources,
      problems: drops.problems,
      dropped: drops.counts(),
    };
  }

  function* allNames(): Iterable<DnsName> {
    yield* byName.keys();
    for (const name of reverse.keys()) if (!byName.has(name)) yield name;
  }

  function contributions(name: DnsName, holderOf: HolderOf): readonly Contribution[] {
    const forward = forwardWith(holderOf);
    const own = claimsOn(name).map((claim) => toContribution(claim, forward(name)));
    if (!reverse.has(name)) return own;
    const addresses = reverse.forwardNames(name).filter((other) => {
      return reverseEndpoints(name, forward(other).endpoints, wrappers).length > 0;
    });
    return [
      ...own,
      ...addresses.flatMap((other) =>
        claimsOn(other).map((claim) => toContribution(claim, forward(other))),
      ),
    ];
  }

  return {
    report,
    takeDirty: () => {
      const taken = dirty;
      dirty = new Set();
      return taken;
    },
    get hasDirty() {
      return dirty.size > 0;
    },
    wanted: (names, holderOf) => gather(new Set(names), holderOf),
    everything: (holderOf) => gather(allNames(), holderOf),
    contributions,
    problems: () => [...pipeline.problems, ...[...reported.values()].flat()],
    objects: (source) => counts.get(source) ?? 0,
    get size() {
      return byName.size;
    },
  };
}

/** Every endpoint has an object to answer for it. */
function withObject(endpoints: readonly Endpoint[], object: ObjectRef): readonly Endpoint[] {
  if (endpoints.every((endpoint) => endpoint.objects.length > 0)) return endpoints;
  return endpoints.map((endpoint) =>
    endpoint.objects.length > 0 ? endpoint : { ...endpoint, objects: [object] },
  );
}

function compareClaims(a: Claim, b: Claim): number {
  return (
    ageRank(a) - ageRank(b) ||
    compareText(resourceOf(a), resourceOf(b)) ||
    compareText(objectKey(a.object), objectKey(b.object))
  );
}

/** An object of unknown age comes after all others. */
function ageRank(claim: Claim): number {
  return claim.createdMs ?? Number.MAX_SAFE_INTEGER;
}

function toContribution(claim: Claim, result: NameResult): Contribution {
  const { object, endpoints } = claim;
  const concerns = (endpoint: Endpoint) =>
    endpoints.includes(endpoint) ||
    endpoint.objects.some((other) => objectKey(other) === objectKey(object));
  const drop = result.drops.find(({ endpoint }) => concerns(endpoint));
  const isWanted = drop === undefined || result.endpoints.some(concerns);
  if (endpoints.length === 0) {
    return {
      object,
      endpoints,
      fate: { dropped: 'it claims the name but has no target for it now' },
    };
  }
  return { object, endpoints, fate: isWanted ? 'wanted' : { dropped: drop.message } };
}
