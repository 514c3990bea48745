import { createEndpoint, hasOverlongLabel, type Endpoint, type Property } from '@org/dns-core';
import { proxiable, type NameExtras } from './convert.ts';
import type { CloudflareSettings } from './options.ts';
import { propertyKeys } from './properties.ts';
import type { CloudflareRecord } from './record.ts';
import { fieldsOf } from './reply-fields.ts';

/** The types that upstream reads. */
const readUpstream: ReadonlySet<string> = new Set([
  'A',
  'AAAA',
  'CNAME',
  'DNAME',
  'SRV',
  'TXT',
  'NS',
  'MX',
]);

/** Records as upstream's `Records` gives them: verbatim, with its properties, also where they say nothing. */
export function toEndpointsAsUpstream(
  records: readonly CloudflareRecord[],
  extras: NameExtras,
  options: CloudflareSettings,
): readonly Endpoint[] {
  const groups = Map.groupBy(
    records.filter(({ type, name }) => readUpstream.has(type) && !hasOverlongLabel(name)),
    ({ name, type }) => `${name} ${type}`,
  );
  const hostnames = Map.groupBy(extras.customHostnames, ({ origin }) => origin);
  const regions = new Map(
    extras.regionalHostnames.map(({ hostname, region }) => [hostname, region]),
  );
  return [...groups.values()].flatMap((group): Endpoint[] => {
    const [first] = group;
    if (first === undefined) return [];
    const ofName = hostnames.get(first.name)?.map(({ hostname }) => hostname) ?? [];
    return [
      createEndpoint({
        name: first.name,
        type: first.type,
        ttlSeconds: first.ttl,
        targets: group.map(upstreamTarget),
        properties: propertiesOf(first, ofName, regions.get(first.name) ?? '', options),
      }),
    ];
  });
}

/** How upstream tells a record's data: MX and SRV from their parts, everything else as it is. */
export function upstreamTarget({ type, content, priority, data }: CloudflareRecord): string {
  if (type === 'MX') return `${priority ?? 0} ${content}`;
  if (type !== 'SRV') return content;
  const { priority: first, weight, port, target } = fieldsOf(data);
  if (typeof target !== 'string' || target === '') return content;
  const host = target.endsWith('.') ? target : `${target}.`;
  return `${String(first)} ${String(weight)} ${String(port)} ${host}`;
}

function propertiesOf(
  record: CloudflareRecord,
  hostnames: readonly string[],
  region: string,
  { propertyPrefix, customHostnames, defaultRegion }: CloudflareSettings,
): readonly Property[] {
  const properties: Property[] = [];
  const add = (key: keyof typeof propertyKeys, value: string): void => {
    properties.push({ name: propertyPrefix + propertyKeys[key], value });
  };
  add('proxied', String(record.proxied));
  if (customHostnames !== undefined && hostnames.length > 0)
    add('customHostname', hostnames.toSorted().join(','));
  if (record.comment !== '') add('comment', record.comment);
  if (record.tags.length > 0) add('tags', record.tags.toSorted().join(','));
  if (defaultRegion !== undefined && proxiable.has(record.type)) add('region', region);
  return properties;
}
