export { capabilities } from './capabilities.ts';
export { createCloudflareProvider } from './cloudflare-provider.ts';
export {
  parseCloudflareSettings,
  type CloudflareCredentials,
  type CloudflareOptions,
  type CloudflareSettings,
  type CustomHostnameSettings,
} from './options.ts';
export type { Quota } from './quota.ts';
