import { formatIp, parseIp } from '@org/dns-core';
import { bytesToIp, ipToBytes } from './ip-bytes.ts';
import { layoutOf, type Field } from './record-layout.ts';
import { formatParameters, parseParameters } from './service-parameters.ts';
import { escapeText, tokenize, type Token } from './text-tokens.ts';
import { WireFormatError } from './wire-format-error.ts';
import { nameToBytes, readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Fields of which there are values that no text can say: nothing at all, odd characters, parameters out of order. */
const awkward: ReadonlySet<Field> = new Set<Field>(['hex', 'base64', 'word', 'parameters']);

/**
 * Record data as in a zone file: host names with their final dot, strings in quotes; what is opaque, or cannot be said so, as
 * `\# 3 abcdef` (RFC 3597, 5). `parseRecordData` gives the same data back.
 */
export function formatRecordData(type: number, data: Uint8Array): string {
  const layout = layoutOf(type);
  if (layout === undefined) return generic(data);
  const text = formatFields(layout, data);
  return !layout.some((field) => awkward.has(field)) || says(type, text, data)
    ? text
    : generic(data);
}

function formatFields(layout: readonly Field[], data: Uint8Array): string {
  const reader = new WireReader(data);
  return layout
    .map((field) => formatField(reader, field))
    .filter((text) => text !== '')
    .join(' ');
}

function says(type: number, text: string, data: Uint8Array): boolean {
  try {
    return Buffer.from(parseRecordData(type, text)).equals(data);
  } catch (error) {
    if (error instanceof WireFormatError) return false;
    throw error;
  }
}

function generic(data: Uint8Array): string {
  return data.length === 0 ? '\\# 0' : `\\# ${data.length} ${Buffer.from(data).toString('hex')}`;
}

function formatField(reader: WireReader, field: Field): string {
  switch (field) {
    case 'u8':
      return String(reader.u8());
    case 'u16':
      return String(reader.u16());
    case 'u32':
      return String(reader.u32());
    case 'ipv4':
      return formatIp(bytesToIp(reader.take(4)));
    case 'ipv6':
      return formatIp(bytesToIp(reader.take(16)));
    case 'name':
      return readName(reader);
    case 'string':
      return `"${escapeText(reader.take(reader.u8()))}"`;
    case 'word':
      return escapeText(reader.take(reader.u8()));
    case 'strings': {
      const strings: string[] = [];
      while (reader.left > 0) strings.push(`"${escapeText(reader.take(reader.u8()))}"`);
      return strings.join(' ');
    }
    case 'text':
      return `"${escapeText(reader.rest())}"`;
    case 'hex':
      return Buffer.from(reader.rest()).toString('hex');
    case 'base64':
      return Buffer.from(reader.rest()).toString('base64');
    case 'parameters':
      return formatParameters(reader);
  }
}

/**
 * The wire form of record data in text. Host names are absolute whether or not they end in a dot; a string over 255 bytes
 * becomes several. `\# length hex` is taken for every type.
 *
 * @throws WireFormatError when the text is no data of this type.
 */
export function parseRecordData(type: number, text: string): Uint8Array {
  const tokens = tokenize(text);
  if (tokens[0]?.text === '\\#' && !tokens[0].quoted) return parseGeneric(type, tokens);
  const layout = layoutOf(type);
  if (layout === undefined)
    throw new WireFormatError(`the type is opaque here; write its data as \\# length hex`);
  const writer = new WireWriter();
  let rest = tokens;
  for (const field of layout) rest = parseField(writer, field, rest);
  if (rest.length > 0) throw new WireFormatError(`"${rest[0]?.text}" is too much`);
  return writer.finish();
}

function parseGeneric(type: number, tokens: readonly Token[]): Uint8Array {
  const [, length, ...parts] = tokens;
  const hex = parts.map((part) => part.text).join('');
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex) || String(hex.length / 2) !== length?.text)
    throw new WireFormatError('data after \\# is a length in bytes and as many bytes in hex');
  const data = Uint8Array.from(Buffer.from(hex, 'hex'));
  const layout = layoutOf(type);
  if (layout !== undefined) {
    const reader = new WireReader(data);
    for (const field of layout) formatField(reader, field);
    if (reader.left > 0) throw new WireFormatError('data after \\# is longer than the type allows');
  }
  return data;
}

/** Writes one field from the first tokens and gives those that it did not need. */
function parseField(writer: WireWriter, field: Field, tokens: readonly Token[]): readonly Token[] {
  const [first, ...others] = tokens;
  switch (field) {
    case 'parameters':
      writer.put(parseParameters(tokens));
      return [];
    case 'hex':
      writer.put(wholeOf(tokens, 'hex', /^(?:[0-9a-f]{2})+$/i));
      return [];
    case 'base64':
      writer.put(wholeOf(tokens, 'base64', /^[A-Za-z0-9+/]+={0,2}$/));
      return [];
    case 'strings':
      if (first === undefined) throw new WireFormatError('a text is missing');
      for (const { bytes } of tokens) putStrings(writer, bytes);
      return [];
    case 'text':
      writer.put(needed(first, 'a text').bytes);
      return others;
    case 'string':
    case 'word': {
      const { bytes } = needed(first, 'a text');
      if (bytes.length > 255) throw new WireFormatError('a string of more than 255 bytes');
      writer.u8(bytes.length);
      writer.put(bytes);
      return others;
    }
    case 'name':
      writer.put(nameToBytes(needed(first, 'a host name').text));
      return others;
    case 'ipv4':
    case 'ipv6': {
      const { text } = needed(first, 'an address');
      const ip = parseIp(text);
      if (ip?.family !== (field === 'ipv4' ? 4 : 6) || ip.zone !== '')
        throw new WireFormatError(`"${text}" is not an IPv${field.slice(-1)} address`);
      writer.put(ipToBytes(ip));
      return others;
    }
    default: {
      const { text } = needed(first, 'a number');
      if (!/^\d{1,10}$/.test(text)) throw new WireFormatError(`"${text}" is not a number`);
      writer[field](Number(text));
      return others;
    }
  }
}

function needed(token: Token | undefined, what: string): Token {
  if (token === undefined) throw new WireFormatError(`${what} is missing`);
  return token;
}

function wholeOf(
  tokens: readonly Token[],
  encoding: 'hex' | 'base64',
  pattern: RegExp,
): Uint8Array {
  const text = tokens.map((token) => token.text).join('');
  if (!pattern.test(text)) throw new WireFormatError(`"${text}" is not ${encoding}`);
  return Uint8Array.from(Buffer.from(text, encoding));
}

function putStrings(writer: WireWriter, bytes: Uint8Array): void {
  for (let start = 0; start === 0 || start < bytes.length; start += 255) {
    const part = bytes.subarray(start, start + 255);
    writer.u8(part.length);
    writer.put(part);
  }
}

/** The character strings of TXT data. */
export function textStrings(data: Uint8Array): readonly Uint8Array[] {
  const reader = new WireReader(data);
  const strings: Uint8Array[] = [];
  while (reader.left > 0) strings.push(reader.take(reader.u8()));
  return strings;
}
