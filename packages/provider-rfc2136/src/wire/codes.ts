/** Operation codes that are used here (RFC 1035, 4.1.1; RFC 2136, 1.3). */
export const opcodes = { QUERY: 0, UPDATE: 5 } as const;

/** Response codes by number (RFC 1035, 2136 and 8945). */
const rcodeNames = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
] as const;

export type Rcode = (typeof rcodeNames)[number];

export const rcodes = Object.fromEntries(
  rcodeNames.map((name, number) => [name, number]),
) as Readonly<Record<Rcode, number>>;

export function rcodeName(rcode: number): string {
  return rcodeNames[rcode] ?? `RCODE${rcode}`;
}

/** Errors inside a TSIG record (RFC 8945, 3). */
const tsigErrors: Readonly<Record<number, string>> = {
  16: 'BADSIG',
  17: 'BADKEY',
  18: 'BADTIME',
  22: 'BADTRUNC',
};

export function tsigErrorName(error: number): string {
  return tsigErrors[error] ?? rcodeName(error);
}
