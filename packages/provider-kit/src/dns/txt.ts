/** TXT data in presentation form (RFC 1035, 5.1): one or more `"character strings"` of at most 255 bytes each. */

const longestString = 255;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The presentation form of a text: UTF-8, split after every 255 bytes, `"`, `\` and bytes outside printable ASCII escaped. */
export function quoteTxt(text: string): string {
  const bytes = encoder.encode(text);
  const parts: string[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += longestString)
    parts.push(`"${escapeBytes(bytes.subarray(start, start + longestString))}"`);
  return parts.join(' ');
}

/** The text of TXT data in presentation form, its strings joined; `undefined` when it is not well formed. A word without quotes is a string too. */
export function unquoteTxt(content: string): string | undefined {
  const strings = parseTxtStrings(content);
  if (strings === undefined) return undefined;
  const total = new Uint8Array(strings.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of strings) {
    total.set(bytes, at);
    at += bytes.length;
  }
  return decoder.decode(total);
}

/** The character strings of TXT data in presentation form, as bytes; `undefined` when a quote is left open, an escape is wrong, or nothing is there. */
export function parseTxtStrings(content: string): readonly Uint8Array[] | undefined {
  const strings: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    while (content[at] === ' ' || content[at] === '\t') at += 1;
    if (at >= content.length) return strings.length === 0 ? undefined : strings;
    const quoted = content[at] === '"';
    if (quoted) at += 1;
    const bytes: number[] = [];
    for (;;) {
      const character = content[at];
      if (character === undefined) {
        if (quoted) return undefined;
        break;
      }
      if (quoted ? character === '"' : character === ' ' || character === '\t') {
        at += 1;
        break;
      }
      if (character === '\\') {
        const decimal = /^\d{3}/.exec(content.slice(at + 1, at + 4))?.[0];
        const literal = content[at + 1];
        if (decimal !== undefined ? Number(decimal) > 255 : literal === undefined) return undefined;
        if (decimal !== undefined) bytes.push(Number(decimal));
        else bytes.push(...encoder.encode(literal));
        at += decimal === undefined ? 2 : 4;
      } else {
        const whole = String.fromCodePoint(content.codePointAt(at) ?? 0);
        bytes.push(...encoder.encode(whole));
        at += whole.length;
      }
    }
    strings.push(Uint8Array.from(bytes));
  }
}

function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
