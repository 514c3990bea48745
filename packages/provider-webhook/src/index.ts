export { capabilities } from './capabilities.ts';
export { parseWebhookSettings, type WebhookOptions, type WebhookSettings } from './options.ts';
export { createWebhookProvider } from './webhook-provider.ts';
