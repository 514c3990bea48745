import { WireFormatError } from './wire-format-error.ts';

/** One field of record data in text form. */
export interface Token {
  /** As written, without its quotes, escapes kept. */
  readonly text: string;
  /** What it stands for. */
  readonly bytes: Uint8Array;
  readonly quoted: boolean;
}

const encoder = new TextEncoder();

/** The fields of a line of a zone file (RFC 1035, 5.1): split at blanks, quoted or not, up to a comment. */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < line.length;) {
    const character = line[at] ?? '';
    if (/[\s()]/.test(character)) {
      at += 1;
    } else if (character === ';') {
      break;
    } else {
      const { token, next } = readToken(line, at);
      tokens.push(token);
      at = next;
    }
  }
  return tokens;
}

function readToken(line: string, start: number): { readonly token: Token; readonly next: number } {
  const quoted = line[start] === '"';
  const first = quoted ? start + 1 : start;
  const bytes: number[] = [];
  let at = first;
  for (;;) {
    const character = line[at];
    if (character === undefined) {
      if (quoted) throw new WireFormatError(`a quote is left open in ${line}`);
      break;
    }
    if (quoted ? character === '"' : /[\s();"]/.test(character)) break;
    if (character === '\\') {
      const decimal = /^\d{3}/.exec(line.slice(at + 1, at + 4))?.[0];
      const literal = String.fromCodePoint(line.codePointAt(at + 1) ?? 0);
      if (decimal !== undefined ? Number(decimal) > 255 : at + 1 >= line.length)
        throw new WireFormatError(`an escape means nothing in ${line}`);
      if (decimal === undefined) bytes.push(...encoder.encode(literal));
      else bytes.push(Number(decimal));
      at += decimal === undefined ? 1 + literal.length : 4;
    } else {
      const whole = String.fromCodePoint(line.codePointAt(at) ?? 0);
      bytes.push(...encoder.encode(whole));
      at += whole.length;
    }
  }
  const token = { text: line.slice(first, at), bytes: Uint8Array.from(bytes), quoted };
  return { token, next: quoted ? at + 1 : at };
}

/** Bytes as the inside of a quoted string: `"` and `\` escaped, what is not printable ASCII in decimal. */
export function escapeText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
