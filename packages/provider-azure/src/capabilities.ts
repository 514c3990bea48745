import type { Behavior, Can, ProviderCapabilities, RecordType } from '@org/dns-core';
import { typesOf, type ZoneKind } from './record-types.ts';

const otherTypes: readonly RecordType[] = ['DNAME', 'DS', 'HTTPS', 'NAPTR', 'SVCB', 'TLSA'];

/** What Azure DNS and Azure Private DNS hold (learn.microsoft.com/azure/dns/dns-zones-records, dns-private-records). */
export function capabilitiesOf(kind: ZoneKind, behavior: Behavior): ProviderCapabilities {
  const service = kind === 'public' ? 'Azure DNS' : 'Azure Private DNS';
  const can = new Set<RecordType>(typesOf(kind, behavior));
  const recordTypes: Record<RecordType, Can> = {};
  for (const type of can) recordTypes[type] = true;
  for (const type of typesOf('public', 'safe'))
    if (!can.has(type))
      recordTypes[type] = {
        no: typesOf(kind, 'safe').includes(type)
          ? 'upstream does not write it to Azure; --behavior=safe does'
          : `${service} has no such record sets`,
      };
  for (const type of otherTypes)
    recordTypes[type] = { no: `the stable API of ${service} has no such record sets` };
  return {
    granularity: 'record-set',
    recordTypes,
    ttlSeconds: { min: 1, max: 2_147_483_647, default: 300 },
    properties: ['azure/'],
    setIdentifiers: { no: `${service} keeps one record set per name and type` },
    atomicGroups: false,
    typeChangeInPlace: false,
    wildcards: true,
  };
}
