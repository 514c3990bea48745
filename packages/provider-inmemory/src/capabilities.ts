import type { ProviderCapabilities } from '@org/dns-core';

/** It holds whatever it is given. What its DNS server can answer with is another matter: see the README. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: 'any',
  setIdentifiers: true,
  atomicGroups: true,
  typeChangeInPlace: true,
  wildcards: true,
};
