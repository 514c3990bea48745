import type { FlagGroup } from '../flag-definition.ts';

export const providerGodaddyFlags = {
  'godaddy-api-key': { type: 'string', secret: true, help: 'GoDaddy API key.' },
  'godaddy-api-secret': { type: 'string', secret: true, help: 'GoDaddy API secret.' },
  'godaddy-api-ttl': { type: 'int64', default: 0, help: 'TTL in seconds when none is configured.' },
  'godaddy-api-ote': { type: 'boolean', default: false, help: 'Use the GoDaddy test environment.' },
} as const satisfies FlagGroup;
