import {
  createLogFromFlags,
  createProvider,
  parseListenAddress,
  problemText,
  startStatusServer,
  type Log,
  type ProgramRim,
  type StatusServer,
} from '@org/dns-app-kit';
import { createDomainMatcher, type Provider } from '@org/dns-core';
import { fileSecret } from '@org/dns-provider-kit';
import type { Config } from './config.ts';
import { withToken } from './http/authorize.ts';
import type { Handler } from './http/message.ts';
import { startServer, type RunningServer } from './http/start-server.ts';
import { createRequestLog, createServiceLog } from './observe/service-log.ts';
import { createServiceMetrics, type ServiceMetrics } from './observe/service-metrics.ts';
import { createQuarantine } from './service/quarantine.ts';
import { createHandler } from './service/route-request.ts';
import type { ObserveService } from './service/service-event.ts';
import { createServedZones } from './service/served-zones.ts';
import { settledWithin } from './service/settled-within.ts';
import { withWireProperties } from './service/wire-properties.ts';
import { createZoneList } from './service/zone-list.ts';
import { createGroupWriter, type GroupWriter } from './service/write-groups.ts';
import { version } from './version.ts';
import { toZoneFilter } from './zone-filter.ts';

/** How long the writes in hand may take at the end; Kubernetes waits 30 s before it kills. */
const drainMs = 25_000;

/** Serves until `rim.stop`; gives the exit status. */
export async function run(config: Config, rim: ProgramRim): Promise<number> {
  const { flags } = config;
  const log = createLogFromFlags(rim, flags);
  for (const warning of config.warnings) log.write('warning', warning);
  if (flags['dry-run']) log.write('info', 'Dry run: changes are logged, nothing is written');
  log.write('info', `external-dns-webhook/${version} on Node ${process.versions.node}`, {
    provider: flags.provider,
  });
  const quarantine = createQuarantine({ clock: rim.clock, random: Math.random });
  const metrics = createServiceMetrics({
    version,
    provider: flags.provider,
    refused: () => quarantine.all(),
  });
  // Upstream picks zones by the filter for names, and lets everything pass when it writes.
  const isAsUpstream = flags.behavior === 'compat';
  let status: StatusServer | undefined;
  let provider: Provider | undefined;
  let server: RunningServer | undefined;
  try {
    status = await startStatusServer(
      parseListenAddress(flags['metrics-address']) ?? { port: 8080 },
      {
        notReady: () => (server === undefined ? 'starting' : undefined),
        metrics: async () => ({ contentType: metrics.contentType, body: await metrics.expose() }),
      },
    );
    const made = await createProvider({
      flags,
      given: config.given,
      environment: config.environment,
      behavior: flags.behavior,
      domainFilter: isAsUpstream ? config.domainFilter : toZoneFilter(config.domainFilter),
      userAgent: `external-dns-webhook/${version}`,
      observeRequest: metrics.observeRequest,
      observeQuota: metrics.observeQuota,
    });
    if (!made.ok) {
      for (const problem of made.problems) log.write('fatal', problemText(problem));
      return 1;
    }
    provider = withWireProperties(made.value);
    const cut = new AbortController();
    const observe = observer(log, metrics);
    const writer = createGroupWriter({
      provider,
      quarantine,
      observe,
      accepts: isAsUpstream ? () => true : createDomainMatcher([config.domainFilter]),
      dryRun: flags['dry-run'],
      signal: cut.signal,
    });
    const handle = await createAuthorized(
      config,
      serviceHandler(config, rim, { provider, writer, observe }),
    );
    const requestLog = createRequestLog(log);
    server = await startServer({
      ...config.server,
      clock: rim.clock,
      handle,
      observe: (served) => {
        metrics.observeServed(served);
        requestLog(served);
      },
    });
    log.write('info', 'Serving the webhook protocol', { at: server.url });
    await stopped(rim.stop);
    log.write('info', 'Stopping; the writes in hand are finished first');
    await server.close(drainMs);
    // Those that were answered before their end.
    await settledWithin(writer.idle(), drainMs, rim.clock);
    cut.abort(new Error('the process ends'));
    return 0;
  } catch (error) {
    log.write('fatal', error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await provider?.close?.();
    await status?.close();
  }
}

function observer(log: Log, metrics: ServiceMetrics): ObserveService {
  const serviceLog = createServiceLog(log);
  return (event) => {
    serviceLog(event);
    metrics.observe(event);
  };
}

function serviceHandler(
  { domainFilter, server }: Config,
  { clock }: ProgramRim,
  parts: {
    readonly provider: Provider;
    readonly writer: GroupWriter;
    readonly observe: ObserveService;
  },
): Handler {
  const zoneList = createZoneList(parts.provider, clock);
  return createHandler({
    ...parts,
    zoneList,
    servedZones: createServedZones(parts.provider, zoneList),
    domainFilter,
    clock,
    maxBodyBytes: server.maxBodyBytes,
    answerWithinMs: server.writeTimeoutMs,
    lenient: server.lenient,
  });
}

async function createAuthorized({ server }: Config, handle: Handler): Promise<Handler> {
  if (server.tokenFile === undefined) return handle;
  const token = fileSecret(server.tokenFile);
  await token();
  return withToken(handle, token);
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
}
