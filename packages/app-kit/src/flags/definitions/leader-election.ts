import type { FlagGroup } from '../flag-definition.ts';

export const leaderElectionFlags = {
  'leader-election': {
    type: 'boolean',
    default: false,
    help: 'Run several replicas of which one writes; the others keep their caches warm and take over through a Lease.',
  },
  'leader-election-name': {
    type: 'string',
    default: 'external-dns',
    help: 'Name of the Lease.',
  },
  'leader-election-namespace': {
    type: 'string',
    default: '',
    help: 'Namespace of the Lease. Not given: the one this process runs in.',
  },
  'leader-election-lease-duration': {
    type: 'duration',
    default: '15s',
    help: 'How long a standby waits after the last renewal before it takes over.',
  },
  'leader-election-renew-deadline': {
    type: 'duration',
    default: '10s',
    help: 'How long the leader tries to renew before it stops writing.',
  },
  'leader-election-retry-period': {
    type: 'duration',
    default: '2s',
    help: 'Time between two attempts to get or renew the Lease.',
  },
} as const satisfies FlagGroup;
