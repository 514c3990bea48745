import type { Endpoint } from '@org/dns-core';

/** The API server refuses longer notes. */
const longestBytes = 1024;

/** What an Event says of a record, in upstream's form; cut to 1,024 bytes. */
export function eventNote(endpoint: Endpoint, owner: string): string {
  const targets = endpoint.targets.join(',');
  const note = `(external-dns) record:${endpoint.spelling},owner:${owner},type:${endpoint.type},ttl:${endpoint.ttlSeconds},targets:${targets}`;
  const bytes = Buffer.from(note);
  if (bytes.length <= longestBytes) return note;
  let end = longestBytes - 3;
  // Not in the middle of a character.
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return `${bytes.toString('utf8', 0, end)}...`;
}
