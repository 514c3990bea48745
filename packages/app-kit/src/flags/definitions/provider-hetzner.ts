import type { FlagGroup } from '../flag-definition.ts';

export const providerHetznerFlags = {
  'hetzner-token-file': {
    type: 'string',
    default: '',
    help: 'File that holds the API token; read again when it changes. Not given: the environment variables HETZNER_TOKEN_FILE, HETZNER_TOKEN, HETZNER_API_KEY.',
  },
  'hetzner-endpoint': {
    type: 'string',
    default: '',
    help: 'Alternative base URL of the Cloud API. Not given: HCLOUD_ENDPOINT, else the public one.',
  },
  'hetzner-labels': {
    type: 'boolean',
    default: false,
    help: 'Keep the labels of record sets: those that annotations ask for, and external-dns/owner on what is created.',
  },
} as const satisfies FlagGroup;
