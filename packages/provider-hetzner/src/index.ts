export { capabilities } from './capabilities.ts';
export { createHetznerProvider } from './hetzner-provider.ts';
export { parseHetznerSettings, type HetznerOptions, type HetznerSettings } from './options.ts';
export type { Quota } from './request-budget.ts';
