import type { FlagGroup } from '../flag-definition.ts';

export const providerWebhookFlags = {
  'webhook-provider-url': {
    type: 'string',
    default: 'http://localhost:8888',
    help: 'Base URL of the webhook provider, or unix:PATH for its Unix socket.',
  },
  'webhook-provider-token-file': {
    type: 'string',
    default: '',
    help: 'File with the token for a webhook provider that asks for one; read again when it changes. Client certificates: --tls-client-cert and kin.',
  },
  'webhook-provider-read-timeout': {
    type: 'duration',
    default: '5s',
    help: 'Read timeout towards, or of, the webhook.',
  },
  'webhook-provider-write-timeout': {
    type: 'duration',
    default: '10s',
    help: 'Write timeout towards, or of, the webhook.',
  },
  'webhook-provider-read-header-timeout': {
    type: 'duration',
    default: '5s',
    help: 'Header read timeout of the webhook server.',
  },
  'webhook-provider-idle-timeout': {
    type: 'duration',
    default: '30s',
    help: 'Keep-alive idle timeout of the webhook server.',
  },
  'webhook-provider-max-body-size': {
    type: 'int64',
    default: 33554432,
    help: 'Maximum webhook body in bytes; zero removes the limit.',
  },
  'webhook-server': {
    type: 'boolean',
    default: false,
    help: 'Serve the provider over the webhook protocol instead; the binary external-dns-webhook does that here.',
  },
} as const satisfies FlagGroup;
