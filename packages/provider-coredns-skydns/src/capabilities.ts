import type { ProviderCapabilities } from '@org/dns-core';

/** What SkyDNS messages in etcd can say and CoreDNS's etcd plugin answers from them (coredns.io/plugins/etcd, seen 2026-11). */
export const capabilities: ProviderCapabilities = {
  granularity: 'record',
  recordTypes: {
    A: true,
    AAAA: true,
    CNAME: true,
    TXT: true,
    PTR: true,
    SRV: true,
    MX: true,
    NS: {
      no: 'CoreDNS answers NS from keys below ns.dns of its own zone only and delegates nothing',
    },
    CAA: { no: 'a SkyDNS message has no field for it' },
    NAPTR: { no: 'a SkyDNS message has no field for it' },
    DNAME: { no: 'a SkyDNS message has no field for it' },
    SVCB: { no: 'a SkyDNS message has no field for it' },
    HTTPS: { no: 'a SkyDNS message has no field for it' },
  },
  properties: ['coredns/group'],
  ttlSeconds: { max: 4_294_967_295 },
  setIdentifiers: {
    no: 'every target of a name is a key of its own, and nothing tells two sets apart',
  },
  atomicGroups: true,
  typeChangeInPlace: true,
  wildcards: { no: 'CoreDNS answers from the key * for the name * only, never for other names' },
};
