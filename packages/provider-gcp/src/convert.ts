import { isIP } from 'node:net';
import {
  createEndpoint,
  sameTargets,
  type Behavior,
  type Endpoint,
  type RecordType,
} from '@org/dns-core';
import { parseTxtStrings, quoteTxt, withHostDots, withoutHostDots } from '@org/dns-provider-kit';
import type { GoogleRecordSet } from './record-set.ts';

/** What is written where no TTL is asked for. */
const defaultTtlSeconds = 300;

/** The types that upstream reads. */
const upstreamTypes = new Set<RecordType>([
  'A',
  'AAAA',
  'CNAME',
  'DNAME',
  'MX',
  'NS',
  'SRV',
  'TXT',
]);
/** Types whose host names lose their final dot when they are read. */
const readWithoutDot = new Set<RecordType>(['CNAME', 'MX', 'NS', 'PTR']);

/** A record set as an endpoint; `undefined` for what upstream does not see, in `compat`. */
export function fromRecordSet(set: GoogleRecordSet, behavior: Behavior): Endpoint | undefined {
  if (behavior === 'compat' && !upstreamTypes.has(set.type)) return undefined;
  return createEndpoint({
    name: set.name,
    type: set.type,
    ttlSeconds: set.ttl,
    targets: readWithoutDot.has(set.type)
      ? set.rrdatas.map((data) => withoutHostDots(set.type, data))
      : set.rrdatas,
  });
}

export function toRecordSet(endpoint: Endpoint, behavior: Behavior): GoogleRecordSet {
  const { type, targets, ttlSeconds } = endpoint;
  return {
    name: behavior === 'compat' ? withDot(endpoint.spelling) : `${endpoint.name}.`,
    type,
    ttl: ttlSeconds === 0 ? defaultTtlSeconds : ttlSeconds,
    rrdatas:
      behavior === 'compat'
        ? upstreamData(type, targets)
        : targets.map((target) => (isIP(target) === 0 ? withHostDots(type, target) : target)),
  };
}

/** Upstream's dots: on the first target of a CNAME, on each MX, SRV and NS, on nothing else. */
function upstreamData(type: RecordType, targets: readonly string[]): readonly string[] {
  switch (type) {
    case 'CNAME':
      return targets.map((target, index) => (index === 0 ? withDot(target) : target));
    case 'MX':
    case 'NS':
    case 'SRV':
      return targets.map(withDot);
    default:
      return targets;
  }
}

/** An address in a host's place stays as it is, for the service to refuse by name. */
function withDot(host: string): string {
  if (isIP(host) !== 0) return host;
  return host.endsWith('.') ? host : `${host}.`;
}

/**
 * An endpoint in the words in which `readZone` will give it back: TXT data has its quotes and is split after 255 bytes, host
 * names have a final dot where they are read with one, and no target comes twice.
 */
export function asHeld(endpoint: Endpoint): Endpoint {
  const { type } = endpoint;
  const targets = [...new Set(endpoint.targets.map((target) => heldTarget(type, target)))];
  const isSame =
    targets.length === endpoint.targets.length &&
    targets.every((target, index) => target === endpoint.targets[index]);
  return isSame ? endpoint : { ...endpoint, targets };
}

function heldTarget(type: RecordType, target: string): string {
  if (type === 'TXT' || type === 'SPF') return quoted(target);
  return readWithoutDot.has(type) ? withoutHostDots(type, target) : withHostDots(type, target);
}

/** What is well formed stays as it is written, because the service keeps it so. */
function quoted(target: string): string {
  if (!target.startsWith('"')) return quoteTxt(target);
  const strings = parseTxtStrings(target);
  if (strings === undefined || strings.every(({ length }) => length <= 255)) return target;
  return strings.map((bytes) => quoteTxt(new TextDecoder().decode(bytes))).join(' ');
}

/** Two sets hold the same data; their TTLs may differ. A set with a routing policy is like no other. */
export function sameData(one: GoogleRecordSet, other: GoogleRecordSet): boolean {
  if (one.rrdatas.length === 0 || one.rrdatas.length !== other.rrdatas.length) return false;
  if (one.type !== 'TXT' && one.type !== 'SPF') return sameTargets(one.rrdatas, other.rrdatas);
  const theirs = other.rrdatas.toSorted();
  return one.rrdatas.toSorted().every((data, index) => data === theirs[index]);
}
