import { parseTxtStrings } from '@org/dns-provider-kit';

const longestString = 255;

/**
 * TXT data in the one form in which it is compared: every string between quotes. What has no quotes is one string. Strings
 * that only end because 255 bytes is the most that one can hold are joined: the service splits them by itself.
 */
export function canonicalTxt(content: string): string {
  const strings = content.startsWith('"')
    ? parseTxtStrings(content)
    : [new TextEncoder().encode(content)];
  if (strings === undefined) return content;
  const joined: number[][] = [];
  let last: number[] | undefined;
  let isFull = false;
  for (const bytes of strings) {
    if (last === undefined || !isFull) joined.push((last = [...bytes]));
    else last.push(...bytes);
    isFull = bytes.length === longestString;
  }
  return joined.map((bytes) => quoted(bytes)).join(' ');
}

/** Canonical TXT data as it is sent: no string longer than 255 bytes. */
export function toTxtContent(canonical: string): string {
  const strings = parseTxtStrings(canonical);
  if (strings === undefined) return canonical;
  return strings.flatMap((bytes) => inPieces([...bytes]).map(quoted)).join(' ');
}

function inPieces(bytes: readonly number[]): number[][] {
  const pieces: number[][] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += longestString)
    pieces.push(bytes.slice(start, start + longestString));
  return pieces;
}

function quoted(bytes: readonly number[]): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return `"${text}"`;
}
