import type { DnsName } from './dns-name.ts';
import type { ObjectRef } from './object-ref.ts';

/** An RR type in upper case. Open: the planner treats it as an opaque word, a provider's capabilities say what it can hold. */
export type RecordType = string;

/** An option for one provider, such as `{ name: 'aws/weight', value: '10' }`. */
export interface Property {
  readonly name: string;
  readonly value: string;
}

export type Labels = Readonly<Record<string, string>>;

/**
 * One record set: what a source wants, or what a zone holds. Immutable. Every field is present; nothing is `''`, `0`, or an
 * empty list, so that all endpoints have one shape (made by {@link createEndpoint}).
 */
export interface Endpoint {
  /** The canonical key. */
  readonly name: DnsName;
  /** The name as it was written, without one final dot; differs from `name` in case and IDN form only. */
  readonly spelling: string;
  readonly type: RecordType;
  /** Record data in presentation form, one string per record. */
  readonly targets: readonly string[];
  /** Tells apart several record sets of one name and type (routing policies); `''` where there is one. */
  readonly setIdentifier: string;
  /** Seconds; `0` means not configured. */
  readonly ttlSeconds: number;
  /** What the registry remembers: `owner`, `resource`, … */
  readonly labels: Labels;
  /** In the order given; the order matters to providers, not to the planner. */
  readonly properties: readonly Property[];
  /** The objects it came from; empty for what was read from a zone. */
  readonly objects: readonly ObjectRef[];
}
