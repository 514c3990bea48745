import {
  createEndpoint,
  hasOverlongLabel,
  toDnsName,
  type DnsName,
  type Endpoint,
  type Property,
} from '@org/dns-core';
import { heldTarget, toContent } from './content.ts';
import type { CustomHostname, RegionalHostname } from './cloudflare-api.ts';
import { listOf, mixedProperty, parseTruth, settingsOf, toProperties } from './properties.ts';
import type { CloudflareRecord, RecordBody } from './record.ts';

/** Types that the service can stand in front of. */
export const proxiable: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME']);

/** What belongs to names beside their records. */
export interface NameExtras {
  readonly customHostnames: readonly CustomHostname[];
  readonly regionalHostnames: readonly RegionalHostname[];
}

export const noExtras: NameExtras = { customHostnames: [], regionalHostnames: [] };

/** Records as endpoints, one per name and type, in the order in which they first appear. */
export function toEndpoints(
  records: readonly CloudflareRecord[],
  extras: NameExtras,
  prefix: string,
): readonly Endpoint[] {
  const groups = Map.groupBy(records, ({ name, type }) => `${toDnsName(name)} ${type}`);
  const hostnames = Map.groupBy(extras.customHostnames, ({ origin }) => toDnsName(origin));
  const regions = new Map(
    extras.regionalHostnames.map(({ hostname, region }) => [toDnsName(hostname), region]),
  );
  // Most records of a zone have the same settings: they share one list.
  const shared = new Map<string, readonly Property[]>();
  const share = (properties: readonly Property[]): readonly Property[] | undefined => {
    if (properties.length === 0) return undefined;
    const key = JSON.stringify(properties);
    const known = shared.get(key);
    if (known === undefined) shared.set(key, properties);
    return known ?? properties;
  };
  return [...groups.values()].flatMap((group): Endpoint[] => {
    const [first] = group;
    if (first === undefined || hasOverlongLabel(first.name)) return [];
    const name = toDnsName(first.name);
    const properties = propertiesOf(group, first, prefix, {
      customHostname: joined(hostnames.get(name)),
      region: regions.get(name) ?? '',
    });
    return [
      createEndpoint({
        name: first.name,
        type: first.type,
        ttlSeconds: first.ttl,
        targets: [...new Set(group.map(heldTarget))],
        properties: share(properties),
      }),
    ];
  });
}

function propertiesOf(
  group: readonly CloudflareRecord[],
  first: CloudflareRecord,
  prefix: string,
  extras: { readonly customHostname: string; readonly region: string },
): readonly Property[] {
  const properties = toProperties(
    {
      proxied: first.proxied ? 'true' : '',
      comment: first.comment,
      tags: first.tags.toSorted().join(','),
      ...(proxiable.has(first.type) ? extras : {}),
    },
    prefix,
  );
  const isMixed = group.some((record) => !hasSettings(record, first));
  return isMixed ? [...properties, { name: prefix + mixedProperty, value: 'true' }] : properties;
}

function joined(hostnames: readonly CustomHostname[] = []): string {
  return hostnames
    .map(({ hostname }) => hostname)
    .toSorted()
    .join(',');
}

/** The settings of two records, or of a record and of what is wanted, are the same. */
export function hasSettings(
  record: CloudflareRecord,
  other: Pick<RecordBody, 'ttl' | 'proxied' | 'comment' | 'tags'>,
): boolean {
  return (
    record.ttl === other.ttl &&
    record.proxied === other.proxied &&
    record.comment === other.comment &&
    record.tags.toSorted().join(',') === other.tags.toSorted().join(',')
  );
}

/** The record that one target of an adjusted endpoint asks for. */
export function toBody(endpoint: Endpoint, target: string): RecordBody {
  const settings = settingsOf(endpoint);
  const proxied = proxiable.has(endpoint.type) && parseTruth(settings.proxied) === true;
  return {
    name: endpoint.name,
    type: endpoint.type,
    ...toContent(endpoint.type, target),
    ttl: proxied || endpoint.ttlSeconds === 0 ? 1 : endpoint.ttlSeconds,
    proxied,
    comment: settings.comment ?? '',
    tags: listOf(settings.tags),
  };
}

/** How targets of one type are told apart: case matters in TXT and in what is encoded. */
export function targetKey(type: string, target: string): string {
  return caseMatters.has(type) ? target : target.toLowerCase();
}

const caseMatters = new Set(['TXT', 'CERT', 'DNSKEY', 'OPENPGPKEY', 'CAA', 'NAPTR']);

/** Names as the map keys that the engine uses. */
export function nameOf(record: CloudflareRecord): DnsName {
  return toDnsName(record.name);
}
