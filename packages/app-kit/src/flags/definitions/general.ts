import type { FlagGroup } from '../flag-definition.ts';

export const generalFlags = {
  version: { type: 'boolean', default: false, help: 'Print the version and exit.' },
  'log-format': {
    type: 'enum',
    choices: ['text', 'json'],
    default: 'text',
    help: 'Log output format.',
  },
  'metrics-address': {
    type: 'string',
    default: ':7979',
    help: 'Listen address of metrics and health endpoints.',
  },
  'log-level': {
    type: 'enum',
    choices: ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'],
    default: 'info',
    help: 'Minimum severity logged.',
  },
} as const satisfies FlagGroup;
