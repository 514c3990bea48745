import type { FlagGroup } from '../flag-definition.ts';

export const providerRfc2136Flags = {
  'rfc2136-host': {
    type: 'strings',
    default: [],
    help: 'DNS server hosts; several with load balancing.',
  },
  'rfc2136-port': { type: 'integer', default: 0, help: 'DNS server port.' },
  'rfc2136-zone': { type: 'strings', default: [], help: 'Zones served by the DNS server.' },
  'rfc2136-insecure': { type: 'boolean', default: false, help: 'Send updates without TSIG.' },
  'rfc2136-tsig-keyname': { type: 'string', default: '', help: 'TSIG key name.' },
  'rfc2136-tsig-secret': { type: 'string', secret: true, help: 'TSIG secret (base64).' },
  'rfc2136-tsig-secret-alg': { type: 'string', default: '', help: 'TSIG algorithm name.' },
  'rfc2136-axfr': {
    type: 'boolean',
    default: false,
    help: 'List existing records through zone transfer.',
  },
  'rfc2136-tsig-axfr': {
    type: 'boolean',
    default: false,
    help: 'Synonym of --rfc2136-axfr; either one enables it.',
    deprecated: 'use --rfc2136-axfr',
  },
  'rfc2136-min-ttl': {
    type: 'duration',
    default: '0s',
    help: 'Lower bound for record TTL; may not be negative.',
  },
  'rfc2136-gss-tsig': {
    type: 'boolean',
    default: false,
    help: 'Use Kerberos GSS-TSIG; excludes rfc2136-insecure.',
  },
  'rfc2136-kerberos-username': { type: 'string', default: '', help: 'Kerberos user for GSS-TSIG.' },
  'rfc2136-kerberos-password': {
    type: 'string',
    secret: true,
    help: 'Kerberos password for GSS-TSIG.',
  },
  'rfc2136-kerberos-realm': { type: 'string', default: '', help: 'Kerberos realm for GSS-TSIG.' },
  'rfc2136-batch-change-size': {
    type: 'integer',
    default: 50,
    help: 'Maximum changes per update; at least one.',
  },
  'rfc2136-use-tls': { type: 'boolean', default: false, help: 'Talk DNS over TLS to the server.' },
  'rfc2136-skip-tls-verify': {
    type: 'boolean',
    default: false,
    help: 'Accept any TLS certificate.',
  },
  'rfc2136-load-balancing-strategy': {
    type: 'enum',
    choices: ['random', 'round-robin', 'disabled'],
    default: 'disabled',
    help: 'How to pick among several hosts.',
  },
} as const satisfies FlagGroup;
