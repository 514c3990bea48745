import { createEndpoint, ProviderError, type Endpoint, type RecordType } from '@org/dns-core';
import { withoutHostDots } from '@org/dns-provider-kit';
import type { WireRecord } from './wire/message.ts';
import { layoutOf } from './wire/record-layout.ts';
import { formatRecordData, parseRecordData, textStrings } from './wire/record-data-text.ts';
import { classNumbers, typeName, typeNumber, typeNumbers } from './wire/record-types.ts';
import { escapeText } from './wire/text-tokens.ts';

/** What the server keeps itself: the zone's head, and what signing a zone puts into it (65534: the state of BIND's signer). */
const serverTypes: ReadonlySet<number> = new Set([
  typeNumbers.SOA,
  typeNumbers.RRSIG,
  typeNumbers.NSEC,
  typeNumbers.NSEC3,
  typeNumbers.NSEC3PARAM,
  typeNumbers.DNSKEY,
  typeNumbers.CDS,
  typeNumbers.CDNSKEY,
  typeNumbers.ZONEMD,
  65_534,
]);

/** Types whose data is given with the final dot of its host name. */
const keepsDots: ReadonlySet<RecordType> = new Set(['SRV', 'NAPTR']);

/** A record that a provider may speak of. */
export function isContent(record: WireRecord): boolean {
  return record.class === classNumbers.IN && !serverTypes.has(record.type);
}

/** One record as an endpoint with one target. */
export function fromRecord(record: WireRecord): Endpoint {
  const type = typeName(record.type);
  return createEndpoint({
    name: record.name,
    type,
    targets: [toTarget(type, record.type, record.data)],
    ttlSeconds: record.ttlSeconds,
  });
}

function toTarget(type: RecordType, number: number, data: Uint8Array): string {
  if (number === typeNumbers.TXT || number === typeNumbers.SPF) return toText(data);
  const text = formatRecordData(number, data);
  return keepsDots.has(type) ? text : withoutHostDots(type, text);
}

/** A long text that was cut at every 255 bytes is one again; other cuts are kept. */
function toText(data: Uint8Array): string {
  const strings = textStrings(data);
  const isCut = strings.every(({ length }, at) => length === 255 || at === strings.length - 1);
  return isCut && (strings.at(-1)?.length ?? 0) > 0
    ? `"${escapeText(Buffer.concat(strings))}"`
    : strings.map((bytes) => `"${escapeText(bytes)}"`).join(' ');
}

/** @throws ProviderError `rejected` when the target is no data of its type, `unsupported` when no type has this name. */
export function toData(endpoint: Endpoint, target: string): Uint8Array {
  try {
    return parseRecordData(toTypeNumber(endpoint), target);
  } catch (error) {
    if (ProviderError.is(error)) throw error;
    throw new ProviderError(
      'rejected',
      `${endpoint.spelling}: ${endpoint.type} target "${target}": ${(error as Error).message}`,
      { cause: error },
    );
  }
}

export function toTypeNumber(endpoint: Endpoint): number {
  const number = typeNumber(endpoint.type);
  if (number !== undefined) return number;
  throw new ProviderError(
    'unsupported',
    `${endpoint.spelling}: DNS knows no type ${endpoint.type}`,
  );
}

export function effectiveTtl(endpoint: Endpoint, minTtlSeconds: number): number {
  return Math.max(endpoint.ttlSeconds, minTtlSeconds);
}

/** The records of an endpoint as they are added. */
export function toRecords(endpoint: Endpoint, minTtlSeconds: number): readonly WireRecord[] {
  const type = toTypeNumber(endpoint);
  return endpoint.targets.map((target) => ({
    name: `${endpoint.name}.`,
    type,
    class: classNumbers.IN,
    ttlSeconds: effectiveTtl(endpoint, minTtlSeconds),
    data: toData(endpoint, target),
  }));
}

/** A form in which record data is compared: host names in any case are equal. */
export function dataKey(type: number, data: Uint8Array): string {
  const text = formatRecordData(type, data);
  return layoutOf(type)?.includes('name') === true ? text.toLowerCase() : text;
}

/** The endpoint in the words in which it will be read; what is no data of its type stays as it is, to be refused by name. */
export function asHeld(endpoint: Endpoint, minTtlSeconds: number): Endpoint {
  const ttlSeconds = effectiveTtl(endpoint, minTtlSeconds);
  const targets = endpoint.targets.map((target) => {
    const number = typeNumber(endpoint.type);
    if (number === undefined) return target;
    try {
      return toTarget(endpoint.type, number, parseRecordData(number, target));
    } catch {
      return target;
    }
  });
  const isSame =
    ttlSeconds === endpoint.ttlSeconds && targets.every((one, at) => one === endpoint.targets[at]);
  return isSame ? endpoint : { ...endpoint, ttlSeconds, targets };
}
