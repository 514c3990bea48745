import { proxyOptionsFrom } from '@org/dns-provider-kit';
import type { CreateProvider } from './create-provider.ts';
import { nameFlags } from './name-flags.ts';

export const createWebhook: CreateProvider = async (context) => {
  const { createWebhookProvider, parseWebhookSettings } = await import('@org/dns-provider-webhook');
  const { flags, behavior, environment, observeRequest } = context;
  const tokenFile = flags['webhook-provider-token-file'];
  const parsed = parseWebhookSettings({
    url: flags['webhook-provider-url'],
    readTimeoutMs: flags['webhook-provider-read-timeout'],
    writeTimeoutMs: flags['webhook-provider-write-timeout'],
    // Upstream: zero or less is no limit.
    maxBodyBytes: Math.max(0, flags['webhook-provider-max-body-size']),
    ...(tokenFile === '' ? {} : { token: { file: tokenFile } }),
    tls: {
      ...given('caFile', flags['tls-ca']),
      ...given('certFile', flags['tls-client-cert']),
      ...given('keyFile', flags['tls-client-cert-key']),
    },
    behavior,
  });
  if (!parsed.ok)
    return nameFlags(parsed, {
      url: 'webhook-provider-url',
      readTimeoutMs: 'webhook-provider-read-timeout',
      writeTimeoutMs: 'webhook-provider-write-timeout',
      maxBodyBytes: 'webhook-provider-max-body-size',
      token: 'webhook-provider-token-file',
      tls: 'tls-client-cert',
    });
  const value = createWebhookProvider({
    ...parsed.value,
    proxy: proxyOptionsFrom(environment),
    observe: (call) => observeRequest(call, 'webhook'),
  });
  return { ok: true, value };
};

function given(key: string, value: string): Readonly<Record<string, string>> {
  return value === '' ? {} : { [key]: value };
}
