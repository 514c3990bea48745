import type { FlagGroup } from '../flag-definition.ts';

export const providerAlibabacloudFlags = {
  'alibaba-cloud-config-file': {
    type: 'string',
    default: '/etc/kubernetes/alibaba-cloud.json',
    help: 'Credentials file of the Alibaba Cloud provider.',
  },
  'alibaba-cloud-zone-type': {
    type: 'enum',
    choices: ['', 'public', 'private'],
    default: '',
    help: 'Only zones of this type.',
  },
} as const satisfies FlagGroup;
