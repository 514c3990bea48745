import type { FlagGroup } from '../flag-definition.ts';

export const providerPiholeFlags = {
  'pihole-server': {
    type: 'string',
    default: '',
    help: 'Pi-hole base URL; mandatory for provider pihole.',
  },
  'pihole-password': { type: 'string', secret: true, help: 'Pi-hole password.' },
  'pihole-tls-skip-verify': {
    type: 'boolean',
    default: false,
    help: 'Accept any TLS certificate.',
  },
} as const satisfies FlagGroup;
