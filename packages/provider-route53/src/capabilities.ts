import type { ProviderCapabilities } from '@org/dns-core';
import { propertyNames } from './property-names.ts';

/** Record types: API reference, `ResourceRecordSet.Type`. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: {
    A: true,
    AAAA: true,
    CAA: true,
    CNAME: true,
    DS: true,
    HTTPS: true,
    MX: true,
    NAPTR: true,
    NS: true,
    PTR: true,
    SPF: true,
    SRV: true,
    SSHFP: true,
    SVCB: true,
    TLSA: true,
    TXT: true,
    DNAME: { no: 'Route 53 has no DNAME records' },
    SOA: { no: 'the SOA record belongs to the hosted zone' },
  },
  ttlSeconds: { min: 0, max: 2_147_483_647, default: 300 },
  // The pin to a zone is the only one that no record can hold.
  properties: Object.values(propertyNames).filter((name) => name !== propertyNames.hostedZoneId),
  setIdentifiers: true,
  atomicGroups: true,
  typeChangeInPlace: true,
  wildcards: true,
};
