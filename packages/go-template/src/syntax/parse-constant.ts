const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const escape =
  /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^]|$))/g;

/** The text of a quoted or raw string as written in Go; `undefined` where an escape is none that Go knows. */
export function parseQuoted(source: string): string | undefined {
  const quote = source[0];
  const inner = source.slice(1, -1);
  if (quote === '`') return inner.replaceAll('\r', '');
  return unescape(inner, quote === '"' ? "'" : '"');
}

/** The code point of a character constant such as `'a'`. */
export function parseCharacter(source: string): bigint | undefined {
  const text = unescape(source.slice(1, -1), '"');
  const points = text === undefined ? [] : Array.from(text);
  return points.length === 1 ? BigInt((points[0] as string).codePointAt(0) as number) : undefined;
}

function unescape(inner: string, otherQuote: string): string | undefined {
  if (!inner.includes('\\')) return inner;
  let valid = true;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let last = 0;
  for (const found of inner.matchAll(escape)) {
    bytes.push(...encoder.encode(inner.slice(last, found.index)));
    last = found.index + found[0].length;
    const [, simple, hex, short, long, octal, other] = found;
    if (other !== undefined || simple === otherQuote) valid = false;
    else if (simple !== undefined) bytes.push(...encoder.encode(escapes[simple] as string));
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) {
      const byte = Number.parseInt(octal, 8);
      if (byte > 255) valid = false;
      bytes.push(byte & 255);
    } else {
      const point = Number.parseInt((short ?? long) as string, 16);
      if (point > 0x10_ff_ff || (point >= 0xd8_00 && point < 0xe0_00)) valid = false;
      else bytes.push(...encoder.encode(String.fromCodePoint(point)));
    }
  }
  bytes.push(...encoder.encode(inner.slice(last)));
  return valid
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
    : undefined;
}

const wellPlacedUnderscores = /^[+-]?(?:0[xXbBoO]_?|)[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;

/**
 * The number a constant stands for: an integer (`1`, `0x1F`, `1_000`, `0o17`, `017`), a float where it has a point or an
 * exponent; `overflow` where it fits neither; `undefined` where it is no number.
 */
export function parseNumber(source: string): bigint | number | 'overflow' | undefined {
  const negative = source.startsWith('-');
  const bare = source.replace(/^[+-]/, '');
  if (/^(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9_]+)$/.test(bare)) {
    if (bare.includes('_') && !wellPlacedUnderscores.test(bare)) return undefined;
    const digits = bare.replaceAll('_', '');
    const octal = /^0[0-9]+$/.test(digits);
    if (octal && !/^[0-7]+$/.test(digits)) return undefined;
    const size = BigInt(octal ? `0o${digits.slice(1)}` : digits);
    const value = negative ? -size : size;
    return BigInt.asIntN(64, value) === value ? value : 'overflow';
  }
  const size = /^0[xX]/.test(bare) ? parseHexFloat(bare) : parseDecimalFloat(bare);
  if (size === undefined) return undefined;
  return Number.isFinite(size) ? (negative ? -size : size) : 'overflow';
}

function parseDecimalFloat(bare: string): number | undefined {
  // Go allows `_` between digits with a base prefix only, and a decimal float has none.
  return /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(bare) ? Number(bare) : undefined;
}

function parseHexFloat(bare: string): number | undefined {
  const parts = /^0[xX]([0-9a-fA-F]+)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]{1,5})$/.exec(bare);
  if (!parts) return undefined;
  const fraction = parts[2] ?? '';
  const mantissa = Number(BigInt(`0x${parts[1]}${fraction}`));
  return mantissa * 2 ** (Number(parts[3]) - 4 * fraction.length);
}
