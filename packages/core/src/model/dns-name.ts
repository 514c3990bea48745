import { toAsciiName } from './idna.ts';

declare const dnsName: unique symbol;

/**
 * A DNS name in the one form in which names are compared: lower case, ASCII (IDNA A-labels), no final dot, the root as
 * `''`. Made by {@link toDnsName} at each edge; never built by hand.
 */
export type DnsName = string & { readonly [dnsName]: true };

const plain = /^[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$/;
/** Nothing can be wrong with such a name of up to 253 characters. */
const ordinary = /^[a-z0-9_*-]{1,63}(?:\.[a-z0-9_*-]{1,63})*$/;
const escape = /\\(\d{3})/g;
const ordinaryButEscaped = '*_-';

/**
 * The canonical form of a spelling. Total: a spelling that IDNA refuses is kept in lower case, so that it still compares
 * equal to itself; {@link checkDnsName} says what is wrong with it. Escapes of `*`, `_` and `-`
 * (`\052` at Route 53, `\042` in zone files; RFC 1035, section 5.1) are undone.
 */
export function toDnsName(spelling: string): DnsName {
  if (plain.test(spelling)) return spelling as DnsName;
  const trimmed = spelling.trim();
  const bare = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  return toAsciiName(bare.includes('\\') ? bare.replace(escape, unescaped) : bare) as DnsName;
}

/** Zone files count in decimal (RFC 1035), Route 53 in octal; the three characters in question are apart in both. */
function unescaped(written: string, digits: string): string {
  const readings = [parseInt(digits, 8), Number(digits)].map((code) => String.fromCharCode(code));
  return readings.find((character) => ordinaryButEscaped.includes(character)) ?? written;
}

/** What is wrong with a name that somebody wrote, as the end of a sentence; `undefined`: nothing. */
export function checkDnsName(spelling: string): string | undefined {
  if (spelling.length <= 253 && ordinary.test(spelling)) return undefined;
  const name = toDnsName(spelling);
  if (name === '') return 'is empty';
  // Blanks are taken out of lists of names.
  if (/<no ?value>/.test(spelling)) {
    return 'holds "<no value>": the template refers to a field that the object does not have';
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001F\u007F]/.test(name)) return 'holds a line break or another control character';
  if (/\s/.test(name)) return 'holds a blank';
  // Servers undo the escape: what is written as v\ictim would replace the record of victim, whoever owns it.
  if (name.includes('\\')) return 'holds a backslash; only \\052 for a wildcard is understood';
  if (!/^\p{ASCII}*$/u.test(name)) return 'is not a name that IDNA allows';
  const labels = name.split('.');
  if (labels.includes('')) return 'has an empty label (two dots in a row, or a dot in front)';
  const long = labels.find((label) => wireLength(label) > 63);
  if (long !== undefined) return `has a label of more than 63 bytes (${shortened(long)})`;
  const length = wireLength(name);
  if (length > 253) return `is ${length} bytes long; 253 are allowed`;
  return undefined;
}

/** A text that anybody may have written, short enough for a message. */
export function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}

/** An escape stands for one byte. */
function wireLength(text: string): number {
  return text.replace(/\\(?:\d{3}|.)/g, '?').length;
}

/** The name is `*` or begins with `*.`. */
export function isWildcard(name: DnsName): boolean {
  return name === '*' || name.startsWith('*.');
}

/** `name` is `domain` or lies below it. Every name lies below the root. */
export function isWithin(name: DnsName, domain: DnsName): boolean {
  return domain === '' || name === domain || name.endsWith(`.${domain}`);
}

/** A name's domain as metrics are labelled with it: the name without its first label, unless no dot would be left. */
export function parentDomain(name: DnsName): DnsName {
  const rest = name.slice(name.indexOf('.') + 1);
  return (rest.includes('.') ? rest : name) as DnsName;
}
