import { subject, type Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { HolderOf, Wanted } from '../desired/desired-state.ts';
import type { Plan, PlanInput, SkipReason } from '../plan/plan.ts';
import { plan } from '../plan/plan-changes.ts';
import type { Decoded } from '../registry/registry.ts';
import { nameSlices, type NameSlice } from './name-slices.ts';
import { nextTurn } from './next-turn.ts';
import type { PassContext, PassRequest, Tally } from './pass.ts';
import type { UnitContent } from './read-unit.ts';
import { strayMarkers, type StrayMarker } from './stray-markers.ts';
import { addTally, countPass, createTally } from './tally.ts';
import type { Unit } from './unit.ts';

export interface UnitPlan {
  readonly decoded: Decoded;
  /** What is there under the names of this pass. */
  readonly current: readonly Endpoint[];
  readonly wanted: Omit<Wanted, 'endpoints' | 'dropped'>;
  readonly plan: Plan;
  /** Markers of ours whose record is neither there nor wanted. */
  readonly strays: readonly StrayMarker[];
  /** Names of the request that nobody wants. */
  readonly unwanted: readonly DnsName[];
  readonly tally: Tally;
  /** The pass is about this name. */
  readonly covers: (name: DnsName) => boolean;
}

/** From what was read to what has to change. A large zone is planned in slices, and lets others have their turn between them. */
export async function planUnit(
  unit: Unit,
  request: PassRequest,
  content: UnitContent,
  context: PassContext,
): Promise<UnitPlan> {
  const { registry, behavior, clock } = context.options;
  const covers = coverage(unit, request, content, context);
  const decoded = context.unfinished.adopt(registry.decode(content.records));
  const current = decoded.endpoints.filter((endpoint) => covers(endpoint.name));
  const orphaned = decoded.orphans.map(({ name }) => name).filter(covers);
  const names = orphaned.length === 0 ? request.names : new Set([...request.names, ...orphaned]);
  const slices =
    behavior === 'safe'
      ? nameSlices(names, current, context.batchGroups)
      : [{ names: request.names, current }];
  const parts: PlannedSlice[] = [];
  for (const slice of slices) {
    if (parts.length > 0) await nextTurn(clock);
    parts.push(await planSlice(unit, slice, { decoded, covers }, context));
  }
  return { decoded, current, covers, ...merge(parts) };
}

type PlannedSlice = Pick<UnitPlan, 'wanted' | 'plan' | 'strays' | 'unwanted' | 'tally'>;

async function planSlice(
  unit: Unit,
  { names, current }: NameSlice,
  { decoded, covers }: Pick<UnitPlan, 'decoded' | 'covers'>,
  context: PassContext,
): Promise<PlannedSlice> {
  const { options, grace } = context;
  const { registry, provider } = options;
  const holders = holdersOf(current, registry.owner);
  const holderOf: HolderOf = (name) => (grace.isOver(name) ? undefined : holders.get(name));
  const isSafe = options.behavior === 'safe';
  const { endpoints, dropped, ...wanted } = isSafe
    ? context.desired.wanted(names, holderOf)
    : context.desired.everything(holderOf);
  if (isSafe) grace.note(names, wanted.waiting);

  const adjusted =
    provider.adjust === undefined || (isSafe && endpoints.length === 0)
      ? endpoints
      : await provider.adjust(endpoints, context.signal);
  const [zone] = unit.zones;
  const placement = context.placement();
  const desired =
    isSafe && zone !== undefined
      ? adjusted.filter((endpoint) => placement.wants(zone, endpoint))
      : adjusted;

  const protectedNames = new Set(wanted.invalid);
  for (const name of wanted.waiting) if (grace.protects(name)) protectedNames.add(name);
  const planned = plan({
    current,
    desired,
    policy: options.policy,
    behavior: options.behavior,
    owner: registry.owner,
    ...(options.oldOwner === undefined ? {} : { oldOwner: options.oldOwner }),
    managedTypes: options.managedTypes,
    excludedTypes: options.excludedTypes,
    inDomain: context.inDomain(),
    ...(isSafe && zone !== undefined ? safeInput(zone, protectedNames, decoded, context) : {}),
  });
  const inSlice = (name: DnsName): boolean => covers(name) && names.has(name);
  const strays = isSafe
    ? strayMarkers({
        decoded,
        changes: planned.changes,
        protectedNames,
        unclear: wanted.unclear,
        covers: inSlice,
        options,
        inDomain: context.inDomain(),
      })
    : [];
  return {
    wanted,
    plan: planned,
    strays,
    unwanted: unwantedNames(names, endpoints, wanted),
    tally: countPass(endpoints, dropped, current),
  };
}

function unwantedNames(
  names: ReadonlySet<DnsName>,
  endpoints: readonly Endpoint[],
  { waiting, invalid }: UnitPlan['wanted'],
): readonly DnsName[] {
  const asked = new Set([...waiting, ...invalid]);
  for (const { name } of endpoints) asked.add(name);
  return [...names].filter((name) => !asked.has(name));
}

function merge(parts: readonly PlannedSlice[]): PlannedSlice {
  const [first, ...more] = parts;
  if (first !== undefined && more.length === 0) return first;
  const tally = createTally();
  for (const part of parts) addTally(tally, part.tally);
  return {
    wanted: {
      waiting: new Set(parts.flatMap(({ wanted }) => [...wanted.waiting])),
      invalid: new Set(parts.flatMap(({ wanted }) => [...wanted.invalid])),
      // Whatever names were asked for, these are all there are.
      unclear: parts.at(-1)?.wanted.unclear ?? new Set(),
      problems: parts.flatMap(({ wanted }) => wanted.problems),
    },
    plan: {
      changes: parts.flatMap((part) => part.plan.changes),
      skipped: parts.flatMap((part) => part.plan.skipped),
      unchanged: parts.reduce((sum, part) => sum + part.plan.unchanged, 0),
    },
    strays: parts.flatMap(({ strays }) => strays),
    unwanted: parts.flatMap(({ unwanted }) => unwanted),
    tally,
  };
}

function safeInput(
  zone: Zone,
  protectedNames: ReadonlySet<DnsName>,
  decoded: Decoded,
  context: PassContext,
): Partial<PlanInput> {
  const { provider, registry } = context.options;
  const defaultTtlSeconds = provider.capabilities.ttlSeconds?.default;
  return {
    zone: zone.name,
    protectedNames,
    repairs: decoded.repairs,
    refuse: (endpoint) =>
      registry.refuse?.(endpoint, decoded) ?? reasonAgainstPlace(endpoint, zone, decoded, context),
    ...(defaultTtlSeconds === undefined ? {} : { defaultTtlSeconds }),
  };
}

/** A record whose marker can be written nowhere would belong to nobody. Only the apex of a zone has its marker outside. */
function reasonAgainstPlace(
  endpoint: Endpoint,
  zone: Zone,
  decoded: Decoded,
  context: PassContext,
): SkipReason | undefined {
  if (endpoint.name !== zone.name) return undefined;
  const { registry } = context.options;
  const placement = context.placement();
  const changes: readonly Change[] = [{ kind: 'create', after: endpoint, role: 'record' }];
  const stray = registry
    .encode(changes, decoded)
    .flatMap((group) => group.changes)
    .find((change) => placement.zonesOfChange(zone, change).length === 0);
  if (stray === undefined) return undefined;
  const message = `${endpoint.spelling}: its ownership record ${subject(stray).name} lies in no zone of the provider; where no record is owned yet, begin with a prefix that stays inside the zone, such as --txt-prefix=%{record_type}-.`;
  return { code: 'invalid', message };
}

function coverage(
  unit: Unit,
  request: PassRequest,
  content: UnitContent,
  context: PassContext,
): (name: DnsName) => boolean {
  if (!request.whole) return (name) => request.names.has(name);
  const [zone] = unit.zones;
  if (context.options.behavior === 'compat' || zone === undefined) return () => true;
  const placement = context.placement();
  return (name) => placement.covers(zone, name) && !content.crossing.has(name);
}

/** Who holds which name, by the markers of ours. */
function holdersOf(current: readonly Endpoint[], owner: string): ReadonlyMap<DnsName, string> {
  const holders = new Map<DnsName, string>();
  if (owner === '') return holders;
  for (const { name, labels } of current) {
    const resource = labels['resource'];
    if (resource !== undefined && labels['owner'] === owner) holders.set(name, resource);
  }
  return holders;
}
