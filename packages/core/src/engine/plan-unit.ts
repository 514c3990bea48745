import { subject, type Change } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { HolderOf, Wanted } from '../desired/desired-state.ts';
import type { Plan, PlanInput, SkipReason } from '../plan/plan.ts';
import { plan } from '../plan/plan-changes.ts';
import type { Decoded } from '../registry/registry.ts';
import type { PassContext, PassRequest } from './pass.ts';
import type { UnitContent } from './read-unit.ts';
import { strayMarkers, type StrayMarker } from './stray-markers.ts';
import type { Unit } from './unit.ts';

export interface UnitPlan {
  readonly decoded: Decoded;
  /** What is there under the names of this pass. */
  readonly current: readonly Endpoint[];
  readonly wanted: Wanted;
  readonly plan: Plan;
  /** Markers of ours whose record is neither there nor wanted. */
  readonly strays: readonly StrayMarker[];
  /** The pass is about this name. */
  readonly covers: (name: DnsName) => boolean;
}

/** From what was read to what has to change. */
export async function planUnit(
  unit: Unit,
  request: PassRequest,
  content: UnitContent,
  context: PassContext,
): Promise<UnitPlan> {
  const { options, grace } = context;
  const { registry, provider } = options;
  const covers = coverage(unit, request, content, context);
  const decoded = context.unfinished.adopt(registry.decode(content.records));
  const current = decoded.endpoints.filter((endpoint) => covers(endpoint.name));

  const holders = holdersOf(current, registry.owner);
  const holderOf: HolderOf = (name) => (grace.isOver(name) ? undefined : holders.get(name));
  const isSafe = options.behavior === 'safe';
  const wanted = isSafe
    ? context.desired.wanted(request.names, holderOf)
    : context.desired.everything(holderOf);
  if (isSafe) grace.note(request.names, wanted.waiting);

  const adjusted =
    provider.adjust === undefined || (isSafe && wanted.endpoints.length === 0)
      ? wanted.endpoints
      : await provider.adjust(wanted.endpoints, context.signal);
  const [zone] = unit.zones;
  const placement = context.placement();
  const desired =
    isSafe && zone !== undefined
      ? adjusted.filter((endpoint) => placement.wants(zone, endpoint))
      : adjusted;

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
    ...(isSafe && zone !== undefined ? safeInput(zone, wanted, decoded, context) : {}),
  });
  const strays = isSafe
    ? strayMarkers({ decoded, desired, wanted, covers, options, inDomain: context.inDomain() })
    : [];
  return { decoded, current, wanted, plan: planned, strays, covers };
}

function safeInput(
  zone: Zone,
  wanted: Wanted,
  decoded: Decoded,
  context: PassContext,
): Partial<PlanInput> {
  const { provider, registry } = context.options;
  const protectedNames = new Set(wanted.invalid);
  for (const name of wanted.waiting) if (context.grace.protects(name)) protectedNames.add(name);
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
  const message = `${endpoint.spelling}: its ownership record ${subject(stray).name} lies in no zone of the provider; use a prefix that stays inside the zone, such as --txt-prefix=%{record_type}-.`;
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
