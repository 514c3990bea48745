import type { FlagGroup } from '../flag-definition.ts';

export const providerNs1Flags = {
  'ns1-endpoint': { type: 'string', default: '', help: 'Alternative NS1 API URL.' },
  'ns1-ignoressl': { type: 'boolean', default: false, help: 'Skip TLS verification towards NS1.' },
  'ns1-min-ttl': { type: 'integer', default: 0, help: 'Lower bound for record TTL in seconds.' },
} as const satisfies FlagGroup;
