import { formatIp, parseIp, type RecordType } from '@org/dns-core';
import { formatMx, parseMx, withoutHostDots } from '@org/dns-provider-kit';
import type { CloudflareRecord, RecordBody } from './record.ts';
import { fromParts, hasParts, toParts } from './record-data.ts';
import { canonicalTxt, toTxtContent } from './txt-content.ts';

/** Record data in the one form in which what is wanted and what is held are compared; what is not well formed stays. */
export function canonicalTarget(type: RecordType, target: string): string {
  if (type === 'TXT') return canonicalTxt(target);
  if (type === 'A' || type === 'AAAA') {
    const address = parseIp(target);
    return address === undefined ? target : formatIp(address);
  }
  if (hasParts(type)) {
    const parts = toParts(type, target);
    return (parts && fromParts(type, parts)) ?? target;
  }
  if (type === 'MX') {
    const mx = parseMx(target);
    return (mx === undefined ? target : withoutHostDots(type, formatMx(mx))).toLowerCase();
  }
  return hostTypes.has(type) ? withoutHostDots(type, target).toLowerCase() : target;
}

const hostTypes = new Set<RecordType>(['CNAME', 'NS', 'PTR', 'DNAME']);

/** The data of a record that is there, in the same form. */
export function heldTarget({ type, content, priority, data }: CloudflareRecord): string {
  if (type === 'MX' && priority !== undefined)
    return canonicalTarget(type, `${priority} ${content}`);
  if (type === 'URI') return content;
  const parts = data === undefined ? undefined : fromParts(type, data);
  return parts ?? canonicalTarget(type, content);
}

/** Canonical data as the API wants it. What is not well formed is sent as it is, for the service to say what is wrong. */
export function toContent(
  type: RecordType,
  target: string,
): Pick<RecordBody, 'content' | 'data' | 'priority'> {
  if (type === 'TXT') return { content: toTxtContent(target) };
  if (type === 'MX') {
    const mx = parseMx(target);
    return mx === undefined
      ? { content: target }
      : { content: mx.exchange, priority: mx.preference };
  }
  const data = toParts(type, target);
  return data === undefined ? { content: target } : { data };
}
