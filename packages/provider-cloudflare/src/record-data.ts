import type { RecordType } from '@org/dns-core';

/**
 * How one part of record data is written: a number, a word, a host name, a text between quotes, or all that is left.
 * `dotted-host` has its final dot in presentation form; on the wire no host has one, but the root.
 */
type PartForm = 'number' | 'word' | 'host' | 'dotted-host' | 'quoted' | 'rest';

type Layout = readonly (readonly [key: string, form: PartForm])[];

/**
 * The types whose records are written as named parts, in the order of the presentation form
 * (developers.cloudflare.com/api/resources/dns/subresources/records/methods/create, seen 2026-10).
 */
const layouts: Readonly<Record<RecordType, Layout>> = {
  SRV: [
    ['priority', 'number'],
    ['weight', 'number'],
    ['port', 'number'],
    ['target', 'dotted-host'],
  ],
  CAA: [
    ['flags', 'number'],
    ['tag', 'word'],
    ['value', 'quoted'],
  ],
  HTTPS: [
    ['priority', 'number'],
    ['target', 'host'],
    ['value', 'rest'],
  ],
  SVCB: [
    ['priority', 'number'],
    ['target', 'host'],
    ['value', 'rest'],
  ],
  NAPTR: [
    ['order', 'number'],
    ['preference', 'number'],
    ['flags', 'quoted'],
    ['service', 'quoted'],
    ['regex', 'quoted'],
    ['replacement', 'dotted-host'],
  ],
  TLSA: [
    ['usage', 'number'],
    ['selector', 'number'],
    ['matching_type', 'number'],
    ['certificate', 'word'],
  ],
  SMIMEA: [
    ['usage', 'number'],
    ['selector', 'number'],
    ['matching_type', 'number'],
    ['certificate', 'word'],
  ],
  SSHFP: [
    ['algorithm', 'number'],
    ['type', 'number'],
    ['fingerprint', 'word'],
  ],
  DS: [
    ['key_tag', 'number'],
    ['algorithm', 'number'],
    ['digest_type', 'number'],
    ['digest', 'word'],
  ],
  DNSKEY: [
    ['flags', 'number'],
    ['protocol', 'number'],
    ['algorithm', 'number'],
    ['public_key', 'word'],
  ],
  CERT: [
    ['type', 'number'],
    ['key_tag', 'number'],
    ['algorithm', 'number'],
    ['certificate', 'word'],
  ],
};

/** Records of this type are written as `data`, never as `content`. */
export function hasParts(type: RecordType): boolean {
  return layouts[type] !== undefined;
}

/** The named parts of record data in presentation form; `undefined`: it is not of the form that its type has. */
export function toParts(
  type: RecordType,
  target: string,
): Readonly<Record<string, string | number>> | undefined {
  const layout = layouts[type];
  if (layout === undefined) return undefined;
  const fields = target.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const hasRest = layout.at(-1)?.[1] === 'rest';
  const least = hasRest ? layout.length - 1 : layout.length;
  if (fields.length < least || (!hasRest && fields.length > least)) return undefined;
  const parts: Record<string, string | number> = {};
  for (const [index, [key, form]] of layout.entries()) {
    const value = parsePart(form, fields[index] ?? '', fields.slice(index));
    if (value === undefined) return undefined;
    parts[key] = value;
  }
  return parts;
}

function parsePart(
  form: PartForm,
  field: string,
  rest: readonly string[],
): string | number | undefined {
  switch (form) {
    case 'number':
      return /^\d{1,5}$/.test(field) && Number(field) <= 65_535 ? Number(field) : undefined;
    case 'word':
      return field;
    case 'host':
    case 'dotted-host':
      return withoutFinalDot(field).toLowerCase();
    case 'quoted':
      return /^".*"$/.test(field) ? field.slice(1, -1).replace(/\\(.)/g, '$1') : field;
    case 'rest':
      return rest.join(' ');
  }
}

/** Named parts in presentation form; `undefined`: one is missing. */
export function fromParts(
  type: RecordType,
  parts: Readonly<Record<string, unknown>>,
): string | undefined {
  const fields: string[] = [];
  for (const [key, form] of layouts[type] ?? []) {
    const value = parts[key];
    if (form === 'rest' && (value === undefined || value === '')) continue;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    fields.push(formatPart(form, String(value)));
  }
  return fields.length === 0 ? undefined : fields.join(' ');
}

function formatPart(form: PartForm, value: string): string {
  switch (form) {
    case 'quoted':
      return `"${value.replace(/["\\]/g, '\\$&')}"`;
    case 'host':
      return withoutFinalDot(value).toLowerCase();
    case 'dotted-host':
      return value.endsWith('.') ? value.toLowerCase() : `${value.toLowerCase()}.`;
    default:
      return value;
  }
}

function withoutFinalDot(host: string): string {
  return host.length > 1 && host.endsWith('.') ? host.slice(0, -1) : host;
}
