import type { FlagGroup } from '../flag-definition.ts';

export const providerAwsSdFlags = {
  'aws-sd-service-cleanup': {
    type: 'boolean',
    default: false,
    help: 'Remove Cloud Map services left without instances.',
  },
  'aws-sd-create-tag': { type: 'map', help: 'Tags (key=value) for created Cloud Map services.' },
} as const satisfies FlagGroup;
