import {
  createEventLog,
  createLogFromFlags,
  createMetrics,
  parseListenAddress,
  planText,
  problemText,
  startStatusServer,
  type Log,
  type StatusServer,
} from '@org/dns-app-kit';
import {
  createEngine,
  type Engine,
  type EngineEvent,
  type EngineStatus,
  type Problem,
  type Provider,
} from '@org/dns-core';
import { createEventRecorder } from '@org/dns-kubernetes';
import type { Config } from './config.ts';
import { engineOptions } from './engine-options.ts';
import { createFirstSweep } from './first-sweep.ts';
import { createFirstRelease, watchReleaseFile } from './hold-release.ts';
import { join, type Joined } from './join.ts';
import { createKubernetesEvents, eventReasons } from './kubernetes-events.ts';
import { createElection } from './lead.ts';
import type { Rim } from './rim.ts';
import { version } from './version.ts';
import { createWarmSource } from './warm-source.ts';

/** How long Kubernetes Events that still wait may take at the end. */
const drainMs = 5000;

export interface RunOverrides {
  /** Used instead of the one that the flags name. */
  readonly provider?: Provider;
  /** Hears everything that the engine says. */
  readonly observe?: (event: EngineEvent) => void;
}

/** Joins the parts, runs them until `rim.stop` (or once), and gives the exit status. */
export async function run(config: Config, rim: Rim, overrides: RunOverrides = {}): Promise<number> {
  const { flags } = config;
  const log = createLogFromFlags(rim, flags);
  for (const warning of config.warnings) log.write('warning', warning);
  if (flags['dry-run']) log.write('info', 'Dry run: changes are printed, nothing is written');
  log.write('info', `ExternalDNS/${version} on Node ${process.versions.node}`, {
    behavior: flags.behavior,
  });

  let engine: Engine | undefined;
  const metrics = createMetrics({
    version,
    revision: 'unknown',
    owner: flags['txt-owner-id'],
    now: () => rim.clock.now(),
    status: () => engine?.status(),
  });
  const observers: ((event: EngineEvent) => void)[] = [createEventLog(log), metrics.observe];
  if (overrides.observe !== undefined) observers.push(overrides.observe);
  if (rim.sweep !== undefined) observers.push(createFirstSweep(rim.clock, rim.sweep));
  if (flags['dry-run'])
    observers.push((event) => {
      if (event.kind === 'planned' && (event.scope === 'full' || event.plan.changes.length > 0))
        rim.stdout(planText(event.zone, event.plan));
    });
  const observe = (event: EngineEvent) => {
    for (const hear of observers) hear(event);
  };
  const onProblem = (problem: Problem) => observe({ kind: 'problem', problem });
  const release = () => engine?.release();
  rim.onRelease(release);
  if (flags['release-holds']) observers.push(createFirstRelease(release));

  let server: StatusServer | undefined;
  let joined: Joined | undefined;
  const unwatch =
    flags['release-holds-file'] === ''
      ? undefined
      : watchReleaseFile(flags['release-holds-file'], release);
  try {
    server = await startStatusServer(
      parseListenAddress(flags['metrics-address']) ?? { port: 7979 },
      {
        notReady: () => notReady(joined),
        notes: () => zoneNotes(engine?.status()),
        metrics: async () => ({ contentType: metrics.contentType, body: await metrics.expose() }),
      },
    );
    const parts = await join(config, {
      clock: rim.clock,
      userAgent: `ExternalDNS/${version}`,
      observeRequest: metrics.observeRequest,
      observeQuota: metrics.observeQuota,
      onProblem,
      ...(overrides.provider === undefined ? {} : { provider: overrides.provider }),
    });
    if (!parts.ok) {
      for (const problem of parts.problems) log.write('fatal', problemText(problem));
      return 1;
    }
    joined = parts.value;
    const { client, registry } = joined;
    const reasons = eventReasons(flags['events-emit']);
    const recorder =
      client === undefined || reasons.size === 0
        ? undefined
        : createEventRecorder({ client, clock: rim.clock, dryRun: flags['dry-run'], onProblem });
    if (recorder !== undefined)
      observers.push(createKubernetesEvents(recorder, reasons, registry.owner));
    const status = await runEngine(config, rim, log, joined, observe, (made) => {
      engine = made;
    });
    await recorder?.close(AbortSignal.timeout(drainMs));
    return status;
  } catch (error) {
    if (rim.stop.aborted) return 0;
    log.write('fatal', error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    unwatch?.();
    await joined?.close();
    await server?.close();
  }
}

async function runEngine(
  config: Config,
  rim: Rim,
  log: Log,
  joined: Joined,
  observe: (event: EngineEvent) => void,
  onEngine: (engine: Engine | undefined) => void,
): Promise<number> {
  const { flags } = config;
  const { client, ...parts } = joined;
  const { clock, stop } = rim;
  if (flags.once) {
    const engine = createEngine(engineOptions(config, { ...parts, clock, observe }));
    onEngine(engine);
    const { inStep, reasons } = await engine.runOnce(stop);
    for (const reason of reasons) log.write('error', reason);
    return inStep ? 0 : 1;
  }
  if (!flags['leader-election'] || client === undefined) {
    const engine = createEngine(engineOptions(config, { ...parts, clock, observe }));
    onEngine(engine);
    await engine.run(stop);
    return 0;
  }
  const sources = parts.sources.map(createWarmSource);
  for (const source of sources) source.warmUp(stop);
  const onProblem = (problem: Problem) => observe({ kind: 'problem', problem });
  const election = await createElection(config, { client, clock, onProblem });
  log.write('info', 'Waiting for the Lease; nothing is written until it is ours', {
    lease: flags['leader-election-name'],
  });
  await election.run(async (leading) => {
    log.write('info', 'This process leads now');
    const engine = createEngine(engineOptions(config, { ...parts, sources, clock, observe }));
    onEngine(engine);
    await engine.run(leading);
    // What it knows of the zones grows old from here on.
    onEngine(undefined);
    log.write('info', 'This process leads no more');
  }, stop);
  return 0;
}

/** A standby is ready as well: its caches are warm. */
function notReady(joined: Joined | undefined): string | undefined {
  if (joined === undefined) return 'starting';
  const behind = joined.sources.find((source) => !source.status().synced);
  if (behind === undefined) return undefined;
  return `source ${behind.name} is not in step: ${behind.status().problem?.message ?? 'still reading'}`;
}

/** A held or failing zone says so; it does not keep the process from being ready, which a restart would not help. */
function zoneNotes(status: EngineStatus | undefined): readonly string[] {
  if (status === undefined) return [];
  const { listProblem, zones } = status;
  const list = listProblem === undefined ? [] : [`the zones cannot be listed: ${listProblem}`];
  const notes = zones.flatMap(({ name, held, problem, quarantined }) => {
    const zone = name || 'all zones';
    return [
      ...(held === undefined ? [] : [`${zone} is held: ${held}`]),
      ...(problem === undefined ? [] : [`${zone} waits: ${problem}`]),
      ...(quarantined === 0 ? [] : [`${zone}: ${quarantined} refused records are set aside`]),
    ];
  });
  return [...list, ...notes];
}
