import type { ProviderCapabilities } from '@org/dns-core';

/** What My DNS can hold and do; the planner reads it first. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: {
    A: true,
    AAAA: true,
    CAA: true,
    CNAME: true,
    MX: true,
    NS: true,
    SRV: true,
    TXT: true,
    PTR: { no: 'My DNS holds no reverse zones' },
  },
  ttlSeconds: { min: 60, max: 86_400, default: 3600 },
  properties: [],
  setIdentifiers: { no: 'My DNS keeps one record set per name and type' },
  atomicGroups: false,
  typeChangeInPlace: false,
  wildcards: true,
};
