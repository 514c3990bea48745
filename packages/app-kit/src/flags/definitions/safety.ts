import type { FlagGroup } from '../flag-definition.ts';

export const safetyFlags = {
  behavior: {
    type: 'enum',
    choices: ['safe', 'compat'],
    default: 'safe',
    help: 'safe protects records where the Go controller would lose them; compat decides exactly as the Go controller does.',
  },
  'deletion-limits': {
    type: 'boolean',
    default: true,
    help: 'Hold a plan that would delete too much, until a person releases it. Always off in behavior compat.',
  },
  'max-deletions': {
    type: 'integer',
    default: 10,
    help: 'Deletions per zone within the window that are always allowed.',
  },
  'max-deletions-percent': {
    type: 'integer',
    default: 30,
    help: 'Share of the owned records of a zone beyond which deletions within the window are held, where they are also more than --max-deletions.',
  },
  'max-deletions-window': {
    type: 'duration',
    default: '10m',
    help: 'The sliding window over which deletions are counted.',
  },
  'release-holds': {
    type: 'boolean',
    default: false,
    help: 'Let plans through that the first full pass would hold; later passes hold again.',
  },
  'release-holds-file': {
    type: 'string',
    default: '',
    help: 'When this file appears or changes, plans that are held at that moment go through once (as after the signal SIGHUP).',
  },
  'lost-target-grace': {
    type: 'duration',
    default: '10m',
    help: 'How long an object that lost its addresses keeps its records. Zero in behavior compat.',
  },
  'source-wait': {
    type: 'duration',
    default: '1m',
    help: 'How long --once waits for all sources to be in step.',
  },
} as const satisfies FlagGroup;
