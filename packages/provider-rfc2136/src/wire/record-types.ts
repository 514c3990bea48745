/** Type and class numbers (IANA, Domain Name System Parameters). */

const numbers = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MB: 7,
  MG: 8,
  MR: 9,
  PTR: 12,
  HINFO: 13,
  MINFO: 14,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  RT: 21,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  KX: 36,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
  URI: 256,
  CAA: 257,
} as const;

export type KnownType = keyof typeof numbers;

export const typeNumbers: Readonly<Record<KnownType, number>> = numbers;

const names = new Map<number, string>(
  Object.entries(numbers).map(([name, number]) => [number, name]),
);

export const classNumbers = { IN: 1, NONE: 254, ANY: 255 } as const;

/** The mnemonic, or `TYPE123` (RFC 3597, 5). */
export function typeName(number: number): string {
  return names.get(number) ?? `TYPE${number}`;
}

/** The number of a mnemonic in any case, or of `TYPE123`; `undefined`: no such type. */
export function typeNumber(name: string): number | undefined {
  const upper = name.toUpperCase();
  if (Object.hasOwn(numbers, upper)) return numbers[upper as KnownType];
  const generic = /^TYPE(\d{1,5})$/.exec(upper)?.[1];
  return generic !== undefined && Number(generic) <= 65_535 ? Number(generic) : undefined;
}
