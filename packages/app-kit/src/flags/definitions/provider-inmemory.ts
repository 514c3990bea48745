import type { FlagGroup } from '../flag-definition.ts';

export const providerInmemoryFlags = {
  'inmemory-zone': {
    type: 'strings',
    default: [],
    help: 'Zones that the in-memory provider starts with.',
  },
  'inmemory-dns-address': {
    type: 'string',
    default: '',
    help: 'Answer DNS queries (UDP and TCP) for the records at this address, such as 127.0.0.1:5353. Not given: no DNS server.',
  },
} as const satisfies FlagGroup;
