/** An IP address. IPv4 written inside IPv6 (`::ffff:192.0.2.1`) is IPv6, as in Go's `net/netip`. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** What follows `%`; `''` for none. */
  readonly zone: string;
}

/** An IP network. Bits of the address behind the prefix are zero. */
export interface IpNetwork {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly prefixLength: number;
}

const dot = 0x2e;
const zero = 0x30;
const group = /^[0-9A-Fa-f]{1,4}$/;
const mappedPrefix = 0xffffn << 32n;

/** The family of an address literal, as {@link parseIp} reads it. */
export function ipFamily(text: string): 4 | 6 | undefined {
  if (!text.includes(':')) return parseIpv4(text) === undefined ? undefined : 4;
  return parseIp(text)?.family;
}

/** Strict literals only, as Go's `netip.ParseAddr`: no leading zeros, no short forms, no brackets, no port. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { family: 4, value: BigInt(value), zone: '' };
  }
  const percent = text.indexOf('%');
  const zone = percent < 0 ? '' : text.slice(percent + 1);
  if (percent >= 0 && zone === '') return undefined;
  const value = parseIpv6(percent < 0 ? text : text.slice(0, percent));
  return value === undefined ? undefined : { family: 6, value, zone };
}

/** Character by character: sources and the planner ask this of every target. */
function parseIpv4(text: string): number | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let value = 0;
  let octets = 0;
  let octet = 0;
  let digits = 0;
  for (let index = 0; index <= text.length; index++) {
    const unit = index === text.length ? dot : text.charCodeAt(index);
    if (unit === dot) {
      if (digits === 0 || octet > 255) return undefined;
      value = value * 256 + octet;
      octets += 1;
      octet = 0;
      digits = 0;
      continue;
    }
    const digit = unit - zero;
    const hasLeadingZero = digits > 0 && octet === 0;
    if (digit < 0 || digit > 9 || hasLeadingZero) return undefined;
    octet = octet * 10 + digit;
    digits += 1;
  }
  return octets === 4 ? value : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const lastPart = (tail ?? head)?.at(-1);
  const embedded = lastPart?.includes('.') ? parseIpv4(lastPart) : undefined;
  if (lastPart?.includes('.')) {
    if (embedded === undefined) return undefined;
    (tail ?? head)?.splice(-1, 1, (embedded >>> 16).toString(16), (embedded & 0xffff).toString(16));
  }
  const given = (head?.length ?? 0) + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = [...(head ?? []), ...Array<string>(8 - given).fill('0'), ...(tail ?? [])];
  let value = 0n;
  for (const part of groups) {
    if (!group.test(part)) return undefined;
    value = (value << 16n) | BigInt(parseInt(part, 16));
  }
  return value;
}

/** The canonical text (RFC 5952; IPv4 inside IPv6 keeps its dotted end). */
export function formatIp(address: IpAddress): string {
  const { family, value, zone } = address;
  if (family === 4) return formatIpv4(value);
  const suffix = zone === '' ? '' : `%${zone}`;
  if (value >> 32n === 0xffffn) return `::ffff:${formatIpv4(value & 0xffffffffn)}${suffix}`;
  const groups = hexGroups(value).map((part) => part.toString(16));
  let [start, length] = [-1, 1];
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (groups[end] === '0') end++;
    if (end - index > length) [start, length] = [index, end - index];
    if (end > index) index = end;
  }
  if (start < 0) return groups.join(':') + suffix;
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}${suffix}`;
}

function formatIpv4(value: bigint): string {
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function hexGroups(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(16 * (7 - index))) & 0xffffn),
  );
}

/** IPv4 before IPv6, then by number, then by zone. */
export function compareIps(a: IpAddress, b: IpAddress): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  if (a.zone === b.zone) return 0;
  return a.zone < b.zone ? -1 : 1;
}

/** A network in CIDR notation, as Go's `net.ParseCIDR`: host bits may be set, and IPv4 inside IPv6 is its IPv4 network. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || address.zone !== '' || !/^\d{1,3}$/.test(length)) return undefined;
  const prefixLength = Number(length);
  if (prefixLength > widthOf(address.family)) return undefined;
  if (isMapped(address) && prefixLength >= 96) {
    return masked(4, address.value & 0xffffffffn, prefixLength - 96);
  }
  return masked(address.family, address.value, prefixLength);
}

function masked(family: 4 | 6, value: bigint, prefixLength: number): IpNetwork {
  const hostBits = BigInt(widthOf(family) - prefixLength);
  return { family, value: (value >> hostBits) << hostBits, prefixLength };
}

/** Whether the address lies in the network; IPv4 inside IPv6 counts as IPv4, an address with a zone lies in none. */
export function networkContains(network: IpNetwork, address: IpAddress): boolean {
  if (address.zone !== '') return false;
  const mapped = isMapped(address);
  const family = mapped ? 4 : address.family;
  if (family !== network.family) return false;
  const value = mapped ? address.value & 0xffffffffn : address.value;
  const hostBits = BigInt(widthOf(family) - network.prefixLength);
  return value >> hostBits === network.value >> hostBits;
}

function isMapped(address: IpAddress): boolean {
  return address.family === 6 && address.value >> 32n === mappedPrefix >> 32n;
}

function widthOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/** The name under which PTR records of an address lie (RFC 1035, section 3.5; RFC 3596, section 2.5), without final dot. */
export function reverseName(address: IpAddress): string {
  if (address.family === 4) {
    return `${formatIpv4(address.value).split('.').reverse().join('.')}.in-addr.arpa`;
  }
  const digits = address.value.toString(16).padStart(32, '0');
  return `${digits.split('').reverse().join('.')}.ip6.arpa`;
}
