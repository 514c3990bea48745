/** One DNS server, reached over TCP or TLS. */
export interface DnsServer {
  /** A host name or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** `host:port`, an IPv6 address in brackets. */
export function serverText({ host, port }: DnsServer): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
