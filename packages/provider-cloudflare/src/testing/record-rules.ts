import { isIP, isIPv4, isIPv6 } from 'node:net';

/** A refusal as the API words it: HTTP status, code, message. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface StoredRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly priority?: number;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly proxiable: boolean;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
}

export type RecordInput = Readonly<Record<string, unknown>>;

export interface ZoneRules {
  readonly name: string;
  readonly plan: 'free' | 'pro' | 'enterprise';
}

const proxiable = new Set(['A', 'AAAA', 'CNAME']);
const hosts = new Set(['CNAME', 'MX', 'NS', 'PTR']);
const types = new Set(
  'A AAAA CAA CERT CNAME DNSKEY DS HTTPS LOC MX NAPTR NS OPENPGPKEY PTR SMIMEA SRV SSHFP SVCB TLSA TXT URI'.split(
    ' ',
  ),
);
const partsOf: Readonly<Record<string, readonly string[]>> = {
  SRV: ['priority', 'weight', 'port', 'target'],
  CAA: ['flags', 'tag', 'value'],
  HTTPS: ['priority', 'target', 'value'],
  SVCB: ['priority', 'target', 'value'],
  NAPTR: ['order', 'preference', 'flags', 'service', 'regex', 'replacement'],
  TLSA: ['usage', 'selector', 'matching_type', 'certificate'],
};

/** A record as the service would keep it, or its refusal (developers.cloudflare.com/api, seen 2026-10). */
export function toStored(id: string, zone: ZoneRules, input: RecordInput): StoredRecord {
  const type = String(input['type']);
  if (!types.has(type)) throw new Refusal(400, 9020, 'Invalid DNS record type.');
  const name = toName(zone, input['name']);
  const proxied = input['proxied'] === true;
  const record: StoredRecord = {
    id,
    name,
    type,
    ...toData(type, input),
    ttl: proxied ? 1 : Number(input['ttl'] ?? 1),
    proxied,
    proxiable: proxiable.has(type),
    comment:
      typeof input['comment'] === 'string' && input['comment'] !== '' ? input['comment'] : null,
    tags: Array.isArray(input['tags']) ? (input['tags'] as string[]) : [],
    settings: (input['settings'] ?? {}) as StoredRecord['settings'],
  };
  check(zone, record);
  return record;
}

function toName(zone: ZoneRules, given: unknown): string {
  if (typeof given !== 'string' || given === '')
    throw new Refusal(400, 9000, 'DNS name is invalid.');
  const name = given.toLowerCase().replace(/\.$/, '');
  const isInside = name === zone.name || name.endsWith(`.${zone.name}`);
  const whole = isInside ? name : `${name}.${zone.name}`;
  if (whole.split('.').some((label) => label === '' || label.length > 63))
    throw new Refusal(400, 9000, 'DNS name is invalid.');
  return whole;
}

function toData(
  type: string,
  input: RecordInput,
): Pick<StoredRecord, 'content' | 'data' | 'priority'> {
  const keys = partsOf[type];
  if (keys !== undefined) {
    const data = (input['data'] ?? {}) as Record<string, unknown>;
    const missing = keys.find((key) => data[key] === undefined);
    if (missing !== undefined) throw new Refusal(400, 9101, `${missing} is a required data field.`);
    const content = keys.map((key) => String(data[key])).join(' ');
    return type === 'SRV'
      ? { content: content.replace(/^\S+ /, ''), data, priority: Number(data['priority']) }
      : { content, data };
  }
  const content = input['content'];
  if (typeof content !== 'string' || content === '')
    throw new Refusal(400, 9101, 'content is a required data field.');
  if (type === 'A' && !isIPv4(content))
    throw new Refusal(400, 9005, 'Content for A record must be a valid IPv4 address.');
  if (type === 'AAAA' && !isIPv6(content))
    throw new Refusal(400, 9006, 'Content for AAAA record must be a valid IPv6 address.');
  if (hosts.has(type) && (isIP(content) !== 0 || /[\s/]/.test(content)))
    throw new Refusal(400, 9007, `Content for ${type} record is invalid.`);
  if (type === 'MX') {
    if (typeof input['priority'] !== 'number')
      throw new Refusal(400, 9101, 'priority is a required data field.');
    return { content: toHost(content), priority: input['priority'] };
  }
  if (type === 'TXT') return { content: toTxt(content) };
  return { content: hosts.has(type) ? toHost(content) : content };
}

function toHost(content: string): string {
  return content.toLowerCase().replace(/(.)\.$/, '$1');
}

/** Quoted strings; longer ones than 255 bytes are split (ASCII only, here). */
function toTxt(content: string): string {
  if (Buffer.byteLength(content) > 4096)
    throw new Refusal(400, 9207, 'Content for TXT record is too long.');
  const strings = content.startsWith('"')
    ? [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '')
    : [content];
  return strings
    .flatMap((text) => (text === '' ? [''] : (text.match(/.{1,255}/g) ?? [])))
    .map((text) => `"${text}"`)
    .join(' ');
}

function check(zone: ZoneRules, record: StoredRecord): void {
  const { type, content, ttl, proxied, comment, tags } = record;
  if (proxied && !record.proxiable)
    throw new Refusal(400, 9004, 'This record type cannot be proxied.');
  if (proxied && type === 'A' && /^(?:10|127|192\.168)\./.test(content))
    throw new Refusal(400, 9003, `Target ${content} is not allowed for a proxied record.`);
  const least = zone.plan === 'enterprise' ? 30 : 60;
  if (ttl !== 1 && !(Number.isInteger(ttl) && ttl >= least && ttl <= 86_400))
    throw new Refusal(400, 9021, `Invalid TTL. Must be between ${least} and 86400 seconds, or 1.`);
  const isFree = zone.plan === 'free';
  if (comment !== null && Array.from(comment).length > (isFree ? 100 : 500))
    throw new Refusal(400, 9213, 'Comment is too long.');
  if (comment !== null && /[\r\n]/.test(comment))
    throw new Refusal(400, 9214, 'Comment holds a line break.');
  if (tags.length > (isFree ? 0 : 20))
    throw new Refusal(400, 9300, `DNS record has ${tags.length} tags, exceeding the quota.`);
}

/** Refuses a record that cannot be beside the others. */
export function checkPlace(record: StoredRecord, others: Iterable<StoredRecord>): void {
  for (const other of others) {
    if (other.id === record.id || other.name !== record.name) continue;
    const isSame =
      other.type === record.type &&
      other.content === record.content &&
      other.priority === record.priority;
    if (isSame) throw new Refusal(400, 81_058, 'An identical record already exists.');
    if (record.type === 'CNAME' && proxiable.has(other.type))
      throw new Refusal(400, 81_053, 'An A, AAAA, or CNAME record with that host already exists.');
    if (other.type === 'CNAME' && proxiable.has(record.type))
      throw new Refusal(400, 81_054, 'A CNAME record with that host already exists.');
  }
}
