declare const dnsName: unique symbol;

/**
 * A DNS name in the one form in which names are compared: lower case, ASCII (IDNA A-labels), no final dot, the root as
 * `''`. Made by {@link toDnsName} at each edge; never built by hand.
 */
export type DnsName = string & { readonly [dnsName]: true };

const plain = /^[a-z0-9_.*-]*$/;

/**
 * The canonical form of a spelling. Total: a spelling that IDNA refuses is kept in lower case, so that it still compares
 * equal to itself; {@link checkDnsName} says what is wrong with it.
 */
export function toDnsName(spelling: string): DnsName {
  const trimmed = spelling.trim();
  const bare = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  return (plain.test(bare) ? bare : bare.toLowerCase()) as DnsName;
}
