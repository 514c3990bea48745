import type { FlagGroup } from '../flag-definition.ts';

export const templatingFlags = {
  'combine-fqdn-annotation': {
    type: 'boolean',
    default: false,
    help: 'Template and annotation hostnames are added up.',
  },
  'fqdn-template': { type: 'strings', default: [], help: 'Templates producing hostnames.' },
  'target-template': { type: 'strings', default: [], help: 'Templates producing targets.' },
  'fqdn-target-template': {
    type: 'strings',
    default: [],
    help: 'Templates producing host:target pairs.',
  },
} as const satisfies FlagGroup;
