export { capabilities } from './capabilities.ts';
export {
  parseRfc2136Settings,
  type LoadBalancing,
  type Rfc2136Options,
  type Rfc2136Settings,
  type TsigSettings,
} from './options.ts';
export { createRfc2136Provider } from './rfc2136-provider.ts';
export type { DnsServer } from './transport/dns-server.ts';
export type { TsigAlgorithm } from './wire/tsig-key.ts';
