const longestString = 255;

/**
 * TXT data as the service takes it: strings in quotes, at most 255 bytes each, with octal codes for what is not printable ASCII
 * (Developer Guide, "TXT record type"). Data that begins with a quote is taken for such strings already and changed only where the
 * service would refuse it.
 */
export function toTxtValue(target: string): string {
  if (!target.startsWith('"')) return quoted(Buffer.from(target, 'utf8'));
  const strings = parseStrings(target);
  if (strings === undefined) return target;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const isFine = strings.every(({ length }) => length <= longestString) && !/[^ -~]/.test(target);
  return isFine ? target : strings.map(quoted).join(' ');
}

function quoted(bytes: Uint8Array): string {
  const strings: string[] = [];
  let at = 0;
  do {
    strings.push(`"${Array.from(bytes.subarray(at, at + longestString), escaped).join('')}"`);
    at += longestString;
  } while (at < bytes.length);
  return strings.join(' ');
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === '\\') return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}

/** The strings of a quoted value as bytes; `undefined` when it is not well formed. */
function parseStrings(value: string): Uint8Array[] | undefined {
  const strings: Uint8Array[] = [];
  const pattern = /\s*"((?:[^"\\]|\\[^])*)"\s*/y;
  while (pattern.lastIndex < value.length) {
    const match = pattern.exec(value);
    if (match === null) return undefined;
    strings.push(unescaped(match[1] ?? ''));
  }
  return strings;
}

function unescaped(text: string): Uint8Array {
  const parts = Array.from(text.matchAll(/\\([0-3][0-7]{2})|\\([^])|([^\\]+)/g), (match) =>
    match[1] === undefined
      ? Buffer.from(match[2] ?? match[3] ?? '', 'utf8')
      : Buffer.from([parseInt(match[1], 8)]),
  );
  return Buffer.concat(parts);
}
