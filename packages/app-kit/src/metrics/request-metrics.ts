import { Gauge, Summary, type Registry } from 'prom-client';

/** One request that this process sent; what the HTTP transport of `provider-kit` observes fits. */
export interface ObservedRequest {
  readonly scheme: string;
  readonly host: string;
  readonly method: string;
  /** Without the query; its last part becomes a label. */
  readonly path: string;
  /** `undefined`: no reply came. */
  readonly status?: number | undefined;
  readonly durationMs: number;
}

/** `webhook`: also counted in the metrics of the webhook client. */
export type ObserveRequest = (
  request: ObservedRequest,
  service: 'kubernetes' | 'provider' | 'webhook',
) => void;

const webhookCalls: Readonly<Record<string, string>> = {
  'GET records': 'records',
  'POST records': 'applychanges',
  'POST adjustendpoints': 'adjustendpoints',
};

/** Upstream's metrics of outgoing requests. */
export function createRequestMetrics(registry: Registry): ObserveRequest {
  const registers = [registry];
  const latency = new Summary({
    name: 'external_dns_http_request_duration_seconds',
    help: 'How long outgoing requests took.',
    registers,
    labelNames: ['handler', 'scheme', 'host', 'path', 'method', 'status'],
    percentiles: [0.5, 0.9, 0.99],
    maxAgeSeconds: 600,
    ageBuckets: 5,
  });
  const webhook = new Map<string, { readonly requests: Gauge; readonly errors: Gauge }>();
  for (const call of Object.values(webhookCalls)) {
    const name = `external_dns_webhook_provider_${call}`;
    webhook.set(call, {
      requests: new Gauge({
        name: `${name}_requests_total`,
        help: `Requests of the kind ${call} to the webhook provider.`,
        registers,
      }),
      errors: new Gauge({
        name: `${name}_errors_total`,
        help: `Failed requests of the kind ${call} to the webhook provider.`,
        registers,
      }),
    });
  }
  return ({ scheme, host, method, path: whole, status, durationMs }, service) => {
    const path = whole.slice(whole.lastIndexOf('/') + 1);
    latency.observe(
      {
        handler: 'instrumented_http',
        scheme,
        host,
        path,
        method,
        status: status === undefined ? '' : String(status),
      },
      durationMs / 1000,
    );
    if (service !== 'webhook') return;
    const call = webhook.get(webhookCalls[`${method} ${path}`] ?? '');
    call?.requests.inc();
    if (status === undefined || status >= 300) call?.errors.inc();
  };
}
