import { typeNumbers } from './record-types.ts';

/** How one field of record data lies on the wire and in text. */
export type Field =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'ipv4'
  | 'ipv6'
  | 'name'
  /** One length byte, then the text; quoted. */
  | 'string'
  /** The same as a bare word: the tag of CAA. */
  | 'word'
  /** One or more strings up to the end. */
  | 'strings'
  /** All that is left, as one quoted string. */
  | 'text'
  | 'hex'
  | 'base64'
  /** The parameters of SVCB and HTTPS. */
  | 'parameters';

const digest: readonly Field[] = ['u16', 'u8', 'u8', 'hex'];
const key: readonly Field[] = ['u16', 'u8', 'u8', 'base64'];
const association: readonly Field[] = ['u8', 'u8', 'u8', 'hex'];
const service: readonly Field[] = ['u16', 'name', 'parameters'];
const name: readonly Field[] = ['name'];
const strings: readonly Field[] = ['strings'];
const preference: readonly Field[] = ['u16', 'name'];

/**
 * The fields of each type, from the RFC that defines it. A type that is not here is opaque and written as RFC 3597, 5 says;
 * names inside such data are never compressed (RFC 3597, 4).
 */
const layouts: ReadonlyMap<number, readonly Field[]> = new Map([
  [typeNumbers.A, ['ipv4']],
  [typeNumbers.NS, name],
  [typeNumbers.CNAME, name],
  [typeNumbers.SOA, ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32']],
  [typeNumbers.MB, name],
  [typeNumbers.MG, name],
  [typeNumbers.MR, name],
  [typeNumbers.PTR, name],
  [typeNumbers.HINFO, ['string', 'string']],
  [typeNumbers.MINFO, ['name', 'name']],
  [typeNumbers.MX, preference],
  [typeNumbers.TXT, strings],
  [typeNumbers.RP, ['name', 'name']],
  [typeNumbers.AFSDB, preference],
  [typeNumbers.RT, preference],
  [typeNumbers.AAAA, ['ipv6']],
  [typeNumbers.SRV, ['u16', 'u16', 'u16', 'name']],
  [typeNumbers.NAPTR, ['u16', 'u16', 'string', 'string', 'string', 'name']],
  [typeNumbers.KX, preference],
  [typeNumbers.DNAME, name],
  [typeNumbers.DS, digest],
  [typeNumbers.SSHFP, ['u8', 'u8', 'hex']],
  [typeNumbers.DNSKEY, key],
  [typeNumbers.DHCID, ['base64']],
  [typeNumbers.TLSA, association],
  [typeNumbers.SMIMEA, association],
  [typeNumbers.CDS, digest],
  [typeNumbers.CDNSKEY, key],
  [typeNumbers.OPENPGPKEY, ['base64']],
  [typeNumbers.SVCB, service],
  [typeNumbers.HTTPS, service],
  [typeNumbers.SPF, strings],
  [typeNumbers.URI, ['u16', 'u16', 'text']],
  [typeNumbers.CAA, ['u8', 'word', 'text']],
] satisfies [number, readonly Field[]][]);

export function layoutOf(type: number): readonly Field[] | undefined {
  return layouts.get(type);
}
