import type { Report } from '../contract/source.ts';
import type { DomainFilter, DomainMatcher } from '../plan/domain-filter.ts';
import { createDesiredState } from '../desired/create-desired-state.ts';
import { createDomainMatcher } from '../plan/domain-matcher.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Problem } from '../model/problem.ts';
import type { Zone } from '../model/zone.ts';
import { objectKey } from '../model/object-ref.ts';
import { toProviderError } from './apply-bisecting.ts';
import { backOffMs } from './back-off.ts';
import type { EngineEvent, PassCounts } from './engine-event.ts';
import type { Engine, EngineOptions, OnceResult } from './engine.ts';
import { explainName } from './explain-name.ts';
import { createFullPass, type FullPass, type FullPassResult } from './full-pass.ts';
import { createGrace } from './grace.ts';
import { isHold } from './judge.ts';
import type { PassContext } from './pass.ts';
import { createPlacement, type Placement } from './placement.ts';
import { createProblemLedger } from './problem-ledger.ts';
import { runPass } from './run-pass.ts';
import { createSlots } from './slots.ts';
import { createSourceHealth } from './source-health.ts';
import { engineStatus, reasonsOutOfStep } from './status.ts';
import { addTally, createTally } from './tally.ts';
import { createTimers } from './timers.ts';
import { createUnfinishedWrites } from './unfinished-writes.ts';
import { isInStep, type Unit } from './unit.ts';
import { createZoneIndex } from './zone-index.ts';
import { createZoneLanes } from './zone-lanes.ts';
import { createZoneReader } from './zone-reader.ts';

type Listed = readonly [zones: readonly Zone[], filter: DomainFilter | undefined];

const backOff = { firstMs: 1000, mostMs: 300_000 };
/** Long enough for what one edit sets off to arrive together, too short to be noticed. */
const gatherMs = 5;
/** A pass that takes longer than this does not keep others from beginning. */
const slowPassMs = 5000;
/** A list of zones that is older was asked for in vain. */
const earlyListMs = 10_000;
/** How often sources are asked how they are when nothing else happens. */
const sourceCheckMs = 5000;
/** The same until all have reported for the first time. */
const startCheckMs = 500;

/**
 * Joins sources, a registry and a provider. It does nothing before `run` or `runOnce`, one of which is called once.
 *
 * @throws RangeError when a wrapper option is not usable.
 */
export function createEngine(options: EngineOptions): Engine {
  const { provider, clock, behavior } = options;
  const isSafe = behavior === 'safe';
  const random = options.random ?? Math.random;
  const stop = new AbortController();
  const stopWrites = new AbortController();
  const observe = (event: EngineEvent): void => options.observe(event);
  const timers = createTimers(clock);
  const desired = createDesiredState({ sources: options.sources, wrappers: options.wrappers });
  const problems = createProblemLedger(observe);
  const grace = createGrace(options.graceMs, () => clock.now());
  const health = createSourceHealth({
    sources: options.sources,
    clock,
    observe,
    objectCount: (source) => desired.objects(source),
    emptyAfter: isSafe ? options.deletionLimits?.count : undefined,
    windowMs: options.deletionLimits?.windowMs ?? 0,
  });
  const reader = createZoneReader({
    provider,
    clock,
    observe,
    keptCopyMs: options.keptCopyMs,
    keepDuplicates: !isSafe,
  });

  let placement = placementOf([]);
  let inDomain: DomainMatcher = createDomainMatcher([options.domainFilter]);
  let isReady = false;
  let isGathering = false;
  let isListing = false;
  let listFailures = 0;
  let listFailure: Error | undefined;
  let lastFullMs = -Infinity;
  let early: { readonly listed: Promise<Listed | undefined>; readonly atMs: number } | undefined;
  const outOfStep = new Set<Unit>();

  const context: PassContext = {
    options,
    reader,
    desired,
    grace,
    unfinished: createUnfinishedWrites(),
    health,
    problems,
    random,
    maxConcurrentZones: options.maxConcurrentZones ?? 16,
    batchGroups: options.batchGroups ?? 5000,
    wholeReadMs: options.wholeReadMs ?? 3_600_000,
    placement: () => placement,
    inDomain: () => inDomain,
    signal: stop.signal,
    writeSignal: stopWrites.signal,
  };

  const lanes = createZoneLanes({
    engine: options,
    lane: {
      clock,
      timers,
      slots: createSlots(context.maxConcurrentZones, slowPassMs, clock),
      random,
      backOff,
      observe,
      signal: stop.signal,
    },
    run: (unit, request) => runPass(unit, request, context),
    onPass: (unit, request, result) => {
      if (isInStep(unit.state) && result !== undefined) {
        unit.state.lastInStepMs = clock.now();
        outOfStep.delete(unit);
      } else {
        outOfStep.add(unit);
      }
      awaitGrace();
      if (request.scope === 'delta') {
        observe({
          kind: 'pass-ended',
          scope: 'delta',
          inStep: isAllInStep(),
          wrote: result?.wrote ?? false,
        });
      }
    },
  });

  function placementOf(zones: Parameters<typeof createZoneIndex>[0]): Placement {
    return createPlacement({
      provider,
      registry: options.registry,
      index: createZoneIndex(zones),
      types: options.managedTypes,
    });
  }

  function isAllInStep(): boolean {
    return outOfStep.size === 0 && listFailure === undefined && health.allSynced;
  }

  const report: Report = (object, state) => {
    problems.set(`object ${objectKey(object)}`, state?.problems ?? []);
    desired.report(object, state);
    gather();
  };

  /** What comes within a few milliseconds goes together; what comes during a pass waits in the lane. */
  function gather(): void {
    if (!isReady || isGathering || !desired.hasDirty || options.reactToChanges === false) return;
    isGathering = true;
    const atMs = isSafe
      ? clock.now()
      : Math.max(clock.now(), lastFullMs + options.minFullPassGapMs);
    timers.at('gather', atMs + gatherMs, () => {
      isGathering = false;
      if (isSafe) dispatch();
      else void fullPass();
    });
  }

  function dispatch(): void {
    health.check();
    lanes.mark(desired.takeDirty());
  }

  function awaitGrace(): void {
    const endMs = grace.nextEndMs;
    if (endMs === undefined || stop.signal.aborted) return;
    timers.at('grace', endMs, () => {
      lanes.mark(grace.takeEnded());
      awaitGrace();
    });
  }

  function checkSources(): void {
    if (health.check()) lanes.mark(withheldNames(({ code }) => code === 'source-behind'));
    timers.at('sources', clock.now() + sourceCheckMs, checkSources);
  }

  function withheldNames(which: (objection: Parameters<typeof isHold>[0]) => boolean): DnsName[] {
    return [...lanes.all].flatMap(({ unit }) =>
      [...unit.state.withheld.values()]
        .filter(({ objection }) => which(objection))
        .map(({ name }) => name),
    );
  }

  function listZones(): Promise<Listed> {
    return Promise.all([provider.listZones(stop.signal), provider.domainFilter?.(stop.signal)]);
  }

  /** The list that was asked for while the sources came into step; `undefined`: it is old, or could not be had. */
  async function takeEarlyList(): Promise<Listed | undefined> {
    const taken = early;
    early = undefined;
    if (taken === undefined || clock.now() - taken.atMs > earlyListMs) return undefined;
    return taken.listed;
  }

  /** Lists the zones and asks every one of them for a pass; gives `undefined` where the list could not be had. */
  async function beginFullPass(): Promise<FullPass | undefined> {
    lastFullMs = clock.now();
    try {
      const [zones, filter] = (await takeEarlyList()) ?? (await listZones());
      placement = placementOf(zones);
      const filters: readonly DomainFilter[] =
        filter === undefined ? [options.domainFilter] : [options.domainFilter, filter];
      inDomain = createDomainMatcher(filters);
      reader.keepOnly(zones);
      lanes.replaceZones(placement);
      listFailure = undefined;
      listFailures = 0;
    } catch (thrown) {
      if (stop.signal.aborted) return undefined;
      const error = toProviderError(thrown);
      listFailures += 1;
      listFailure = error;
      const retryAfterMs = backOffMs(backOff, listFailures, random, error.retryAfterMs);
      observe({ kind: 'zone-failed', zone: undefined, error, retryAfterMs });
      timers.at('full', clock.now() + retryAfterMs, () => void fullPass());
      observe({ kind: 'pass-ended', scope: 'full', inStep: false, wrote: false });
      return undefined;
    }
    health.check();
    const gone = [...outOfStep].filter(
      (unit) => ![...lanes.all].some((lane) => lane.unit === unit),
    );
    for (const unit of gone) outOfStep.delete(unit);
    const full = createFullPass();
    const changed = desired.takeDirty();
    if (isSafe) lanes.note(changed);
    lanes.joinAll(full);
    full.allAsked();
    return full;
  }

  async function fullPass(): Promise<void> {
    if (isListing || stop.signal.aborted) return;
    isListing = true;
    timers.at('full', clock.now() + options.intervalMs, () => void fullPass());
    const full = await beginFullPass().finally(() => {
      isListing = false;
    });
    gather();
    if (full !== undefined) endFullPass(await full.ended);
  }

  function endFullPass({ wrote, failed, tally }: FullPassResult): void {
    if (stop.signal.aborted) return;
    const counts = tally === undefined ? {} : { counts: withUnplaced(tally) };
    const inStep = !failed && isAllInStep();
    observe({ kind: 'pass-ended', scope: 'full', inStep, wrote, ...counts });
  }

  function withUnplaced(tally: ReturnType<typeof createTally>): PassCounts {
    const { endpoints, dropped } = desired.wanted(lanes.unplaced, () => undefined);
    const homeless = new Set(endpoints.map(({ name }) => name).filter((name) => inDomain(name)));
    problems.set('unplaced', homeless.size === 0 ? [] : [unplacedProblem(homeless)]);
    const more = createTally();
    for (const { type } of endpoints) more.wanted.set(type, (more.wanted.get(type) ?? 0) + 1);
    more.dropped.push(...dropped);
    addTally(tally, more);
    return tally;
  }

  /** Waits until every source has reported everything; `run` does not wait for one that says what is in its way. */
  async function startSources(signal: AbortSignal, waitForBroken: boolean): Promise<void> {
    problems.set('options', desired.problems());
    signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
    if (signal.aborted) stop.abort(signal.reason);
    stop.signal.addEventListener(
      'abort',
      () => {
        timers.at('finish', clock.now() + (options.finishWriteMs ?? 10_000), () =>
          stopWrites.abort(stop.signal.reason),
        );
      },
      { once: true },
    );
    health.start(report, stop.signal);
    if (isSafe) early = { listed: listZones().catch(() => undefined), atMs: clock.now() };
    const waited = Promise.withResolvers<void>();
    timers.at('first', clock.now() + options.sourceWaitMs, waited.resolve);
    stop.signal.addEventListener('abort', () => waited.resolve(), { once: true });
    if (stop.signal.aborted) waited.resolve();
    const look = (): void => {
      health.check();
      if (!waitForBroken && health.allStartedOrBroken) waited.resolve();
      else timers.at('sources', clock.now() + startCheckMs, look);
    };
    look();
    await Promise.race([health.allStarted, waited.promise]);
    timers.cancel('first');
    timers.cancel('sources');
    if (!stop.signal.aborted) checkSources();
  }

  async function end(): Promise<void> {
    lanes.close();
    await lanes.idle();
    timers.cancelAll();
  }

  async function run(signal: AbortSignal): Promise<void> {
    await startSources(signal, !isSafe);
    isReady = true;
    void fullPass();
    if (!stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        stop.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    await end();
  }

  async function runOnce(signal: AbortSignal): Promise<OnceResult> {
    await startSources(signal, true);
    const full = stop.signal.aborted ? undefined : await beginFullPass();
    const ended = Promise.withResolvers<undefined>();
    stop.signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });
    const result = await Promise.race([full?.ended, ended.promise]);
    if (result !== undefined) endFullPass(result);
    const reasons = reasonsOutOfStep({ lanes: lanes.all, health, listFailure });
    if (stop.signal.aborted) reasons.push('it was stopped before it was done');
    stop.abort();
    await end();
    return { inStep: reasons.length === 0, reasons };
  }

  return {
    run,
    runOnce,
    release: () => {
      health.release();
      const names: DnsName[] = [];
      for (const { unit } of lanes.all) {
        for (const { name, objection } of unit.state.withheld.values()) {
          if (!isHold(objection)) continue;
          unit.state.released.add(name);
          names.push(name);
        }
      }
      lanes.mark(names);
    },
    explain: (name) =>
      explainName(name, { options, desired, reader, grace, placement, inDomain, lanes: lanes.all }),
    status: () => engineStatus({ lanes: lanes.all, health, placement, isSafe, listFailure }),
  };
}

/** Without a count: what comes and goes among many is not told each time. */
function unplacedProblem(names: ReadonlySet<DnsName>): Problem {
  const [first, second, third, more] = [...names].sort();
  const some = [first, second, third].filter((name) => name !== undefined).join(', ');
  return {
    code: 'no-zone',
    message: `no zone of the provider holds ${some}${more === undefined ? '' : ' and others'}: no record is made of what lies in none. Make the zone, let the provider see it, or narrow --domain-filter`,
  };
}
