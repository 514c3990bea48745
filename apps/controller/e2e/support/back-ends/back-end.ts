/** A DNS service with the zone example.org, and how the controller reaches it. */
export interface BackEnd {
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Puts a record there as somebody else would; the name is relative to the zone. */
  put(name: string, type: 'A' | 'TXT', value: string): Promise<void> | void;
  /** `www A 192.0.2.1`, names relative to the zone, sorted, without the SOA and NS of the apex; texts without quotes. */
  lines(): Promise<readonly string[]>;
  /** How many records are written at once. */
  readonly atOnce: number;
  /** What a DNS query for the addresses of a name is answered, where a name server is part of it. */
  ask?(name: string): Promise<readonly string[]>;
  /** The provider's name in the metric of what its rate limit leaves, where the service says so. */
  readonly quotaOf?: string;
  /** What the service allows an hour is allowed again. */
  refill?(): void;
  remove(): Promise<void>;
}

export const zone = 'example.org';

/** One line of `BackEnd.lines`; `name` relative to the zone or not, with or without its final dot. */
export function toLine(name: string, type: string, ...values: readonly string[]): string {
  const bare = name.replace(/\.$/, '').replace(new RegExp(`\\.?${zone.replace('.', '\\.')}$`), '');
  const texts = values.map((value) => (type === 'TXT' ? value.replaceAll(/["\\]/g, '') : value));
  return `${bare} ${type} ${texts.toSorted().join(' ')}`;
}
