import type { EngineEvent, Plan } from '@org/dns-core';
import { Counter, Gauge, type Registry } from 'prom-client';
import { refill, total } from './gauge-map.ts';

export interface EngineMetricsOptions {
  readonly version: string;
  readonly revision: string;
  readonly owner: string;
  readonly now: () => number;
}

/** Upstream's metrics of the control loop, counted from the engine's events. */
export function createEngineMetrics(
  registry: Registry,
  { version, revision, owner, now }: EngineMetricsOptions,
): (event: EngineEvent) => void {
  const registers = [registry];
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `external_dns_${name}`, help, registers });
  const byType = (name: string, help: string) =>
    new Gauge({ name: `external_dns_${name}`, help, registers, labelNames: ['record_type'] });
  const counter = (name: string, help: string) =>
    new Counter({ name: `external_dns_${name}`, help, registers });

  new Gauge({
    name: 'external_dns_build_info',
    help: "Always 1; labels say which build this is. go_version names the runtime, as upstream's dashboards expect the label.",
    registers,
    labelNames: ['arch', 'go_version', 'os', 'revision', 'version'],
  }).set(
    {
      arch: process.arch === 'x64' ? 'amd64' : process.arch,
      go_version: `node${process.versions.node}`,
      os: process.platform,
      revision,
      version,
    },
    1,
  );
  const softErrors = gauge(
    'controller_consecutive_soft_errors',
    'Passes in a row after which not everything was in step.',
  );
  const lastReconcile = gauge(
    'controller_last_reconcile_timestamp_seconds',
    'When the last pass ended, whatever came of it.',
  );
  const lastSync = gauge(
    'controller_last_sync_timestamp_seconds',
    'When every zone was in step the last time.',
  );
  const noOpRuns = counter(
    'controller_no_op_runs_total',
    'Full passes that had nothing to change.',
  );
  const verified = byType(
    'controller_verified_records',
    'Wanted records that exist in the provider.',
  );
  const registryTotal = gauge('registry_endpoints_total', 'Records in the zones.');
  const registryErrors = counter('registry_errors_total', 'Failed reads and writes of records.');
  const registryRecords = byType('registry_records', 'Records in the zones by type.');
  const skipped = new Gauge({
    name: 'external_dns_registry_skipped_records_owner_mismatch_per_sync',
    help: 'Records of others that kept ours from being made, as of the last full pass.',
    registers,
    labelNames: ['record_type', 'owner', 'foreign_owner', 'domain'],
  });
  const sourceTotal = gauge('source_endpoints_total', 'Records that the sources want.');
  const sourceErrors = counter('source_errors_total', 'Times a source fell out of step.');
  const sourceRecords = byType('source_records', 'Records that the sources want by type.');
  const invalid = new Gauge({
    name: 'external_dns_source_invalid_endpoints',
    help: 'Endpoints that sources gave and that cannot be records, as of the last full pass.',
    registers,
    labelNames: ['record_type', 'source_type'],
  });
  const duplicates = new Gauge({
    name: 'external_dns_source_deduplicated_endpoints',
    help: 'Endpoints that another one made superfluous, as of the last full pass.',
    registers,
    labelNames: ['record_type', 'source_type'],
  });
  const applyCalls = counter(
    'provider_cache_apply_changes_calls',
    'Change sets sent to the provider.',
  );
  const recordsCalls = new Counter({
    name: 'external_dns_provider_cache_records_calls',
    help: 'Times the content of a zone was needed, by whether a kept copy served.',
    registers,
    labelNames: ['from_cache'],
  });
  const changes = new Counter({
    name: 'external_dns_changes_total',
    help: 'Records written, by kind of change.',
    registers,
    labelNames: ['zone', 'kind'],
  });
  const problems = new Gauge({
    name: 'external_dns_problems',
    help: 'Open problems of objects, by code.',
    registers,
    labelNames: ['code'],
  });

  const countSkipped = (plan: Plan) => {
    for (const { endpoint, because } of plan.skipped)
      if (because.code === 'blocked-by-foreign')
        skipped.inc({
          record_type: because.foreign.type.toLowerCase(),
          owner: owner.toLowerCase(),
          foreign_owner: (because.foreign.labels['owner'] ?? '').toLowerCase(),
          domain: endpoint.name.replace(/^[^.]*\./, ''),
        });
  };
  let skippedFresh = false;

  return (event) => {
    switch (event.kind) {
      case 'source-behind':
        sourceErrors.inc();
        return;
      case 'problem':
      case 'problem-solved': {
        const by = event.kind === 'problem' ? 1 : -1;
        problems.inc({ code: event.problem.code }, by);
        return;
      }
      case 'zone-read':
        recordsCalls.inc({ from_cache: 'false' });
        return;
      case 'zone-failed':
        registryErrors.inc();
        return;
      case 'planned':
        if (event.scope === 'delta') {
          recordsCalls.inc({ from_cache: 'true' });
          return;
        }
        if (!skippedFresh) skipped.reset();
        skippedFresh = true;
        countSkipped(event.plan);
        return;
      case 'applied':
        applyCalls.inc();
        for (const change of event.changes)
          if (change.role === 'record') changes.inc({ zone: event.zone.name, kind: change.kind });
        return;
      case 'failed':
        applyCalls.inc();
        registryErrors.inc();
        return;
      case 'pass-ended': {
        const seconds = now() / 1000;
        lastReconcile.set(seconds);
        if (event.inStep) {
          lastSync.set(seconds);
          softErrors.set(0);
        } else {
          softErrors.inc();
        }
        if (event.scope === 'delta') return;
        skippedFresh = false;
        if (event.inStep && !event.wrote) noOpRuns.inc();
        if (event.counts === undefined) return;
        const { wanted, current, verified: found, dropped } = event.counts;
        refill(sourceRecords, 'record_type', wanted);
        refill(registryRecords, 'record_type', current);
        refill(verified, 'record_type', found);
        invalid.reset();
        duplicates.reset();
        for (const { why, type, source, count } of dropped)
          (why === 'invalid' ? invalid : duplicates).inc(
            { record_type: type.toLowerCase(), source_type: source.toLowerCase() },
            count,
          );
        sourceTotal.set(total(wanted));
        registryTotal.set(total(current));
        return;
      }
      case 'source-synced':
      case 'held':
      case 'released':
      case 'quarantined':
        return;
    }
  };
}
