import type { RecordType } from '@org/dns-core';

/** Where the host name stands in a type's presentation form; types without one are not listed. */
const hostField: Readonly<Record<RecordType, number>> = {
  CNAME: 0,
  DNAME: 0,
  ALIAS: 0,
  ANAME: 0,
  NS: 0,
  PTR: 0,
  MX: 1,
  SRV: 3,
  NAPTR: 5,
  SVCB: 1,
  HTTPS: 1,
};

/** Record data with one final dot on its host name: `10 mail.example.org` → `10 mail.example.org.`; other types as they are. */
export function withHostDots(type: RecordType, data: string): string {
  return mapHost(type, data, (host) => (host.endsWith('.') ? host : `${host}.`));
}

/** Record data without the final dot of its host name; the root `.` stays. */
export function withoutHostDots(type: RecordType, data: string): string {
  return mapHost(type, data, (host) =>
    host.length > 1 && host.endsWith('.') ? host.slice(0, -1) : host,
  );
}

function mapHost(type: RecordType, data: string, change: (host: string) => string): string {
  const index = hostField[type];
  if (index === undefined) return data;
  const fields = splitFields(data);
  const field = fields[index];
  if (field === undefined || (index === 0 && fields.length > 1)) return data;
  return (
    data.slice(0, field.start) + change(field.text) + data.slice(field.start + field.text.length)
  );
}

interface Field {
  readonly start: number;
  readonly text: string;
}

/** The fields of presentation-form data with their places; a quoted string is one field. */
function splitFields(data: string): Field[] {
  return [...data.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map((match) => ({
    start: match.index,
    text: match[0],
  }));
}
