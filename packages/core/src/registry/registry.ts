import type { Change, ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';
import type { SkipReason } from '../plan/plan.ts';

/** An ownership record that was read. */
export interface Marker {
  /** The record that carries it, exactly as the provider gave it. */
  readonly record: Endpoint;
  /** The name and type it speaks of; `type` is `''` for the old form that names none. */
  readonly name: DnsName;
  readonly type: RecordType;
  readonly setIdentifier: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Decoded {
  /** Records with their owner and other labels filled in; ownership records taken out. */
  readonly endpoints: readonly Endpoint[];
  readonly markers: readonly Marker[];
  /** Markers of ours whose record is not among `endpoints`. Only trust this for names whose zone was read. */
  readonly orphans: readonly Marker[];
  /**
   * Records of ours whose marker has to be written: it names a former owner, or has an old form only. `compat` has none
   * here: it marks such records with a property, as upstream does.
   */
  readonly repairs: ReadonlySet<Endpoint>;
}

/** Ownership as a translation: pure in both directions. */
export interface Registry {
  readonly name: string;
  /** `''`: no ownership. */
  readonly owner: string;

  /**
   * The other names that have to be read to know who owns the records under `name`: where its markers lie, in every
   * historical form, and the names that these could speak of as well. Only what `decode` says of `name` itself is then
   * complete.
   */
  markerNames(name: DnsName, types: readonly RecordType[]): readonly DnsName[];

  /** Provider records → endpoints with owners. Works on a whole zone, and on any subset that holds some names with all their `markerNames`. */
  decode(records: readonly Endpoint[]): Decoded;

  /**
   * Why a record that does not exist must not be created: its marker would not fit, or somebody else's is in its place.
   * Absent: anything can be created.
   */
  refuse?(endpoint: Endpoint, decoded: Decoded): SkipReason | undefined;

  /**
   * Changes of records → groups in which their markers travel along. `decoded` is what the changes were planned on. A
   * creation that `refuse` refuses is left out.
   */
  encode(changes: readonly Change[], decoded: Decoded): readonly ChangeGroup[];
}
