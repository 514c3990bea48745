export { capabilities } from './capabilities.ts';
export { createCoreDnsProvider } from './coredns-provider.ts';
export { parseCoreDnsSettings, type CoreDnsOptions, type CoreDnsSettings } from './options.ts';
