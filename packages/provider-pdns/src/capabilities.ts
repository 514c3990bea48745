import type { ProviderCapabilities } from '@org/dns-core';

/** Types are not listed: what a PowerDNS server knows depends on its release, and it says so itself when it does not. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: 'any',
  ttlSeconds: { min: 0, max: 2_147_483_647, default: 300 },
  properties: ['alias'],
  setIdentifiers: { no: 'PowerDNS keeps one record set per name and type' },
  atomicGroups: true,
  typeChangeInPlace: true,
  wildcards: true,
};
