import type { DnsName } from './dns-name.ts';

/** One zone of a provider. A provider without zones (a webhook, etcd) has one with the name `''`, which every name is in. */
export interface Zone {
  /** How the provider itself names it; unique among its zones (two zones may share a name: public and private). */
  readonly id: string;
  readonly name: DnsName;
  /** The zone's version token, where `listZones` brings it; see `Provider.zoneVersion`. */
  readonly version?: string;
}
