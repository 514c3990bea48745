import type { FlagGroup } from '../flag-definition.ts';

export const providerCorednsFlags = {
  'coredns-prefix': { type: 'string', default: '/skydns/', help: 'etcd key prefix.' },
  'coredns-strictly-owned': {
    type: 'boolean',
    default: false,
    help: 'Store owner id in etcd values and only touch own keys.',
  },
} as const satisfies FlagGroup;
