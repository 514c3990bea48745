import type { FlagGroup } from '../flag-definition.ts';

export const providerGoogleFlags = {
  'google-project': {
    type: 'string',
    default: '',
    help: 'GCP project; auto-detected when running on GCP.',
  },
  'google-batch-change-size': {
    type: 'integer',
    default: 1000,
    help: 'Maximum changes per batch.',
  },
  'google-batch-change-interval': {
    type: 'duration',
    default: '1s',
    help: 'Pause between batches.',
  },
  'google-zone-visibility': {
    type: 'enum',
    choices: ['', 'public', 'private'],
    default: '',
    help: 'Only zones with this visibility.',
  },
} as const satisfies FlagGroup;
