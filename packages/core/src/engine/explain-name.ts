import type { DesiredState } from '../desired/desired-state.ts';
import type { DnsName } from '../model/dns-name.ts';
import { createRecordView } from './record-view.ts';
import type { DomainMatcher } from '../plan/domain-filter.ts';
import { plan } from '../plan/plan-changes.ts';
import type { EngineOptions, Explanation } from './engine.ts';
import type { Grace } from './grace.ts';
import type { Lane } from './lane.ts';
import type { Placement } from './placement.ts';
import type { ZoneReader } from './zone-reader.ts';

export interface ExplainContext {
  readonly options: EngineOptions;
  readonly desired: DesiredState;
  readonly reader: ZoneReader;
  readonly grace: Grace;
  readonly placement: Placement;
  readonly inDomain: DomainMatcher;
  readonly lanes: Iterable<Lane>;
}

/** Why a name looks as it does, from what is known now: nothing is read, and the provider's `adjust` is not asked. */
export function explainName(name: DnsName, context: ExplainContext): Explanation {
  const { options, placement } = context;
  const zones = placement.zonesOfName(name);
  const { current, holder } = createRecordView(name, zones, context);
  const holderOf = (asked: DnsName): string | undefined =>
    asked === name && !context.grace.isOver(name) ? holder : undefined;
  const wanted = context.desired.wanted([name], holderOf);
  const { skipped } = plan({
    current,
    desired: wanted.endpoints,
    policy: options.policy,
    behavior: options.behavior,
    owner: options.registry.owner,
    ...(options.oldOwner === undefined ? {} : { oldOwner: options.oldOwner }),
    managedTypes: options.managedTypes,
    excludedTypes: options.excludedTypes,
    inDomain: context.inDomain,
  });
  return {
    name,
    contributions: context.desired.contributions(name, holderOf),
    wanted: wanted.endpoints,
    current,
    skipped,
    zones: zones.map((zone) => zone.name || zone.id),
    obstacles: obstaclesOf(name, zones.length, context),
  };
}

function obstaclesOf(name: DnsName, zones: number, context: ExplainContext): readonly string[] {
  const obstacles: string[] = [];
  if (zones === 0) obstacles.push(`${name} lies in no zone of the provider`);
  if (context.grace.protects(name)) {
    obstacles.push(
      'its object has no target for it at the moment; the records wait out a grace time',
    );
  }
  for (const { unit } of context.lanes) {
    const withheld = unit.state.withheld.get(name);
    if (withheld !== undefined) obstacles.push(withheld.objection.reason);
    const deferred = unit.state.deferred.get(name);
    if (deferred !== undefined) {
      const until = new Date(deferred.untilMs).toISOString();
      const what = deferred.refused ? 'the provider refuses it' : 'the last write failed';
      obstacles.push(`${what}: ${deferred.error.message}; tried again at ${until}`);
    }
    const isHere = context.placement
      .zonesOfName(name)
      .some((zone) => unit.zones.some(({ id }) => id === zone.id));
    if (isHere && unit.state.failure !== undefined) obstacles.push(unit.state.failure.message);
    if (isHere && unit.state.stopped !== undefined) obstacles.push(unit.state.stopped);
  }
  return [...new Set(obstacles)];
}
