import type { FlagGroup } from '../flag-definition.ts';

export const providerExoscaleFlags = {
  'exoscale-apienv': { type: 'string', default: 'api', help: 'Exoscale API environment.' },
  'exoscale-apizone': { type: 'string', default: 'ch-gva-2', help: 'Exoscale API zone.' },
  'exoscale-apikey': { type: 'string', secret: true, help: 'Exoscale API key.' },
  'exoscale-apisecret': { type: 'string', secret: true, help: 'Exoscale API secret.' },
  'exoscale-zones-cache-duration': {
    type: 'duration',
    default: '0s',
    help: 'Zone list cache lifetime; zero disables.',
  },
} as const satisfies FlagGroup;
