import type { FlagGroup } from '@org/dns-app-kit';

/** The flags that only this program has. */
export const serverFlags = {
  listen: {
    type: 'string',
    default: '127.0.0.1:8888',
    help: 'Where the webhook protocol is served: HOST:PORT, or unix:PATH for a Unix socket.',
  },
  'listen-tls-cert': {
    type: 'string',
    default: '',
    help: 'Certificate file of the server; with --listen-tls-key it serves HTTPS. Read again when it changes.',
  },
  'listen-tls-key': { type: 'string', default: '', help: 'Key file of the certificate.' },
  'listen-client-ca': {
    type: 'string',
    default: '',
    help: 'Only clients with a certificate of an authority in this file are served (mutual TLS).',
  },
  'listen-token-file': {
    type: 'string',
    default: '',
    help: 'Only clients that send the token in this file (Authorization: Bearer) are served. Read again when it changes. The Go controller sends none.',
  },
} as const satisfies FlagGroup;
