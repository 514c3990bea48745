export { capabilities } from './capabilities.ts';
export { parsePdnsSettings, type PdnsOptions, type PdnsSettings } from './options.ts';
export { createPdnsProvider } from './pdns-provider.ts';
