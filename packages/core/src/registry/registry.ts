import type { Change, ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';

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
}

/** Ownership as a translation: pure in both directions. */
export interface Registry {
  readonly name: string;
  /** `''`: no ownership. */
  readonly owner: string;

  /** The other names whose TXT records say who owns the records under `name`, in every historical form. */
  markerNames(name: DnsName, types: readonly RecordType[]): readonly DnsName[];

  /** Provider records → endpoints with owners. Works on a whole zone, and on any subset that holds some names with all their `markerNames`. */
  decode(records: readonly Endpoint[]): Decoded;

  /** Changes of records → groups in which their markers travel along. `decoded` is what the changes were planned on. */
  encode(changes: readonly Change[], decoded: Decoded): readonly ChangeGroup[];
}
