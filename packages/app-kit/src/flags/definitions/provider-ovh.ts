import type { FlagGroup } from '../flag-definition.ts';

export const providerOvhFlags = {
  'ovh-endpoint': { type: 'string', default: 'ovh-eu', help: 'OVH API endpoint name.' },
  'ovh-api-rate-limit': { type: 'integer', default: 20, help: 'API calls per second.' },
  'ovh-enable-cname-relative': {
    type: 'boolean',
    default: false,
    help: 'Treat CNAME targets without final dot as relative.',
  },
} as const satisfies FlagGroup;
