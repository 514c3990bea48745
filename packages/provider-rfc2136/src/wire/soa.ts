import type { WireRecord } from './message.ts';
import { readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';

/** The serial number in the data of a SOA record (RFC 1035, 3.3.13). */
export function serialOf(soa: WireRecord): number {
  const reader = new WireReader(soa.data);
  readName(reader);
  readName(reader);
  return reader.u32();
}
