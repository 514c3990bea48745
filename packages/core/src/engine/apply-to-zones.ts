import { ProviderError } from '../contract/provider-error.ts';
import type { GroupOutcome, Provider } from '../contract/provider.ts';
import { subject, type Change, type ChangeGroup } from '../model/change.ts';
import type { Zone } from '../model/zone.ts';
import { applyGroups } from './apply-groups.ts';
import { groupChanges } from './group-changes.ts';
import { createZoneIndex, type ZoneIndex } from './zone-index.ts';

export interface ApplyToZonesOptions {
  /** The provider's zones; absent: they are listed now. */
  readonly zones?: readonly Zone[];
  /** How many zones are written to at a time. Default: 16. */
  readonly maxConcurrentZones?: number;
  /** How many names go into one call at most. Default: 5,000. */
  readonly batchGroups?: number;
  /** Told at once what became of the part of a group that lies in one zone. */
  readonly onOutcome?: (zone: Zone, part: ChangeGroup, outcome: GroupOutcome) => void;
}

export interface ChangeReport {
  readonly change: Change;
  /** Where it was written; empty when the name lies in no zone. */
  readonly zones: readonly Zone[];
  readonly outcome: GroupOutcome;
}

/**
 * Applies changes to whatever zones they belong to: groups by name, zones in parallel, what is refused set apart by bisection.
 * Gives a report per change, in the order given. A change in no zone fails with `rejected`, alone.
 *
 * @throws ProviderError when the zones could not be listed; nothing was written then.
 */
export async function applyToZones(
  provider: Provider,
  changes: readonly Change[],
  options: ApplyToZonesOptions,
  signal: AbortSignal,
): Promise<readonly ChangeReport[]> {
  const index = createZoneIndex(options.zones ?? (await provider.listZones(signal)));
  const zonesOf = (change: Change): readonly Zone[] => zonesOfChange(provider, index, change);
  const groups = groupChanges(changes.filter((change) => zonesOf(change).length > 0));
  const results = await applyPlaced(provider, groups, zonesOf, options, signal);
  const byChange = new Map<Change, GroupOutcome>();
  for (const [at, group] of groups.entries()) {
    const outcome = results[at];
    if (outcome !== undefined) {
      for (const change of group.changes) byChange.set(change, outcome);
    }
  }
  return changes.map((change) => ({
    change,
    zones: zonesOf(change),
    outcome: byChange.get(change) ?? { outcome: 'failed', error: inNoZone(change) },
  }));
}

/**
 * The same for groups that are made already, markers with their records: gives an outcome per group, in the order given. A
 * group of which a part lies in no zone fails with `rejected`, whole and alone.
 *
 * @throws ProviderError when the zones could not be listed; nothing was written then.
 */
export async function applyGroupsToZones(
  provider: Provider,
  groups: readonly ChangeGroup[],
  options: ApplyToZonesOptions,
  signal: AbortSignal,
): Promise<readonly GroupOutcome[]> {
  const index = createZoneIndex(options.zones ?? (await provider.listZones(signal)));
  const zonesOf = (change: Change): readonly Zone[] => zonesOfChange(provider, index, change);
  return applyPlaced(provider, groups, zonesOf, options, signal);
}

function applyPlaced(
  provider: Provider,
  groups: readonly ChangeGroup[],
  zonesOf: (change: Change) => readonly Zone[],
  options: ApplyToZonesOptions,
  signal: AbortSignal,
): Promise<readonly GroupOutcome[]> {
  return applyGroups(groups, {
    provider,
    zonesOf,
    maxConcurrentZones: options.maxConcurrentZones ?? 16,
    batchGroups: options.batchGroups ?? 5000,
    ...(options.onOutcome === undefined ? {} : { onOutcome: options.onOutcome }),
    signal,
    writeSignal: signal,
  });
}

/** The zones that a change is written to: what the provider says, else the first of the zones with the longest name. */
export function zonesOfChange(
  provider: Provider,
  index: ZoneIndex,
  change: Change,
): readonly Zone[] {
  const endpoint = subject(change);
  return provider.zonesFor === undefined
    ? index.longest(endpoint.name).slice(0, 1)
    : provider.zonesFor(endpoint, index.zones);
}

function inNoZone(change: Change): ProviderError {
  return new ProviderError(
    'rejected',
    `${subject(change).name} lies in no zone of the provider; create the zone or leave the name out`,
  );
}
