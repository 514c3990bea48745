import { formatIp, parseIp } from '@org/dns-core';
import { bytesToIp, ipToBytes } from './ip-bytes.ts';
import { escapeText, type Token } from './text-tokens.ts';
import { WireFormatError } from './wire-format-error.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Parameters of SVCB and HTTPS records (RFC 9460, 2.1 and 14.3.2; `dohpath` RFC 9461), in the order of their numbers. */
const keyNames = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
];

export function formatParameters(reader: WireReader): string {
  const parts: string[] = [];
  while (reader.left > 0) {
    const key = reader.u16();
    const value = reader.take(reader.u16());
    const name = keyNames[key] ?? `key${key}`;
    parts.push(value.length === 0 ? name : `${name}=${formatValue(key, value)}`);
  }
  return parts.join(' ');
}

function formatValue(key: number, value: Uint8Array): string {
  const fields = new WireReader(value);
  const list = (read: () => string): string => {
    const items: string[] = [];
    while (fields.left > 0) items.push(read());
    return items.join(',');
  };
  switch (keyNames[key]) {
    case 'mandatory':
      return list(() => {
        const number = fields.u16();
        return keyNames[number] ?? `key${number}`;
      });
    case 'alpn': {
      const ids = list(() =>
        escapeText(fields.take(fields.u8()))
          .replaceAll('\\\\', '\\\\\\\\')
          .replaceAll(',', '\\\\,'),
      );
      return `"${ids}"`;
    }
    case 'port':
      return value.length === 2 ? String(fields.u16()) : quoted(value);
    case 'ipv4hint':
      return value.length % 4 === 0
        ? list(() => formatIp(bytesToIp(fields.take(4))))
        : quoted(value);
    case 'ipv6hint':
      return value.length % 16 === 0
        ? list(() => formatIp(bytesToIp(fields.take(16))))
        : quoted(value);
    case 'ech':
      return `"${Buffer.from(value).toString('base64')}"`;
    default:
      return quoted(value);
  }
}

function quoted(value: Uint8Array): string {
  return `"${escapeText(value)}"`;
}

/** `alpn="h2,h3"` comes as the two tokens `alpn=` and `h2,h3`; a value without quotes as one. */
export function parseParameters(tokens: readonly Token[]): Uint8Array {
  const values = new Map<number, Uint8Array>();
  for (let at = 0; at < tokens.length; at += 1) {
    const { text } = tokens[at] as Token;
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const number = keyNumber(name);
    let value = equals < 0 ? new Uint8Array() : unescapedRest(tokens[at] as Token, equals);
    if (equals === text.length - 1 && tokens[at + 1]?.quoted === true) {
      at += 1;
      value = (tokens[at] as Token).bytes;
    }
    if (values.has(number)) throw new WireFormatError(`the parameter ${name} is there twice`);
    values.set(number, valueToBytes(number, value));
  }
  const writer = new WireWriter();
  for (const [number, value] of [...values].toSorted(([a], [b]) => a - b)) {
    writer.u16(number);
    writer.block(value);
  }
  return writer.finish();
}

function unescapedRest(token: Token, equals: number): Uint8Array {
  return token.bytes.subarray(equals + 1);
}

function keyNumber(name: string): number {
  const known = keyNames.indexOf(name.toLowerCase());
  if (known >= 0) return known;
  const generic = /^key(\d{1,5})$/i.exec(name)?.[1];
  if (generic === undefined || Number(generic) > 65_535)
    throw new WireFormatError(`"${name}" is no parameter of SVCB or HTTPS`);
  return Number(generic);
}

function valueToBytes(key: number, value: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(value);
  const writer = new WireWriter();
  switch (keyNames[key]) {
    case 'mandatory':
      for (const number of text
        .split(',')
        .map(keyNumber)
        .toSorted((a, b) => a - b))
        writer.u16(number);
      return writer.finish();
    case 'alpn':
      for (const id of splitIds(value)) {
        if (id.length === 0 || id.length > 255)
          throw new WireFormatError('an ALPN id has 1 to 255 bytes');
        writer.u8(id.length);
        writer.put(id);
      }
      return writer.finish();
    case 'port':
      if (!/^\d{1,5}$/.test(text)) throw new WireFormatError(`"${text}" is no port`);
      writer.u16(Number(text));
      return writer.finish();
    case 'ipv4hint':
    case 'ipv6hint':
      for (const address of text.split(',')) {
        const ip = parseIp(address);
        if (ip?.family !== (keyNames[key] === 'ipv4hint' ? 4 : 6) || ip.zone !== '')
          throw new WireFormatError(`"${address}" is no address for ${keyNames[key]}`);
        writer.put(ipToBytes(ip));
      }
      return writer.finish();
    case 'ech':
      return Uint8Array.from(Buffer.from(text, 'base64'));
    case 'no-default-alpn':
      if (value.length > 0) throw new WireFormatError('no-default-alpn takes no value');
      return value;
    default:
      return value;
  }
}

/** Items between commas; `\,` is a comma inside an item and `\\` a backslash (RFC 9460, A.1). */
function splitIds(value: Uint8Array): Uint8Array[] {
  const ids: number[][] = [[]];
  for (let at = 0; at < value.length; at += 1) {
    const byte = value[at] as number;
    if (byte === 0x2c) {
      ids.push([]);
      continue;
    }
    if (byte === 0x5c) at += 1;
    ids.at(-1)?.push(value[at] ?? byte);
  }
  return ids.map((id) => Uint8Array.from(id));
}
