import { isIP } from 'node:net';

/** What the API refuses about a record set, as the fields of `invalid_input` (docs.hetzner.cloud/reference/cloud#zone-rrsets). */

const types = new Set(
  'A AAAA CAA CNAME DS HINFO HTTPS MX NS PTR RP SOA SRV SVCB TLSA TXT'.split(' '),
);
const maxRecords = 50;

export interface FieldProblem {
  readonly name: string;
  readonly messages: readonly string[];
}

const problem = (name: string, message: string): FieldProblem => ({ name, messages: [message] });

export function nameProblems(name: unknown, type: unknown, zone: string): FieldProblem[] {
  if (typeof type !== 'string' || !types.has(type)) return [problem('type', 'unknown type')];
  if (typeof name !== 'string' || name === '') return [problem('name', 'is required')];
  if (name === '@') return type === 'CNAME' ? [problem('type', 'no CNAME at the apex')] : [];
  const isFit =
    name === name.toLowerCase() &&
    /^\p{ASCII}+$/u.test(name) &&
    !name.endsWith('.') &&
    name !== zone &&
    !name.endsWith(`.${zone}`) &&
    name.split('.').every((label) => label !== '' && label.length <= 63);
  return isFit ? [] : [problem('name', 'must be relative, in lower case and without a final dot')];
}

export function ttlProblems(ttl: unknown): FieldProblem[] {
  if (ttl === null || ttl === undefined) return [];
  const isFit = typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 60 && ttl <= 2147483647;
  return isFit ? [] : [problem('ttl', 'must be between 60 and 2147483647')];
}

export function labelProblems(labels: unknown): FieldProblem[] {
  if (labels === undefined) return [];
  const word = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
  const isFit = Object.entries(labels as Record<string, unknown>).every(([key, value]) => {
    const parts = key.split('/');
    return (
      parts.length <= 2 &&
      parts.every((part) => word.test(part)) &&
      typeof value === 'string' &&
      (value === '' || word.test(value))
    );
  });
  return isFit ? [] : [problem('labels', 'invalid key or value')];
}

export function recordProblems(type: string, records: unknown, mayBeMany = false): FieldProblem[] {
  if (!Array.isArray(records) || records.length === 0)
    return [problem('records', 'must have at least one record')];
  if (!mayBeMany && records.length > maxRecords)
    return [problem('records', `must have at most ${maxRecords} records`)];
  const values = (records as { readonly value?: unknown }[]).map(({ value }) => value);
  if (!values.every((value) => typeof value === 'string'))
    return [problem('records', 'value is required')];
  if (new Set(values).size !== values.length) return [problem('records', 'must be distinct')];
  if (type === 'CNAME' && values.length > 1) return [problem('records', 'only one CNAME')];
  return values.flatMap((value, index) => {
    const wrong = dataProblem(type, value);
    return wrong === undefined ? [] : [problem(`records.${index}.value`, wrong)];
  });
}

function dataProblem(type: string, value: string): string | undefined {
  switch (type) {
    case 'A':
      return isIP(value) === 4 ? undefined : 'not an IPv4 address';
    case 'AAAA':
      return isIP(value) === 6 ? undefined : 'not an IPv6 address';
    case 'TXT':
      return /^"(?:[^"\\\u0080-\uffff]|\\.)*"(?: "(?:[^"\\\u0080-\uffff]|\\.)*")*$/.test(value)
        ? longString(value)
        : 'TXT must be fully quoted ASCII';
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return hostProblem(value);
    case 'MX':
      return /^\d{1,5} \S+$/.test(value) ? hostProblem(value.split(' ')[1] ?? '') : 'malformed MX';
    case 'SRV':
      return /^\d{1,5} \d{1,5} \d{1,5} \S+$/.test(value)
        ? hostProblem(value.split(' ')[3] ?? '')
        : 'malformed SRV';
    default:
      return undefined;
  }
}

function longString(value: string): string | undefined {
  const strings = value.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return strings.every((one) => one.slice(1, -1).replace(/\\(\d{3}|.)/g, '?').length <= 255)
    ? undefined
    : 'a TXT string exceeds 255 characters';
}

function hostProblem(host: string): string | undefined {
  return /^(?:\.|@|[a-z0-9*_-]+(?:\.[a-z0-9_-]+)*\.?)$/.test(host)
    ? undefined
    : 'invalid host name';
}
