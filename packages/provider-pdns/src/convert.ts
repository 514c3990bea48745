import { isIP } from 'node:net';
import {
  createEndpoint,
  type Behavior,
  type DnsName,
  type Endpoint,
  type Property,
  type RecordType,
} from '@org/dns-core';
import type { PdnsChange, PdnsRecordSet } from './record-set.ts';

/** What the API writes where no TTL is asked for. */
const defaultTtlSeconds = 300;

export const aliasProperty: Property = { name: 'alias', value: 'true' };

/** Types whose data ends in a host name, which the API wants with its final dot. */
const endsInHost = new Set<RecordType>(['CNAME', 'DNAME', 'ALIAS', 'MX', 'SRV', 'NS', 'PTR']);
/** Types whose data is read as it is. */
const readVerbatim = new Set<RecordType>(['TXT', 'NAPTR', 'SRV']);

/**
 * A record set as an endpoint; disabled records are left out. An ALIAS is a CNAME with the property `alias=true`; in `compat`
 * without it, as upstream reads it, which is why it never settles there.
 */
export function fromRecordSet(set: PdnsRecordSet, behavior: Behavior): Endpoint {
  const isAlias = set.type === 'ALIAS';
  return createEndpoint({
    name: set.name,
    type: isAlias ? 'CNAME' : set.type,
    ttlSeconds: set.ttl,
    targets: set.records
      .filter(({ disabled }) => !disabled)
      .map(({ content }) =>
        readVerbatim.has(set.type) || !content.endsWith('.') ? content : content.slice(0, -1),
      ),
    ...(isAlias && behavior === 'safe' ? { properties: [aliasProperty] } : {}),
  });
}

/** The type that an endpoint has at the server: a CNAME is an ALIAS at the apex, and wherever it has `alias=true`. */
export function toPdnsType(endpoint: Endpoint, zoneName: DnsName): RecordType {
  if (endpoint.type !== 'CNAME') return endpoint.type;
  return endpoint.name === zoneName || isAlias(endpoint) ? 'ALIAS' : 'CNAME';
}

export function isAlias(endpoint: Endpoint): boolean {
  return endpoint.properties.some(
    ({ name, value }) => name === aliasProperty.name && value === aliasProperty.value,
  );
}

/** The name that goes over the wire: canonical, in `compat` as it was written. */
function wireName(endpoint: Endpoint, behavior: Behavior): string {
  return `${behavior === 'compat' ? endpoint.spelling : endpoint.name}.`;
}

export function toReplace(endpoint: Endpoint, zoneName: DnsName, behavior: Behavior): PdnsChange {
  const type = toPdnsType(endpoint, zoneName);
  return {
    name: wireName(endpoint, behavior),
    type,
    ttl: endpoint.ttlSeconds === 0 ? defaultTtlSeconds : endpoint.ttlSeconds,
    changetype: 'REPLACE',
    records: endpoint.targets.map((target) => ({
      content: endsInHost.has(type) ? withFinalDot(target) : target,
      disabled: false,
    })),
  };
}

export function toDelete(endpoint: Endpoint, zoneName: DnsName, behavior: Behavior): PdnsChange {
  return {
    name: wireName(endpoint, behavior),
    type: toPdnsType(endpoint, zoneName),
    changetype: 'DELETE',
  };
}

/** An address in a host's place stays as it is, for the server to refuse by name. */
function withFinalDot(target: string): string {
  return target.endsWith('.') || isIP(target) !== 0 ? target : `${target}.`;
}
