import type { ProviderError } from '../contract/provider-error.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Problem } from '../model/problem.ts';
import type { Skipped, SkipReason } from '../plan/plan.ts';
import { deletionsOf, isHold, judge, type Objection, type Verdict } from './judge.ts';
import type { PassContext, PassRequest, Tally } from './pass.ts';
import { planUnit, type UnitPlan } from './plan-unit.ts';
import { readUnit } from './read-unit.ts';
import { isHeld, shownZone, type Unit } from './unit.ts';
import { writeUnit } from './write-unit.ts';

export interface PassResult {
  readonly wrote: boolean;
  /** What the whole zone waits for. */
  readonly failure: ProviderError | undefined;
  /** Names to look at again when it is over. */
  readonly again: readonly DnsName[];
  /** Names to look at once more at a certain time, in any case. */
  readonly later: { readonly names: readonly DnsName[]; readonly atMs: number } | undefined;
  /** Names to plan apart, because their markers lie in another zone. */
  readonly crossing: readonly DnsName[];
  /** Names of the request that nobody wants any more. */
  readonly unwanted: readonly DnsName[];
  readonly tally: Tally | undefined;
}

/** What a provider shows is older than this only by mistake. */
const settleMs = 60_000;
const mostNamesTold = 10;

/**
 * One pass over one unit: read, decode, plan, judge, encode, apply.
 *
 * @throws whatever a read threw; nothing was written then.
 */
export async function runPass(
  unit: Unit,
  request: PassRequest,
  context: PassContext,
): Promise<PassResult> {
  const content = await readUnit(unit, request, context);
  if (content === undefined) return nothingToDo;
  unit.state.stopped = reasonToStop(context, context.desired.problems());
  if (unit.state.stopped !== undefined) return nothingToDo;
  const planned = await planUnit(unit, request, content, context);
  context.signal.throwIfAborted();
  reportProblems(unit, request, planned, context);
  unit.state.stopped = reasonToStop(context, planned.wanted.problems);
  if (unit.state.stopped !== undefined) return nothingToDo;
  context.options.observe({
    kind: 'planned',
    zone: shownZone(unit),
    scope: request.scope,
    plan: planned.plan,
  });
  if (request.whole) countOwned(unit, planned.current, context);

  const released = new Set([...unit.state.released].filter(planned.covers));
  const verdict = judgeUnit(unit, planned, released, context);
  noteWithheld(unit, planned, verdict, context);
  forgetSettled(planned, context);
  const strays = confirmedStrays(unit, planned, context);
  const open = planned.strays.length > strays.length && context.health.allSynced;
  const result = await writeUnit(
    unit,
    {
      changes: verdict.go,
      strays,
      decoded: planned.decoded,
      covers: (name) => planned.covers(name) && !unit.state.withheld.has(name),
      released,
    },
    context,
  );
  if (result.failure === undefined) for (const name of released) unit.state.released.delete(name);
  return {
    wrote: result.wrote,
    failure: result.failure,
    again: result.unwritten,
    later: open
      ? {
          names: [...unit.state.strays.keys()],
          atMs: context.options.clock.now() + settleMs,
        }
      : undefined,
    crossing: [...content.crossing],
    unwanted: planned.unwanted,
    tally: request.scope === 'full' ? planned.tally : undefined,
  };
}

const nothingToDo: PassResult = {
  wrote: false,
  failure: undefined,
  again: [],
  later: undefined,
  crossing: [],
  unwanted: [],
  tally: undefined,
};

/** What upstream ends its run over: before it asks the provider to adjust anything, and in its wrappers. */
function reasonToStop(context: PassContext, problems: readonly Problem[]): string | undefined {
  if (context.options.behavior === 'safe') return undefined;
  const behind = context.health.states.find(({ synced }) => !synced);
  if (behind !== undefined) return `source ${behind.name}: ${behind.reason ?? 'not in step'}`;
  return problems.find(({ stopsRun }) => stopsRun === true)?.message;
}

/** What the registry says is ours now; writes keep the number up to date until the next full pass. */
function countOwned(unit: Unit, current: readonly Endpoint[], context: PassContext): void {
  const { owner } = context.options.registry;
  unit.state.owned =
    owner === ''
      ? current.length
      : current.reduce((sum, { labels }) => sum + (labels['owner'] === owner ? 1 : 0), 0);
}

function judgeUnit(
  unit: Unit,
  planned: UnitPlan,
  released: ReadonlySet<DnsName>,
  context: PassContext,
): Verdict {
  const { options } = context;
  const { state } = unit;
  if (options.behavior === 'compat') {
    return { go: planned.plan.changes, withheld: [], counted: 0 };
  }
  let heldElsewhere = 0;
  for (const held of state.withheld.values()) {
    if (held.objection.code === 'limits' && !planned.covers(held.name)) {
      heldElsewhere += held.deletions;
    }
  }
  return judge({
    changes: planned.plan.changes,
    owned: state.owned,
    deletedBefore: state.deletions.countAt(options.clock.now()),
    heldElsewhere,
    limits: options.deletionLimits,
    released,
    objectionTo: (record) => objectionTo(record, planned, context),
  });
}

function objectionTo(
  record: Endpoint,
  planned: UnitPlan,
  context: PassContext,
): Objection | undefined {
  const resource = record.labels['resource'];
  if (resource !== undefined && planned.wanted.unclear.has(resource)) {
    return {
      code: 'unclear',
      reason: `${resource} has a problem, so one cannot tell whether it still wants ${record.name}`,
    };
  }
  return context.health.objectionTo(record);
}

function noteWithheld(unit: Unit, planned: UnitPlan, verdict: Verdict, context: PassContext): void {
  const { withheld } = unit.state;
  const before = isHeld(unit.state) ? holdReasons(unit) : '';
  for (const name of withheld.keys()) if (planned.covers(name)) withheld.delete(name);
  for (const one of verdict.withheld) withheld.set(one.name, one);
  const zone = shownZone(unit);
  const after = holdReasons(unit);
  if (before !== '' && after === '') context.options.observe({ kind: 'released', zone });
  if (after === '' || after === before) return;
  const held = [...withheld.values()].filter(({ objection }) => isHold(objection));
  context.options.observe({
    kind: 'held',
    zone,
    reason: [...new Set(held.map(({ objection }) => objection.reason))].join('; '),
    deletions: held.reduce((sum, { changes }) => sum + deletionsOf(changes), 0),
    names: held.slice(0, mostNamesTold).map(({ name }) => name),
  });
}

function holdReasons({ state }: Unit): string {
  if (state.withheld.size === 0) return '';
  const reasons = new Set<string>();
  for (const { objection } of state.withheld.values()) {
    if (isHold(objection)) reasons.add(objection.reason);
  }
  return [...reasons].join('; ');
}

/**
 * A list that is older than a write of ours may lack a record that is there, and its marker, once removed, would take the
 * record's owner with it for good. So a marker goes when two looks some time apart found no record, or when nothing was
 * written since the start.
 */
function confirmedStrays(unit: Unit, planned: UnitPlan, context: PassContext): UnitPlan['strays'] {
  const { strays, hasWritten } = unit.state;
  const nowMs = context.options.clock.now();
  const seen = new Set(planned.strays.map(({ name }) => name));
  for (const name of strays.keys()) {
    if (planned.covers(name) && !seen.has(name)) strays.delete(name);
  }
  for (const name of seen) if (!strays.has(name)) strays.set(name, nowMs);
  if (!context.health.allSynced) return [];
  return planned.strays.filter(
    ({ name }) => !hasWritten || nowMs - (strays.get(name) ?? nowMs) >= settleMs,
  );
}

/** What was looked at and needed no adoption is no unfinished write any more. */
function forgetSettled(planned: UnitPlan, context: PassContext): void {
  const adopted = new Set<DnsName>();
  for (const { name } of planned.decoded.repairs) adopted.add(name);
  for (const name of context.unfinished.names) {
    if (planned.covers(name) && !adopted.has(name)) context.unfinished.forget(name);
  }
}

/** Problems belong to names, so that a pass over some names knows which of them are solved. */
function reportProblems(
  unit: Unit,
  request: PassRequest,
  planned: UnitPlan,
  context: PassContext,
): void {
  const { troubled } = unit.state;
  const all = [...planned.wanted.problems, ...planned.plan.skipped.flatMap(problemsOf)];
  const byName = Map.groupBy(all, ({ name }) => name);
  if (request.whole) context.problems.set(`unit ${unit.id}`, byName.get(undefined) ?? []);
  const names = new Set([...troubled].filter(planned.covers));
  for (const name of byName.keys()) if (name !== undefined) names.add(name);
  for (const name of names) {
    const problems = byName.get(name) ?? [];
    context.problems.set(`name ${unit.id} ${name}`, problems);
    if (problems.length === 0) troubled.delete(name);
    else troubled.add(name);
  }
}

/** What an object asked for and will not get: its owner wants to know. */
function problemsOf({ endpoint, because }: Skipped): readonly Problem[] {
  const message = reasonForPeople(endpoint, because);
  if (message === undefined) return [];
  const problem = { code: because.code, message, name: endpoint.name };
  return endpoint.objects.map((object) => ({ ...problem, object }));
}

function reasonForPeople({ name, type }: Endpoint, because: SkipReason): string | undefined {
  if (because.code === 'invalid') return because.message;
  if (because.code === 'not-owned') {
    const owner = because.owner === undefined || because.owner === '' ? 'nobody' : because.owner;
    return `${name}: the ${type} record belongs to ${owner} and is left alone`;
  }
  if (because.code === 'blocked-by-foreign') {
    const { foreign } = because;
    return foreign.name === name
      ? `${name}: no ${type} record is made beside the ${foreign.type} record, which is not ours; remove that record or choose another name`
      : `${name}: no ${type} record is made, because its ownership record would lie at ${foreign.name}, where a ${foreign.type} record is; remove that record or choose another name`;
  }
  return undefined;
}
