export type { CaseResult, Waivers } from './case-result.ts';
export type { Fault, FaultInjector } from './faults/fault.ts';
export {
  startFaultyProxy,
  type FaultyProxy,
  type FaultyProxyOptions,
  type ProxiedRequest,
} from './faults/faulty-proxy.ts';
export { createHastyClock, type HastyClockOptions } from './faults/hasty-clock.ts';
export { checkProvider } from './provider/check-provider.ts';
export type { ProviderCheckOptions, ProviderUnderTest } from './provider/provider-under-test.ts';
export { checkWebhook, type WebhookCheckOptions } from './webhook/check-webhook.ts';
export { checkSource } from './source/check-source.ts';
export type { SourceCheckOptions, SourceUnderTest } from './source/source-under-test.ts';
