export { capabilities } from './capabilities.ts';
export { createProvider, spec } from './create-provider.ts';
export { createMyDnsProvider } from './my-dns-provider.ts';
export { parseMyDnsSettings, type MyDnsOptions, type MyDnsSettings } from './options.ts';
