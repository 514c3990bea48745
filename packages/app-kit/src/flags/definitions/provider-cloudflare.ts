import type { FlagGroup } from '../flag-definition.ts';

export const providerCloudflareFlags = {
  'cloudflare-proxied': { type: 'boolean', default: false, help: 'Proxy records by default.' },
  'cloudflare-custom-hostnames': {
    type: 'boolean',
    default: false,
    help: 'Manage custom hostnames (Cloudflare for SaaS).',
  },
  'cloudflare-custom-hostnames-min-tls-version': {
    type: 'enum',
    choices: ['1.0', '1.1', '1.2', '1.3'],
    default: '1.0',
    help: 'Minimum TLS version of custom hostnames.',
  },
  'cloudflare-custom-hostnames-certificate-authority': {
    type: 'enum',
    choices: ['google', 'ssl_com', 'lets_encrypt', 'none'],
    default: 'none',
    help: 'Certificate authority of custom hostnames; none sends nothing.',
  },
  'cloudflare-dns-records-per-page': {
    type: 'integer',
    default: 100,
    help: 'Page size when listing records (API maximum 5000).',
  },
  'cloudflare-regional-services': {
    type: 'boolean',
    default: false,
    help: 'Manage regional hostnames.',
  },
  'cloudflare-region-key': {
    type: 'string',
    default: '',
    help: 'Default region; any non-empty value enables regional services.',
  },
  'cloudflare-record-comment': {
    type: 'string',
    default: '',
    help: 'Comment put on created records.',
  },
} as const satisfies FlagGroup;
