import type { ProviderCapabilities } from '@org/dns-core';

/** The protocol says nothing about what is behind it: every record is offered, the service answers. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: 'any',
  setIdentifiers: true,
  atomicGroups: false,
  typeChangeInPlace: true,
  wildcards: true,
};
