export { capabilities } from './capabilities.ts';
export { createDnsServer, type DnsServer, type DnsServerOptions } from './dns/dns-server.ts';
export { createInMemoryProvider, type InMemoryProvider } from './inmemory-provider.ts';
export { parseInMemoryOptions, type InMemoryOptions } from './options.ts';
export type { ZoneView } from './store/memory-zone.ts';
