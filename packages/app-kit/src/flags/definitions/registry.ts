import type { FlagGroup } from '../flag-definition.ts';

export const registryFlags = {
  registry: {
    type: 'enum',
    choices: ['aws-sd', 'crd', 'dynamodb', 'noop', 'txt'],
    default: 'txt',
    help: 'Where ownership metadata is stored.',
  },
  'crd-registry-namespace': {
    type: 'string',
    default: '',
    help: 'Namespace of DNSRecord objects; empty means current namespace.',
  },
  'txt-owner-id': {
    type: 'string',
    default: 'default',
    help: 'The identity of this instance: only records marked with it are changed or removed.',
  },
  'txt-prefix': {
    type: 'string',
    default: '',
    help: 'Prefix of ownership record names; excludes txt-suffix.',
  },
  'txt-suffix': {
    type: 'string',
    default: '',
    help: 'Suffix on the first label of ownership names; excludes txt-prefix.',
  },
  'txt-wildcard-replacement': {
    type: 'string',
    default: '',
    help: 'Label replacing a leading asterisk in ownership names.',
  },
  'txt-encrypt-enabled': { type: 'boolean', default: false, help: 'Encrypt ownership TXT values.' },
  'txt-encrypt-aes-key': {
    type: 'string',
    secret: true,
    help: 'AES-256 key: 32 raw bytes or their base64.',
  },
  'migrate-from-txt-owner': {
    type: 'string',
    default: '',
    help: 'Previous owner id whose records are taken over.',
  },
  'dynamodb-region': {
    type: 'string',
    default: '',
    help: 'Region of the DynamoDB table; empty keeps the SDK default.',
  },
  'dynamodb-table': {
    type: 'string',
    default: 'external-dns',
    help: 'Name of the DynamoDB table.',
  },
  'txt-cache-interval': {
    type: 'duration',
    default: '0s',
    help: 'How long ownership records that were read are kept, where that is longer than the built-in 60s.',
  },
  'txt-write-old-format': {
    type: 'boolean',
    default: false,
    help: 'Write the ownership records of v0.12 to v0.15 beside the present ones, while controllers of those releases still run.',
  },
} as const satisfies FlagGroup;
