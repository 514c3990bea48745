import type { FlagGroup } from '../flag-definition.ts';

export const providerAzureFlags = {
  'azure-config-file': {
    type: 'string',
    default: '/etc/kubernetes/azure.json',
    help: 'Azure configuration file; may not be empty for provider azure.',
  },
  'azure-resource-group': { type: 'string', default: '', help: 'Override of the resource group.' },
  'azure-subscription-id': { type: 'string', default: '', help: 'Override of the subscription.' },
  'azure-user-assigned-identity-client-id': {
    type: 'string',
    default: '',
    help: 'Override of the managed identity client id.',
  },
  'azure-zones-cache-duration': {
    type: 'duration',
    default: '0s',
    help: 'Zone list cache lifetime; zero disables.',
  },
  'azure-maxretries-count': {
    type: 'integer',
    default: 3,
    help: 'API retries; negative disables retrying.',
  },
} as const satisfies FlagGroup;
