export { capabilities } from './capabilities.ts';
export { parseRoute53Settings, type Route53Options, type Route53Settings } from './options.ts';
export { createRoute53Provider } from './route53-provider.ts';
