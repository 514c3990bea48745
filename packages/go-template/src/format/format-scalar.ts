import { isPrintable } from '../functions/escape.ts';
import { formatFloat } from './format-float.ts';
import { pad, type Verb } from './verb.ts';

/** A text under a verb, or `undefined` where the verb is none for texts. */
export function formatText(text: string, verb: Verb): string | undefined {
  switch (verb.letter) {
    case 'v':
      return verb.sharp ? pad(quote(text, false), verb) : pad(truncate(text, verb), verb);
    case 's':
      return pad(truncate(text, verb), verb);
    case 'q': {
      const cut = truncate(text, verb);
      return verb.sharp && canBackquote(cut)
        ? pad(`\`${cut}\``, verb)
        : pad(quote(cut, verb.plus), verb);
    }
    case 'x':
    case 'X':
      return hexOfText(text, verb);
    default:
      return undefined;
  }
}

function truncate(text: string, verb: Verb): string {
  return verb.precision === undefined ? text : Array.from(text).slice(0, verb.precision).join('');
}

function canBackquote(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters but the tab need quotes
  return !/[\u0000-\u0008\u000a-\u001f`\u007f\ufeff]/.test(text);
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A text in Go's double quotes. */
function quote(text: string, asciiOnly: boolean): string {
  return `"${Array.from(text)
    .map((character) => quoteOne(character, '"', asciiOnly))
    .join('')}"`;
}

function quoteOne(character: string, mark: string, asciiOnly: boolean): string {
  if (character === mark || character === '\\') return `\\${character}`;
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const point = character.codePointAt(0) as number;
  if (isPrintable(character) && (!asciiOnly || point < 0x80)) return character;
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`;
  return point > 0xff_ff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function hexOfText(text: string, verb: Verb): string {
  const bytes = new TextEncoder().encode(text).subarray(0, verb.precision);
  const parts = Array.from(bytes, (byte) => hex(byte, 2));
  const prefix = verb.sharp && parts.length > 0 ? '0x' : '';
  const joined = verb.space
    ? parts.map((part) => prefix + part).join(' ')
    : prefix + parts.join('');
  return pad(verb.letter === 'X' ? joined.toUpperCase() : joined, verb);
}

export function formatBool(value: boolean, verb: Verb): string | undefined {
  return verb.letter === 'v' || verb.letter === 't' ? pad(String(value), verb) : undefined;
}

const bases: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** An integer under a verb, or `undefined` where the verb is none for integers. */
export function formatInteger(value: bigint, verb: Verb): string | undefined {
  switch (verb.letter) {
    case 'c':
      return pad(character(value), verb);
    case 'q':
      return pad(`'${quoteOne(character(value), "'", verb.plus)}'`, verb);
    case 'U':
      return pad(unicode(value, verb), verb, false);
    default: {
      const base = bases[verb.letter];
      return base === undefined ? undefined : digits(value, base, verb);
    }
  }
}

function character(value: bigint): string {
  const valid = value >= 0n && value <= 0x10_ff_ffn && (value < 0xd8_00n || value > 0xdf_ffn);
  return valid ? String.fromCodePoint(Number(value)) : '\uFFFD';
}

function unicode(value: bigint, verb: Verb): string {
  const size = BigInt.asUintN(64, value).toString(16).toUpperCase();
  const text = `U+${size.padStart(Math.max(4, verb.precision ?? 4), '0')}`;
  const shown = character(value);
  return verb.sharp && value <= 0x10_ff_ffn && isPrintable(shown) ? `${text} '${shown}'` : text;
}

function digits(value: bigint, base: number, verb: Verb): string {
  const negative = value < 0n;
  const signed = negative || verb.plus || verb.space;
  let least = verb.precision ?? 0;
  if (verb.precision === 0 && value === 0n) return pad('', verb, false);
  if (verb.precision === undefined && verb.zero && !verb.minus && verb.width !== undefined) {
    least = verb.width - (signed ? 1 : 0);
  }
  let text = (negative ? -value : value).toString(base).padStart(least, '0');
  if (verb.letter === 'X') text = text.toUpperCase();
  if (verb.sharp && verb.letter !== 'v') {
    if (base === 2) text = `0b${text}`;
    if (base === 16) text = `0${verb.letter}${text}`;
    if (base === 8 && !text.startsWith('0')) text = `0${text}`;
  }
  if (verb.letter === 'O') text = `0o${text}`;
  const sign = negative ? '-' : verb.plus ? '+' : verb.space ? ' ' : '';
  return pad(sign + text, verb, false);
}

/** A float under a verb, or `undefined` where the verb is none for floats. */
export function formatNumber(value: number, verb: Verb): string | undefined {
  const letter = verb.letter.toLowerCase();
  if (!['v', 'e', 'f', 'g'].includes(letter) || verb.letter === 'V') return undefined;
  const style = letter === 'v' ? 'g' : (letter as 'e' | 'f' | 'g');
  const signFor = (negative: boolean) => (negative ? '-' : verb.plus ? '+' : verb.space ? ' ' : '');
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value)) return pad(`${signFor(false)}NaN`, verb, false);
    const sign =
      value > 0 && verb.letter !== 'v' && !verb.plus && !verb.space ? '+' : signFor(value < 0);
    return pad(`${sign || '+'}Inf`, verb, false);
  }
  const negative = value < 0 || Object.is(value, -0);
  const precision = verb.precision ?? (style === 'g' ? undefined : 6);
  let text = formatFloat(Math.abs(value), style, precision);
  if (verb.letter === 'E' || verb.letter === 'G') text = text.toUpperCase();
  const sign = signFor(negative);
  if (verb.zero && !verb.minus && verb.width !== undefined) {
    return sign + text.padStart(verb.width - sign.length, '0');
  }
  return pad(sign + text, verb, false);
}
