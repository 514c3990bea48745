import { WireFormatError } from './wire-format-error.ts';
import { WireReader } from './wire-reader.ts';

/**
 * Domain names (RFC 1035, 3.1 and 4.1.4). As text they are absolute, with a final dot, `.` for the root; what would be
 * mistaken in a zone file is escaped (RFC 4343, 2.1).
 */

const longestName = 255;
const longestLabel = 63;
const encoder = new TextEncoder();
const dot = 0x2e;
const escapedInText = new Set(Array.from(' "$\'();@\\.', (character) => character.charCodeAt(0)));

/** The name at the reader's place; a compression pointer is followed, backwards only. */
export function readName(reader: WireReader): string {
  let text = '';
  let length = 1;
  /** Pointers must lead to a place before all that was read so far, which also rules out loops. */
  let lowest = reader.offset;
  let bytes = reader;
  let after: number | undefined;
  for (;;) {
    const size = bytes.u8();
    if (size === 0) break;
    if (size >= 0xc0) {
      const target = (size - 0xc0) * 256 + bytes.u8();
      after ??= bytes.offset;
      if (target >= lowest)
        throw new WireFormatError(`a name points forward, from offset ${lowest} to ${target}`);
      lowest = target;
      bytes = new WireReader(reader.bytes, target);
      continue;
    }
    if (size > longestLabel)
      throw new WireFormatError(`a label type that is not known, at offset ${bytes.offset - 1}`);
    length += size + 1;
    if (length > longestName) throw new WireFormatError('a name of more than 255 bytes');
    text += `${formatLabel(bytes.take(size))}.`;
  }
  if (after !== undefined) reader.offset = after;
  return text === '' ? '.' : text;
}

/** The wire form of a name, without compression. A final dot is not needed; characters beyond ASCII go as UTF-8. */
export function nameToBytes(name: string): Uint8Array {
  if (name === '.' || name === '') return new Uint8Array(1);
  const bytes: number[] = [];
  let label: number[] = [];
  const endLabel = (): void => {
    if (label.length === 0) throw new WireFormatError(`"${name}" has an empty label`);
    if (label.length > longestLabel)
      throw new WireFormatError(`"${name}" has a label of more than 63 bytes`);
    bytes.push(label.length, ...label);
    label = [];
  };
  for (let at = 0; at < name.length;) {
    const code = name.charCodeAt(at);
    if (code === dot) {
      endLabel();
      at += 1;
    } else if (code === 0x5c) {
      const { byte, length } = unescape(name, at);
      label.push(byte);
      at += length;
    } else if (code < 0x80) {
      label.push(code);
      at += 1;
    } else {
      const character = String.fromCodePoint(name.codePointAt(at) ?? 0);
      label.push(...encoder.encode(character));
      at += character.length;
    }
  }
  if (label.length > 0) endLabel();
  bytes.push(0);
  if (bytes.length > longestName) throw new WireFormatError(`"${name}" has more than 255 bytes`);
  return Uint8Array.from(bytes);
}

/** One escape: `\DDD`, a byte in decimal, or `\X`, the character itself. */
function unescape(text: string, at: number): { readonly byte: number; readonly length: number } {
  const decimal = /^\d{3}/.exec(text.slice(at + 1, at + 4))?.[0];
  const literal = text.charCodeAt(at + 1);
  if (decimal !== undefined ? Number(decimal) > 255 : !(literal < 0x80))
    throw new WireFormatError(`"${text}" has an escape that means nothing`);
  return decimal === undefined
    ? { byte: literal, length: 2 }
    : { byte: Number(decimal), length: 4 };
}

/** The wire form in the one spelling in which names are compared and signed: lower case (RFC 4034, 6.2). */
export function canonicalNameBytes(name: string): Uint8Array {
  return nameToBytes(name).map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
}

function formatLabel(label: Uint8Array): string {
  let text = '';
  for (const byte of label) {
    if (byte <= 0x20 || byte >= 0x7f)
      text += byte === 0x20 ? '\\ ' : `\\${String(byte).padStart(3, '0')}`;
    else
      text += escapedInText.has(byte)
        ? `\\${String.fromCharCode(byte)}`
        : String.fromCharCode(byte);
  }
  return text;
}
