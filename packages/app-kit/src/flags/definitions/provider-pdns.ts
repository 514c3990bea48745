import type { FlagGroup } from '../flag-definition.ts';

export const providerPdnsFlags = {
  'pdns-server': {
    type: 'string',
    default: 'http://localhost:8081',
    help: 'PowerDNS API URL; several, with commas between them, are tried in order.',
  },
  'pdns-server-id': { type: 'string', default: 'localhost', help: 'PowerDNS server id.' },
  'pdns-api-key': {
    type: 'string',
    secret: true,
    help: 'PowerDNS API key; this or --pdns-api-key-file is mandatory for provider pdns.',
  },
  'pdns-api-key-file': {
    type: 'string',
    default: '',
    help: 'File with the PowerDNS API key, instead of --pdns-api-key; read again when it changes.',
  },
  'pdns-skip-tls-verify': { type: 'boolean', default: false, help: 'Accept any TLS certificate.' },
} as const satisfies FlagGroup;
