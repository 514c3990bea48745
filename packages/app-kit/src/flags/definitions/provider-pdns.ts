import type { FlagGroup } from '../flag-definition.ts';

export const providerPdnsFlags = {
  'pdns-server': { type: 'string', default: 'http://localhost:8081', help: 'PowerDNS API URL.' },
  'pdns-server-id': { type: 'string', default: 'localhost', help: 'PowerDNS server id.' },
  'pdns-api-key': {
    type: 'string',
    secret: true,
    help: 'PowerDNS API key; mandatory for provider pdns.',
  },
  'pdns-skip-tls-verify': { type: 'boolean', default: false, help: 'Accept any TLS certificate.' },
} as const satisfies FlagGroup;
