import type { FlagGroup } from '../flag-definition.ts';

export const planningFlags = {
  'exclude-record-types': {
    type: 'strings',
    default: [],
    help: 'Record types never managed; wins over managed types.',
  },
  'managed-record-types': {
    type: 'strings',
    default: ['A', 'AAAA', 'CNAME'],
    help: 'Record types taken into account when planning.',
  },
  'domain-filter': {
    type: 'strings',
    default: [],
    help: 'Domain suffixes to manage; empty matches everything.',
  },
  'exclude-domains': { type: 'strings', default: [], help: 'Domain suffixes to leave alone.' },
  'regex-domain-filter': {
    type: 'pattern',
    help: 'Regular expression of names to manage; disables plain filters.',
  },
  'regex-domain-exclusion': {
    type: 'pattern',
    help: 'Regular expression of names to reject; disables plain filters.',
  },
  policy: {
    type: 'enum',
    choices: ['', 'sync', 'upsert-only', 'create-only'],
    default: '',
    help: 'Which changes may be made: sync makes all, upsert-only never deletes, create-only only adds. Not given: behavior safe warns and uses sync, behavior compat refuses to start.',
  },
} as const satisfies FlagGroup;
