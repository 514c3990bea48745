import type { EngineStatus } from '@org/dns-core';
import { Gauge, type Registry } from 'prom-client';

/** Gauges of what stands now, asked from the engine at each scrape: sources, zones, holds, quarantine. */
export function registerStatusMetrics(
  registry: Registry,
  status: () => EngineStatus | undefined,
): void {
  const registers = [registry];
  const zones = () => status()?.zones ?? [];
  const perZone = (
    name: string,
    help: string,
    value: (zone: EngineStatus['zones'][number]) => number | undefined,
  ) =>
    new Gauge({
      name: `external_dns_zone_${name}`,
      help,
      registers,
      labelNames: ['zone', 'id'],
      collect() {
        this.reset();
        for (const zone of zones()) {
          const current = value(zone);
          if (current !== undefined) this.set({ zone: zone.name, id: zone.id }, current);
        }
      },
    });
  perZone(
    'in_step',
    'Whether everything wanted in the zone was there after its last pass.',
    (zone) => (zone.inStep ? 1 : 0),
  );
  perZone(
    'last_sync_timestamp_seconds',
    'When the zone was in step the last time.',
    ({ lastInStepMs }) => (lastInStepMs === undefined ? undefined : lastInStepMs / 1000),
  );
  perZone('held', 'Whether a plan waits for a person to release it.', ({ held }) =>
    held === undefined ? 0 : 1,
  );
  perZone(
    'quarantined_records',
    'Names that are set aside because the provider refused them.',
    ({ quarantined }) => quarantined,
  );
  new Gauge({
    name: 'external_dns_source_in_step',
    help: 'Whether the source has seen every object and misses none.',
    registers,
    labelNames: ['source'],
    collect() {
      this.reset();
      for (const { name, synced } of status()?.sources ?? [])
        this.set({ source: name }, synced ? 1 : 0);
    },
  });
}
