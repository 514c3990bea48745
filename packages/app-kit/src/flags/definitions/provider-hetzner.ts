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
} as const satisfies FlagGroup;
