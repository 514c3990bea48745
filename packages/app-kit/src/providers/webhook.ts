import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createWebhook: CreateProvider = async (context) => {
  const { createWebhookProvider, parseWebhookSettings } = await import('@org/dns-provider-webhook');
  const { flags, behavior, environment, observeRequest } = context;
  const parsed = parseWebhookSettings({
    url: flags['webhook-provider-url'],
    readTimeoutMs: flags['webhook-provider-read-timeout'],
    writeTimeoutMs: flags['webhook-provider-write-timeout'],
    maxBodyBytes: flags['webhook-provider-max-body-size'],
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      url: 'webhook-provider-url',
      readTimeoutMs: 'webhook-provider-read-timeout',
      writeTimeoutMs: 'webhook-provider-write-timeout',
      maxBodyBytes: 'webhook-provider-max-body-size',
    });
  const value = createWebhookProvider({
    ...parsed.value,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'webhook'),
  });
  return { ok: true, value };
};
