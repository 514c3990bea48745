import { ProviderError } from '../contract/provider-error.ts';
import type { GroupOutcome, Provider } from '../contract/provider.ts';
import type { Change, ChangeGroup } from '../model/change.ts';
import type { Zone } from '../model/zone.ts';
import { applyBisecting } from './apply-bisecting.ts';
import { forEachBounded } from './for-each-bounded.ts';

export interface ApplyGroupsOptions {
  readonly provider: Provider;
  /** The zones that a change is written to; none: it is left out, which makes its group fail. */
  readonly zonesOf: (change: Change, group: ChangeGroup) => readonly Zone[];
  /** How many zones are written to at a time. */
  readonly maxConcurrentZones: number;
  /** How many groups go into one call at most. */
  readonly batchGroups: number;
  /** See `ApplyBisectingOptions`. */
  readonly searchTransient?: boolean;
  /** Told at once what became of the part of a group that lies in one zone. */
  readonly onOutcome?: (zone: Zone, part: ChangeGroup, outcome: GroupOutcome) => void;
  /** No further batch is begun once it is aborted. */
  readonly signal: AbortSignal;
  /** Ends the call in hand. */
  readonly writeSignal: AbortSignal;
}

interface Part {
  readonly index: number;
  readonly group: ChangeGroup;
}

const rank = { applied: 0, failed: 1, unknown: 2 } as const;

/**
 * Writes groups to the zones that they belong to: zones in parallel, groups never split within a zone. Where a group's marker
 * lies in another zone than its records, it is written before them when it is new and removed after them when it goes; a group
 * whose step failed goes no further. Gives one outcome per group, the worst of its parts.
 */
export async function applyGroups(
  groups: readonly ChangeGroup[],
  options: ApplyGroupsOptions,
): Promise<readonly GroupOutcome[]> {
  const outcomes = Array.from<GroupOutcome | undefined>({ length: groups.length });
  const steps = partition(groups, options, outcomes);
  for (const step of steps) {
    await forEachBounded([...step.values()], options.maxConcurrentZones, ({ zone, parts }) =>
      applyToZone(zone, parts, options, outcomes),
    );
  }
  return outcomes.map((outcome) => outcome ?? stopped());
}

interface ZoneParts {
  readonly zone: Zone;
  readonly parts: Part[];
}

/** Zone by zone what is written before, with, and after the records. */
function partition(
  groups: readonly ChangeGroup[],
  options: ApplyGroupsOptions,
  outcomes: (GroupOutcome | undefined)[],
): readonly Map<string, ZoneParts>[] {
  const steps = [0, 1, 2].map(() => new Map<string, ZoneParts>());
  for (const [index, group] of groups.entries()) {
    const placed = group.changes.map((change) => options.zonesOf(change, group));
    const [zone, ...others] = placed[0] ?? [];
    if (zone !== undefined && others.length === 0 && placed.every((zones) => isOnly(zones, zone))) {
      addPart(steps, 1, zone, { index, group });
      continue;
    }
    if (placed.some((zones) => zones.length === 0)) {
      outcomes[index] = { outcome: 'failed', error: noZone(group, placed) };
      continue;
    }
    const home = new Set<string>();
    for (const [at, change] of group.changes.entries()) {
      if (change.role === 'record') for (const zone of placed[at] ?? []) home.add(zone.id);
    }
    const parts = new Map<string, { zone: Zone; step: number; changes: Change[] }>();
    for (const [at, change] of group.changes.entries()) {
      for (const zone of placed[at] ?? []) {
        const abroad = home.size > 0 && !home.has(zone.id);
        const step = abroad ? (change.kind === 'delete' ? 2 : 0) : 1;
        const key = `${step} ${zone.id}`;
        const part = parts.get(key);
        if (part === undefined) parts.set(key, { zone, step, changes: [change] });
        else part.changes.push(change);
      }
    }
    for (const { zone, step, changes } of parts.values()) {
      const whole = changes.length === group.changes.length;
      const part = { index, group: whole ? group : { name: group.name, changes } };
      addPart(steps, step, zone, part);
    }
  }
  return steps;
}

function isOnly(zones: readonly Zone[], zone: Zone): boolean {
  return zones.length === 1 && zones[0]?.id === zone.id;
}

function addPart(
  steps: readonly Map<string, ZoneParts>[],
  step: number,
  zone: Zone,
  part: Part,
): void {
  const known = steps[step]?.get(zone.id);
  if (known === undefined) steps[step]?.set(zone.id, { zone, parts: [part] });
  else known.parts.push(part);
}

async function applyToZone(
  zone: Zone,
  parts: readonly Part[],
  options: ApplyGroupsOptions,
  outcomes: (GroupOutcome | undefined)[],
): Promise<void> {
  const ready = parts.filter(({ index }) => (outcomes[index]?.outcome ?? 'applied') === 'applied');
  let stop: ProviderError | undefined;
  for (let start = 0; start < ready.length; start += options.batchGroups) {
    const batch = ready.slice(start, start + options.batchGroups);
    const reason = stop ?? (options.signal.aborted ? stoppedError() : undefined);
    const results: readonly GroupOutcome[] =
      reason === undefined
        ? await applyBisecting(
            options.provider,
            zone,
            batch.map(({ group }) => group),
            options.writeSignal,
            { searchTransient: options.searchTransient ?? false },
          )
        : batch.map(() => ({ outcome: 'failed', error: reason }));
    for (const [at, { index, group }] of batch.entries()) {
      const outcome = results[at] ?? stopped();
      const before = outcomes[index];
      if (before === undefined || rank[outcome.outcome] > rank[before.outcome]) {
        outcomes[index] = outcome;
      }
      options.onOutcome?.(zone, group, outcome);
    }
    stop ??= zoneFailure(results);
  }
}

/** The error that every group of a batch shares is the zone's: the next batch would only meet it again. */
function zoneFailure(results: readonly GroupOutcome[]): ProviderError | undefined {
  const [first] = results;
  if (first === undefined || first.outcome === 'applied' || results.length < 2) return undefined;
  const { error } = first;
  const shared =
    error.reason !== 'rejected' &&
    error.reason !== 'unsupported' &&
    results.every((result) => result.outcome !== 'applied');
  return shared
    ? new ProviderError(error.reason, error.message, {
        cause: error,
        retryAfterMs: error.retryAfterMs,
      })
    : undefined;
}

function noZone(group: ChangeGroup, placed: readonly (readonly Zone[])[]): ProviderError {
  const change = group.changes[placed.findIndex((zones) => zones.length === 0)];
  const name =
    change === undefined
      ? group.name
      : (change.kind === 'delete' ? change.before : change.after).name;
  const way =
    change?.role === 'marker'
      ? 'choose a marker prefix that stays inside the zone, such as --txt-prefix=%{record_type}-.'
      : 'create the zone, or leave the name out with --exclude-domains';
  return new ProviderError('rejected', `${name} lies in no zone of the provider; ${way}`);
}

function stoppedError(): ProviderError {
  return new ProviderError('transient', 'stopped before it was written');
}

function stopped(): GroupOutcome {
  return { outcome: 'failed', error: stoppedError() };
}
