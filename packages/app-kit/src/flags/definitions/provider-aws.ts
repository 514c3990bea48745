import type { FlagGroup } from '../flag-definition.ts';

export const providerAwsFlags = {
  'aws-zone-type': {
    type: 'enum',
    choices: ['', 'public', 'private'],
    default: '',
    help: 'Only hosted zones of this type.',
  },
  'aws-zone-tags': {
    type: 'strings',
    default: [],
    help: 'Only hosted zones carrying all these tags (key or key=value).',
  },
  'aws-profile': { type: 'strings', default: [], help: 'Credential profiles to use.' },
  'aws-assume-role': { type: 'string', default: '', help: 'Role ARN to assume for AWS calls.' },
  'aws-assume-role-external-id': {
    type: 'string',
    secret: true,
    help: 'External id sent when assuming the role.',
  },
  'aws-batch-change-size': { type: 'integer', default: 1000, help: 'Maximum changes per batch.' },
  'aws-batch-change-size-bytes': {
    type: 'integer',
    default: 32000,
    help: 'Maximum bytes per batch.',
  },
  'aws-batch-change-size-values': {
    type: 'integer',
    default: 1000,
    help: 'Maximum record values per batch.',
  },
  'aws-batch-change-interval': { type: 'duration', default: '1s', help: 'Pause between batches.' },
  'aws-evaluate-target-health': {
    type: 'boolean',
    default: true,
    help: 'Default for alias target health evaluation.',
  },
  'aws-api-retries': { type: 'integer', default: 3, help: 'Maximum SDK retries per call.' },
  'aws-prefer-cname': {
    type: 'boolean',
    default: false,
    help: 'Create CNAMEs instead of ALIAS records.',
  },
  'aws-zones-cache-duration': {
    type: 'duration',
    default: '0s',
    help: 'Hosted zone list cache lifetime; zero disables.',
  },
  'aws-zone-match-parent': {
    type: 'boolean',
    default: false,
    help: 'Also accept parent zones of the filtered domains.',
  },
} as const satisfies FlagGroup;
