import {
  createEndpoint,
  noProperties,
  toDnsName,
  type DnsName,
  type Endpoint,
  type RecordType,
} from '@org/dns-core';
import { parseTxtStrings, quoteTxt } from '@org/dns-provider-kit';
import { labelsAsProperties, withHeldLabels } from './labels.ts';
import type { Rrset } from './rrset.ts';

const minTtlSeconds = 60;
const maxTtlSeconds = 2_147_483_647;

/** Where the host stands in the data of a type; a host without a final dot is relative to the zone. */
const hostField: Readonly<Record<RecordType, number>> = {
  CNAME: 0,
  NS: 0,
  PTR: 0,
  MX: 1,
  SRV: 3,
  SVCB: 1,
  HTTPS: 1,
};

/** A name as the API writes it: relative to its zone, the apex as `@`. */
export function toRrName(name: DnsName, zone: DnsName): string {
  return name === zone ? '@' : name.slice(0, -zone.length - 1);
}

/** A record set as an endpoint; where it has no TTL of its own, with that of its zone. */
export function fromRrset(
  set: Rrset,
  zone: { readonly name: DnsName; readonly ttlSeconds: number },
  keepsLabels: boolean,
): Endpoint {
  const { type } = set;
  return createEndpoint({
    name: set.name === '@' ? zone.name : `${set.name}.${zone.name}`,
    type,
    ttlSeconds: set.ttlSeconds ?? zone.ttlSeconds,
    targets: set.values.map((value) =>
      mapHost(type, value, (host) => held(type, absolute(host, zone.name))),
    ),
    properties: keepsLabels ? labelsAsProperties(set.labels) : noProperties,
  });
}

function absolute(host: string, zone: DnsName): string {
  if (host === '@') return zone;
  return host.endsWith('.') ? host : `${host}.${zone}`;
}

/**
 * An endpoint in the words in which it is read back: TXT data in quotes, hosts in ASCII, a TTL that the API takes, and no
 * properties but labels.
 */
export function asHeld(endpoint: Endpoint, keepsLabels: boolean): Endpoint {
  const { type, ttlSeconds, targets } = endpoint;
  const heldTtl =
    ttlSeconds === 0 ? 0 : Math.min(maxTtlSeconds, Math.max(minTtlSeconds, ttlSeconds));
  return {
    ...endpoint,
    ttlSeconds: heldTtl,
    targets: heldTargets(type, targets),
    properties: keepsLabels ? withHeldLabels(endpoint.properties) : noProperties,
  };
}

/** Targets as `fromRrset` gives them. */
export function heldTargets(type: RecordType, targets: readonly string[]): readonly string[] {
  if (type === 'TXT') return targets.map(quoted);
  return hostField[type] === undefined
    ? targets
    : targets.map((target) => mapHost(type, target, (host) => held(type, host)));
}

/** The final dot of an SRV host belongs to it in endpoints, as upstream has it; elsewhere hosts come without. */
function held(type: RecordType, host: string): string {
  if (host === '.') return host;
  const name = toDnsName(host);
  return type === 'SRV' ? `${name}.` : name;
}

/** Record data as the API takes it: distinct, hosts absolute. */
export function toValues(type: RecordType, targets: readonly string[]): readonly string[] {
  const values = heldTargets(type, targets).map((target) =>
    mapHost(type, target, (host) => (host.endsWith('.') ? host : `${host}.`)),
  );
  return [...new Set(values)];
}

function mapHost(type: RecordType, data: string, change: (host: string) => string): string {
  const index = hostField[type];
  if (index === undefined) return data;
  const fields = data.trim().split(/\s+/);
  const host = fields[index];
  // What has no host where one belongs is left for the API to refuse.
  if (host === undefined || host === '' || (index === 0 && fields.length > 1)) return data;
  return fields.with(index, change(host)).join(' ');
}

/** TXT data as the API wants it: quoted strings of at most 255 bytes in ASCII. What is so already stays as it is written. */
function quoted(target: string): string {
  if (!target.startsWith('"')) return quoteTxt(target);
  const strings = parseTxtStrings(target);
  if (strings === undefined) return target;
  const isFit = /^\p{ASCII}*$/u.test(target) && strings.every(({ length }) => length <= 255);
  return isFit
    ? target
    : strings.map((bytes) => quoteTxt(new TextDecoder().decode(bytes))).join(' ');
}
