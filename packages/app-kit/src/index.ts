export type { FlagDefinition, FlagGroup, FlagValue } from './flags/flag-definition.ts';
export {
  environmentName,
  flagDefinitions,
  flagGroups,
  type FlagName,
  type Flags,
  type TitledFlags,
} from './flags/flag-groups.ts';
export { configDump } from './flags/config-dump.ts';
export { flagForm, flagSentence, helpText, type HelpSubject } from './flags/help-text.ts';
export { parseFlags, type Environment, type FlagsOutcome } from './flags/parse-flags.ts';
export { problemText, settingAsFlag } from './flags/problem-text.ts';
export { removedFlags } from './flags/removed-flags.ts';
export { validateFlags, type ValidFlags } from './flags/validate-flags.ts';
export { validateProviderFlags } from './flags/validate-provider-flags.ts';
export { parseListenAddress, type ListenAddress } from './http/listen-address.ts';
export { startStatusServer, type StatusPages, type StatusServer } from './http/status-server.ts';
export { createEventLog } from './log/event-log.ts';
export { createLog, type Log, type LogFields, type LogLevel } from './log/log.ts';
export { createLogFromFlags, createProgramLog } from './log/program-log.ts';
export { planText } from './log/plan-text.ts';
export { createMetrics, type Metrics, type MetricsOptions } from './metrics/metrics.ts';
export { registerProcessMetrics } from './metrics/process-metrics.ts';
export { createQuotaMetrics, type ObserveQuota } from './metrics/quota-metrics.ts';
export {
  createRequestMetrics,
  type ObserveRequest,
  type ObservedRequest,
} from './metrics/request-metrics.ts';
export {
  createProvider,
  type CreateProvider,
  type ProviderContext,
} from './providers/create-provider.ts';
export { domainFilterFromFlags } from './providers/domain-filter.ts';
export type { ProgramRim } from './program-rim.ts';
export { createRegistry } from './registry/create-registry.ts';
