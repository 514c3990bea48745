import type { ProviderCapabilities } from '@org/dns-core';

/** docs.hetzner.cloud/reference/cloud#zone-rrsets, seen 2026-11. */
export const capabilities: ProviderCapabilities = {
  granularity: 'record-set',
  recordTypes: {
    A: true,
    AAAA: true,
    CAA: true,
    CNAME: true,
    DNAME: { no: 'the Cloud API has no such type' },
    DS: true,
    HINFO: true,
    HTTPS: true,
    MX: true,
    NAPTR: { no: 'the Cloud API has no such type' },
    NS: true,
    PTR: true,
    RP: true,
    SOA: { no: 'Hetzner makes it with the zone' },
    SRV: true,
    SVCB: true,
    TLSA: true,
    TXT: true,
  },
  ttlSeconds: { min: 60, max: 2_147_483_647 },
  setIdentifiers: { no: 'a zone has one record set per name and type' },
  atomicGroups: false,
  typeChangeInPlace: false,
  wildcards: true,
};
