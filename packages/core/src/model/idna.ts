import { decodePunycode } from './punycode.ts';

const ascii = /^\p{ASCII}*$/u;
/** What a host may hold in the URL standard beside letters: anything else would be read as another part of a URL. */
const hostSafe = /^[A-Za-z0-9_*!$&'()+,;=~"`{}-]*$/;
const notAscii = /\P{ASCII}/gu;
const otherDots = /[\u3002\uFF0E\uFF61]/g;
const joiners = /[\u200C\u200D]/g;

/**
 * A dotted name with its labels as IDNA A-labels: UTS #46 lookup mapping, in the transitional form (`ß` is `ss`) that the
 * Go controller compares names in. A label that IDNA refuses is kept in lower case.
 *
 * The mapping table is that of the platform's URL parser, which is the one place where JavaScript has it (WHATWG URL,
 * "domain to ASCII"); only what makes the transitional form different is mapped here.
 */
export function toAsciiName(name: string): string {
  if (ascii.test(name)) return name.toLowerCase();
  return mapLabels(name, (label) => {
    const transitional = label
      .normalize('NFC')
      .replace(/[ßẞ]/g, 'ss')
      .replaceAll('ς', 'σ')
      .replace(joiners, '');
    return toALabel(transitional) ?? transitional.toLowerCase();
  });
}

/**
 * A dotted name with its labels as people read them, in lower case and without one final dot: the form in which domain
 * filters compare names. `ß` stays `ß`. A label that IDNA refuses is kept in lower case.
 */
export function toUnicodeName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (ascii.test(bare) && !/xn--/i.test(bare)) return bare.toLowerCase();
  return mapLabels(bare, (label) => {
    const lower = ascii.test(label) ? label.toLowerCase() : toALabel(label);
    if (lower === undefined) return label.normalize('NFC').toLowerCase();
    if (!lower.startsWith('xn--')) return lower;
    return decodePunycode(lower.slice(4)) ?? lower;
  });
}

function mapLabels(name: string, map: (label: string) => string): string {
  return name
    .replace(otherDots, '.')
    .split('.')
    .map((label) => (ascii.test(label) && !/xn--/i.test(label) ? label.toLowerCase() : map(label)))
    .join('.');
}

function toALabel(label: string): string | undefined {
  if (!hostSafe.test(label.replace(notAscii, ''))) return undefined;
  // The second label keeps a label of digits from being read as an IPv4 address.
  const url = URL.parse(`http://${label}.test`);
  return url === null ? undefined : url.hostname.slice(0, -'.test'.length);
}
