export { createAzureProvider } from './azure-provider.ts';
export type {
  AzureConfig,
  AzureIdentity,
  AzureOverrides,
  WorkloadEnvironment,
} from './azure-json.ts';
export { capabilitiesOf } from './capabilities.ts';
export type { AzureCloud } from './clouds.ts';
export { openConfig, type ConfigSource, type ConfigSourceOptions } from './config-source.ts';
export {
  parseAzureSettings,
  type AzureLimits,
  type AzureOptions,
  type AzureSettings,
} from './options.ts';
export type { ZoneKind } from './record-types.ts';
