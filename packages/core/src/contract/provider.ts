import type { DomainFilter } from '../plan/domain-filter.ts';
import type { ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { ProviderError } from './provider-error.ts';

/** `true`, or why not. */
export type Can = true | { readonly no: string };

/** What a provider can hold and do, as data: the planner and the engine read it, the READMEs print it. */
export interface ProviderCapabilities {
  /** What one write replaces: a single record, a record set, a whole name, or a whole zone. */
  readonly granularity: 'record' | 'record-set' | 'name' | 'zone';
  /** A type that is not listed cannot be held. `'any'`: whatever is given. */
  readonly recordTypes: Readonly<Record<RecordType, Can>> | 'any';
  /** The TTLs it holds; absent: any. */
  readonly ttlSeconds?: { readonly min?: number; readonly max?: number; readonly default?: number };
  /** The properties it holds and gives back, by name; an entry that ends with a slash stands for all that begin with it. Absent: any. */
  readonly properties?: readonly string[];
  /** Several record sets of one name and type, told apart by set identifier. */
  readonly setIdentifiers: Can;
  /** A group is written whole or not at all. */
  readonly atomicGroups: boolean;
  /** Replaces a name's records of one type by those of another in a single write. */
  readonly typeChangeInPlace: boolean;
  /** Wildcard names (`*.example.org`) can be held. */
  readonly wildcards: Can;
}

/** What became of one group. `unknown`: it may or may not have been written (a time-out after the request was sent). */
export type GroupOutcome =
  | { readonly outcome: 'applied' }
  | { readonly outcome: 'failed'; readonly error: ProviderError }
  | { readonly outcome: 'unknown'; readonly error: ProviderError };

export interface ApplyReport {
  /** One per group, in the order in which the groups were given. */
  readonly outcomes: readonly GroupOutcome[];
}

/**
 * A DNS provider, zone by zone. Optional behaviour is an optional method. All methods may reject with a `ProviderError`;
 * anything else that is thrown counts as `transient`.
 */
export interface Provider {
  /** The version of this contract. A new version is a new interface, never a new argument. */
  readonly spec: 1;
  readonly name: string;
  readonly capabilities: ProviderCapabilities;

  /** Every zone these credentials may change, after the provider's own zone filters. Ends with an error when the list could not be read to its end. */
  listZones(signal: AbortSignal): Promise<readonly Zone[]>;

  /** The whole present content of one zone, in chunks. Ends with an error, never early, when a part could not be read. */
  readZone(zone: Zone, signal: AbortSignal): AsyncIterable<readonly Endpoint[]>;

  /**
   * Writes groups of changes to one zone. Safe to call again with the same groups: a create of what is there already with
   * the same content and a delete of what is gone are successes. The report names what was written, group by group.
   *
   * @throws ProviderError when nothing was written.
   */
  applyChanges(
    zone: Zone,
    groups: readonly ChangeGroup[],
    signal: AbortSignal,
  ): Promise<ApplyReport>;

  /** The present content under some names, at a cost that follows the number of names. */
  readNames?(
    zone: Zone,
    names: readonly DnsName[],
    signal: AbortSignal,
  ): Promise<readonly Endpoint[]>;

  /** A token that changes whenever the content of the zone does; `undefined` when it cannot be known now. */
  zoneVersion?(zone: Zone, signal: AbortSignal): Promise<string | undefined>;

  /** The zones that a record is written to. Absent: the one with the longest name that the record's name is in. */
  zonesFor?(endpoint: Endpoint, zones: readonly Zone[]): readonly Zone[];

  /** The domains that the provider itself limits us to; read once at the start and again at each full pass. */
  domainFilter?(signal: AbortSignal): Promise<DomainFilter>;

  /**
   * The wanted endpoints as this provider will hold them: it may add, drop and rewrite, so that what is unchanged compares
   * equal to what `readZone` gives. Works name by name: the answer for a name depends on the endpoints of that name only.
   */
  adjust?(desired: readonly Endpoint[], signal: AbortSignal): Promise<readonly Endpoint[]>;

  /** Frees connections. */
  close?(): Promise<void>;
}
