import type { FlagGroup } from '../flag-definition.ts';

export const tlsFlags = {
  'tls-ca': { type: 'string', default: '', help: 'CA certificate file for provider connections.' },
  'tls-client-cert': { type: 'string', default: '', help: 'Client certificate file.' },
  'tls-client-cert-key': { type: 'string', default: '', help: 'Client key file.' },
} as const satisfies FlagGroup;
