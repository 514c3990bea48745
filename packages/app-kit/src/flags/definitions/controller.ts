import type { FlagGroup } from '../flag-definition.ts';

export const controllerFlags = {
  'events-emit': {
    type: 'strings',
    default: [],
    help: 'Reasons for which Kubernetes Events are emitted: RecordReady, RecordError. Other values are ignored.',
  },
  interval: { type: 'duration', default: '1m0s', help: 'Time between full passes over all zones.' },
  'min-event-sync-interval': {
    type: 'duration',
    default: '5s',
    help: 'The least time between full passes that changes of objects ask for.',
  },
  once: {
    type: 'boolean',
    default: false,
    help: 'Make one pass over every zone, then exit: 0 when everything is in step, 1 when it is not.',
  },
  'dry-run': {
    type: 'boolean',
    default: false,
    help: 'Print the changes that would be made and write nothing.',
  },
  events: {
    type: 'boolean',
    default: false,
    help: 'React to changes of objects at once. In behavior safe this is always so.',
  },
} as const satisfies FlagGroup;
