import type { EngineStatus } from './engine.ts';
import { isHold } from './judge.ts';
import type { Lane } from './lane.ts';
import type { Placement } from './placement.ts';
import type { SourceHealth } from './source-health.ts';
import { isInStep, shownZone, type Unit } from './unit.ts';

/** How the sources and zones are. */
export function engineStatus(input: {
  readonly lanes: Iterable<Lane>;
  readonly health: SourceHealth;
  readonly placement: Placement;
  readonly isSafe: boolean;
  readonly listFailure: Error | undefined;
}): EngineStatus {
  const units = [...input.lanes].map(({ unit }) => unit);
  const zones = input.placement.index.zones.map((zone) => {
    const ofZone = input.isSafe
      ? units.filter((unit) => unit.zones.some(({ id }) => id === zone.id))
      : units;
    const problems = ofZone.flatMap(({ state }) => state.failure?.message ?? state.stopped ?? []);
    const held = new Set(ofZone.flatMap(holdReasons));
    const times = ofZone.flatMap(({ state }) => state.lastInStepMs ?? []);
    return {
      id: zone.id,
      name: zone.name,
      inStep: ofZone.every(({ crossing, state }) => (crossing || state.planned) && isInStep(state)),
      ...(times.length === 0 ? {} : { lastInStepMs: Math.min(...times) }),
      ...(problems.length === 0 ? {} : { problem: problems.join('; ') }),
      ...(held.size === 0 ? {} : { held: [...held].join('; ') }),
      quarantined: ofZone.reduce((sum, { state }) => sum + state.deferred.refusedCount, 0),
    };
  });
  const listProblem = input.listFailure?.message;
  return {
    ...(listProblem === undefined ? {} : { listProblem }),
    sources: input.health.states,
    zones,
  };
}

/** Why not everything is in step, one sentence each. */
export function reasonsOutOfStep(input: {
  readonly lanes: Iterable<Lane>;
  readonly health: SourceHealth;
  readonly listFailure: Error | undefined;
}): string[] {
  const reasons: string[] = [];
  for (const { name, synced, reason } of input.health.states) {
    if (!synced) reasons.push(`source ${name} is not in step: ${reason ?? 'no reason given'}`);
  }
  if (input.listFailure !== undefined) {
    reasons.push(`the zones could not be listed: ${input.listFailure.message}`);
  }
  for (const { unit } of input.lanes) reasons.push(...reasonsOf(unit));
  return reasons;
}

function reasonsOf(unit: Unit): readonly string[] {
  const { state } = unit;
  const zone = shownZone(unit).name || 'the zone';
  const reasons: string[] = [];
  if (state.failure !== undefined) reasons.push(`${zone}: ${state.failure.message}`);
  if (state.stopped !== undefined) reasons.push(state.stopped);
  for (const reason of holdReasons(unit)) reasons.push(`${zone} is held: ${reason}`);
  for (const { name, refused, error } of state.deferred.all()) {
    reasons.push(`${name} ${refused ? 'is in quarantine' : 'was not written'}: ${error.message}`);
  }
  return reasons;
}

function holdReasons({ state }: Unit): readonly string[] {
  const reasons = new Set<string>();
  for (const { objection } of state.withheld.values()) {
    if (isHold(objection)) reasons.add(objection.reason);
  }
  return [...reasons];
}
