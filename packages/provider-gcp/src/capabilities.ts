import type { ProviderCapabilities } from '@org/dns-core';

/** https://cloud.google.com/dns/docs/records-overview, read 2026-11. */
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
    ALIAS: {
      no: 'Cloud DNS resolves it in public zones only; a CNAME below the apex does the same',
    },
    DNAME: { no: 'Cloud DNS has no DNAME' },
    SOA: { no: 'Cloud DNS keeps it itself' },
  },
  ttlSeconds: { min: 0, max: 2_147_483_647, default: 300 },
  properties: [],
  setIdentifiers: {
    no: 'routing policies are not written; one record set per name and type',
  },
  atomicGroups: true,
  typeChangeInPlace: true,
  wildcards: true,
};
