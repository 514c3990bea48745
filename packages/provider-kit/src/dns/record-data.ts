/** Parsers and writers of record data whose fields some APIs want one by one. All parsers give `undefined` for what is not well formed. */

export interface MxData {
  readonly preference: number;
  /** As written, with or without a final dot. */
  readonly exchange: string;
}

export interface SrvData {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

export interface CaaData {
  readonly flags: number;
  readonly tag: string;
  /** Without its quotes. */
  readonly value: string;
}

export interface NaptrData {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly regexp: string;
  readonly replacement: string;
}

/** `10 mail.example.org` (RFC 1035, 3.3.9). */
export function parseMx(data: string): MxData | undefined {
  const [preference, exchange, more] = fieldsOf(data);
  const number = unsigned(preference, 65_535);
  if (number === undefined || exchange === undefined || more !== undefined) return undefined;
  return { preference: number, exchange };
}

/** `10 5 443 host.example.org` (RFC 2782). */
export function parseSrv(data: string): SrvData | undefined {
  const [first, second, third, target, more] = fieldsOf(data);
  const priority = unsigned(first, 65_535);
  const weight = unsigned(second, 65_535);
  const port = unsigned(third, 65_535);
  if (priority === undefined || weight === undefined || port === undefined) return undefined;
  if (target === undefined || more !== undefined) return undefined;
  return { priority, weight, port, target };
}

/** `0 issue "ca.example.org"` (RFC 8659, 4.1.1). */
export function parseCaa(data: string): CaaData | undefined {
  const [first, tag, value, more] = fieldsOf(data);
  const flags = unsigned(first, 255);
  if (flags === undefined || tag === undefined || !/^[a-z0-9]+$/i.test(tag)) return undefined;
  if (value === undefined || more !== undefined) return undefined;
  return { flags, tag, value: unquote(value) };
}

/** `100 10 "U" "E2U+sip" "!^.*$!sip:info@example.org!" .` (RFC 3403, 4.1). */
export function parseNaptr(data: string): NaptrData | undefined {
  const [first, second, flags, service, regexp, replacement, more] = fieldsOf(data);
  const order = unsigned(first, 65_535);
  const preference = unsigned(second, 65_535);
  if (order === undefined || preference === undefined || flags === undefined) return undefined;
  if (service === undefined || regexp === undefined || replacement === undefined) return undefined;
  if (more !== undefined) return undefined;
  return {
    order,
    preference,
    flags: unquote(flags),
    service: unquote(service),
    regexp: unquote(regexp),
    replacement,
  };
}

export function formatMx(mx: MxData): string {
  return `${mx.preference} ${mx.exchange}`;
}

export function formatSrv(srv: SrvData): string {
  return `${srv.priority} ${srv.weight} ${srv.port} ${srv.target}`;
}

export function formatCaa(caa: CaaData): string {
  return `${caa.flags} ${caa.tag} ${quote(caa.value)}`;
}

export function formatNaptr(naptr: NaptrData): string {
  const { order, preference, flags, service, regexp, replacement } = naptr;
  return `${order} ${preference} ${quote(flags)} ${quote(service)} ${quote(regexp)} ${replacement}`;
}

function fieldsOf(data: string): string[] {
  return data.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}

function unsigned(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}

function unquote(field: string): string {
  return field.startsWith('"') && field.endsWith('"') && field.length > 1
    ? field.slice(1, -1).replace(/\\(.)/g, '$1')
    : field;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
