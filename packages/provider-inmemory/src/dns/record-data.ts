import { checkDnsName, parseIp, toDnsName, type RecordType } from '@org/dns-core';
import { parseCaa, parseMx, parseNaptr, parseSrv, parseTxtStrings } from '@org/dns-provider-kit';

const readers: Readonly<Record<RecordType, (target: string) => unknown>> = {
  A: (target) => (parseIp(target)?.family === 4 ? target : undefined),
  AAAA: (target) => (parseIp(target)?.family === 6 && !target.includes('%') ? target : undefined),
  CNAME: toWireName,
  DNAME: toWireName,
  NS: toWireName,
  PTR: toWireName,
  TXT: (target) => characterStrings(target),
  MX: (target) => {
    const mx = parseMx(target);
    const exchange = mx && toWireName(mx.exchange);
    return exchange && { preference: mx.preference, exchange };
  },
  SRV: (target) => {
    const srv = parseSrv(target);
    const host = srv && toWireName(srv.target);
    return host && { ...srv, target: host };
  },
  NAPTR: (target) => {
    const naptr = parseNaptr(target);
    const replacement = naptr && toWireName(naptr.replacement);
    if (!replacement) return undefined;
    const { order, preference, flags, service: services, regexp } = naptr;
    return { order, preference, flags, services, regexp, replacement };
  },
  CAA: parseCaa,
};

/** The data of one target as `dns-packet` takes it; `undefined` where there is none: another type, or text that is no such data. */
export function toRecordData(type: RecordType, target: string): unknown {
  return readers[type.toUpperCase()]?.(target);
}

/** A name that fits into a packet, without final dot; the root is `.`. `undefined`: it does not fit. */
function toWireName(text: string): string | undefined {
  if (text === '.') return text;
  if (checkDnsName(text) !== undefined) return undefined;
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const name = toDnsName(bare);
  return bare.toLowerCase() === name ? bare : name;
}

/** In presentation form, or a bare text; parts of at most 255 bytes. */
function characterStrings(target: string): Buffer[] {
  const strings = target.startsWith('"') ? parseTxtStrings(target) : undefined;
  return (strings ?? [Buffer.from(target)]).flatMap((bytes) => {
    const parts = Math.max(1, Math.ceil(bytes.length / 255));
    return Array.from({ length: parts }, (_, index) =>
      Buffer.from(bytes.subarray(index * 255, index * 255 + 255)),
    );
  });
}
