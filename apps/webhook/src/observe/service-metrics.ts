import {
  createQuotaMetrics,
  createRequestMetrics,
  registerProcessMetrics,
  type ObserveQuota,
  type ObserveRequest,
} from '@org/dns-app-kit';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ServedRequest } from '../http/start-server.ts';
import type { Refused } from '../service/quarantine.ts';
import type { ServiceEvent } from '../service/service-event.ts';

export interface ServiceMetrics {
  readonly contentType: string;
  readonly observe: (event: ServiceEvent) => void;
  readonly observeServed: (served: ServedRequest) => void;
  /** For the requests that the provider sends. */
  readonly observeRequest: ObserveRequest;
  readonly observeQuota: ObserveQuota;
  expose(): Promise<string>;
}

export interface ServiceMetricsOptions {
  readonly version: string;
  readonly provider: string;
  /** What is set aside now; asked at each scrape. */
  readonly refused: () => readonly Refused[];
}

/** So many records at most are named, each in a series of its own. */
const mostNamed = 500;
const mostReason = 200;
const paths = new Set(['/', '/records', '/adjustendpoints', '/v2', '/v2/zones']);

/** Zone ids left out; whatever else a client makes up must not become a label. */
function labelOf(path: string): string {
  if (paths.has(path)) return path;
  const part = /^\/v2\/zones\/[^/]+\/(records|version|names|changes)$/.exec(path)?.[1];
  return part === undefined ? 'other' : `/v2/zones/{id}/${part}`;
}

export function createServiceMetrics(options: ServiceMetricsOptions): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'external_dns_webhook_build_info',
    help: 'Always 1; labels say which build this is and what it serves.',
    registers,
    labelNames: ['version', 'provider'],
  }).set({ version: options.version, provider: options.provider }, 1);
  const requests = new Counter({
    name: 'external_dns_webhook_requests_total',
    help: 'Requests that were answered; status 0: the connection ended before there was an answer.',
    registers,
    labelNames: ['method', 'path', 'status'],
  });
  const cut = new Counter({
    name: 'external_dns_webhook_cut_replies_total',
    help: 'Replies that broke off: a zone could not be read to its end, or the client went away.',
    registers,
    labelNames: ['path'],
  });
  const duration = new Histogram({
    name: 'external_dns_webhook_request_duration_seconds',
    help: 'How long requests took, from their headers to the end of the reply.',
    registers,
    labelNames: ['method', 'path'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 15, 30, 60],
  });
  const changes = new Counter({
    name: 'external_dns_webhook_changes_total',
    help: 'Record sets written, by zone and kind of change.',
    registers,
    labelNames: ['zone', 'kind'],
  });
  const failures = new Counter({
    name: 'external_dns_webhook_failed_names_total',
    help: 'Names whose changes were not written, by reason.',
    registers,
    labelNames: ['reason'],
  });
  const unheld = new Counter({
    name: 'external_dns_webhook_unheld_endpoints_total',
    help: 'Wanted endpoints that the provider holds otherwise than they are wanted, or not at all, counted at each adjustment.',
    registers,
    labelNames: ['record_type'],
  });
  new Gauge({
    name: 'external_dns_webhook_quarantined_names',
    help: 'Names whose changes were refused and wait.',
    registers,
    collect() {
      this.set(options.refused().length);
    },
  });
  new Gauge({
    name: 'external_dns_webhook_refused_record',
    help: `Names whose changes were refused, with the reason; the first ${mostNamed}. The value is the time of the next attempt.`,
    registers,
    labelNames: ['name', 'reason', 'message'],
    collect() {
      this.reset();
      for (const { name, error, untilMs } of options.refused().slice(0, mostNamed))
        this.set(
          { name, reason: error.reason, message: error.message.slice(0, mostReason) },
          untilMs / 1000,
        );
    },
  });
  const observeRequest = createRequestMetrics(registry);
  const observeQuota = createQuotaMetrics(registry);
  registerProcessMetrics(registry);

  return {
    contentType: registry.contentType,
    expose: () => registry.metrics(),
    observeRequest,
    observeQuota,
    observe(event) {
      switch (event.kind) {
        case 'written':
          for (const { kind, role } of event.changes)
            if (role === 'record') changes.inc({ zone: event.zone.name, kind });
          return;
        case 'failed':
        case 'quarantined':
          failures.inc({ reason: event.error.reason });
          return;
        case 'unheld':
          unheld.inc({ record_type: event.endpoint.type.toLowerCase() });
          return;
        case 'held-back':
        case 'would-write':
          return;
      }
    },
    observeServed({ method: asked, path: whole, status, durationMs, error }) {
      const path = labelOf(whole);
      const method = asked === 'GET' || asked === 'POST' ? asked : 'other';
      requests.inc({ method, path, status: String(status ?? 0) });
      duration.observe({ method, path }, durationMs / 1000);
      if (error !== undefined && status !== 500) cut.inc({ path });
    },
  };
}
