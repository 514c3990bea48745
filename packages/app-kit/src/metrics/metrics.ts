import type { EngineEvent, EngineStatus } from '@org/dns-core';
import { Registry } from 'prom-client';
import { createEngineMetrics } from './engine-metrics.ts';
import { createQuotaMetrics, type ObserveQuota } from './quota-metrics.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { createRequestMetrics, type ObserveRequest } from './request-metrics.ts';
import { registerStatusMetrics } from './status-metrics.ts';

export interface MetricsOptions {
  readonly version: string;
  readonly revision: string;
  /** The owner id, which labels records that somebody else owns. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Asked at each scrape; `undefined` while there is no engine yet. */
  readonly status: () => EngineStatus | undefined;
}

export interface Metrics {
  readonly contentType: string;
  readonly observe: (event: EngineEvent) => void;
  readonly observeRequest: ObserveRequest;
  readonly observeQuota: ObserveQuota;
  /** The exposition in Prometheus's text format. */
  expose(): Promise<string>;
}

/** All metrics under upstream's names and labels (`docs/metrics.md`), and some of our own beside. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const observe = createEngineMetrics(registry, options);
  const observeRequest = createRequestMetrics(registry);
  const observeQuota = createQuotaMetrics(registry);
  registerStatusMetrics(registry, options.status);
  registerProcessMetrics(registry);
  return {
    contentType: registry.contentType,
    observe,
    observeRequest,
    observeQuota,
    expose: () => registry.metrics(),
  };
}
