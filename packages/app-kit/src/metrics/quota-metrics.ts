import { Gauge, type Registry } from 'prom-client';

/** What a provider's last reply said about the rate limit of these credentials. */
export type ObserveQuota = (quota: { readonly remaining: number }, provider: string) => void;

/** How many requests the provider's service still takes; absent until a reply says so. */
export function createQuotaMetrics(registry: Registry): ObserveQuota {
  const remaining = new Gauge({
    name: 'external_dns_provider_quota_remaining',
    help: "Requests that the provider's rate limit leaves these credentials, as its last reply said.",
    registers: [registry],
    labelNames: ['provider'],
  });
  return (quota, provider) => {
    remaining.set({ provider }, quota.remaining);
  };
}
