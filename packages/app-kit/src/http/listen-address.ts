export interface ListenAddress {
  /** Absent: every interface. */
  readonly host?: string;
  /** 0: a free one. */
  readonly port: number;
}

/** An address as Go writes it: `:7979`, `127.0.0.1:0`, `[::1]:7979`. `undefined`: not an address. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[(?<six>[\da-f:.%\w]+)\]|(?<host>[^:[\]]*)):(?<port>\d{1,5})$/i.exec(text);
  if (match?.groups === undefined) return undefined;
  const port = Number(match.groups['port']);
  if (port > 65_535) return undefined;
  const host = match.groups['six'] ?? match.groups['host'];
  return host ? { host, port } : { port };
}
