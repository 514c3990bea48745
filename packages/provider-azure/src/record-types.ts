import type { Behavior, RecordType } from '@org/dns-core';

/** Azure DNS (`Microsoft.Network/dnsZones`) or Azure Private DNS (`Microsoft.Network/privateDnsZones`). */
export type ZoneKind = 'public' | 'private';

const azureTypes = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'] as const;

/** A type of which this provider handles record sets. */
export type AzureType = (typeof azureTypes)[number];

const ofUpstream: Readonly<Record<ZoneKind, readonly AzureType[]>> = {
  public: ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'],
  private: ['A', 'AAAA', 'CNAME', 'MX', 'TXT'],
};
const ofTheService: Readonly<Record<ZoneKind, readonly AzureType[]>> = {
  public: azureTypes,
  private: ['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'SRV', 'TXT'],
};

/** The types that are read and written; upstream leaves out some that the service has. */
export function typesOf(kind: ZoneKind, behavior: Behavior): readonly AzureType[] {
  return (behavior === 'compat' ? ofUpstream : ofTheService)[kind];
}

/** The type if it is one of those. */
export function azureType(type: RecordType, types: readonly AzureType[]): AzureType | undefined {
  return types.find((known) => known === type);
}
