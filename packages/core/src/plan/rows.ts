import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint, RecordType } from '../model/endpoint.ts';

/** Everything that exists and is wanted under one name and set identifier. */
export interface Row {
  readonly setIdentifier: string;
  /** Every record read, duplicates too. */
  readonly current: Endpoint[];
  /** Every endpoint wanted, of all types. */
  readonly candidates: Endpoint[];
}

/** The rows of each name, one for each set identifier. */
export type RowsByName = ReadonlyMap<DnsName, readonly Row[]>;

export function rowsByName(current: readonly Endpoint[], desired: readonly Endpoint[]): RowsByName {
  const rows = new Map<DnsName, Row[]>();
  const rowOf = ({ name, setIdentifier }: Endpoint): Row => {
    const ofName = rows.get(name);
    const known = ofName?.find((row) => row.setIdentifier === setIdentifier);
    if (known !== undefined) return known;
    const row: Row = { setIdentifier, current: [], candidates: [] };
    if (ofName === undefined) rows.set(name, [row]);
    else ofName.push(row);
    return row;
  };
  for (const endpoint of current) rowOf(endpoint).current.push(endpoint);
  for (const endpoint of desired) rowOf(endpoint).candidates.push(endpoint);
  return rows;
}

/** One type inside a row: the record that is compared (the last one read), and who wants one. */
export interface TypeSlot {
  current: Endpoint | undefined;
  candidates: Endpoint[];
}

export function slotsByType(row: Row): ReadonlyMap<RecordType, TypeSlot> {
  const slots = new Map<RecordType, TypeSlot>();
  const slotOf = (type: RecordType): TypeSlot => {
    let slot = slots.get(type);
    if (slot === undefined) slots.set(type, (slot = { current: undefined, candidates: [] }));
    return slot;
  };
  for (const endpoint of row.current) slotOf(endpoint.type).current = endpoint;
  for (const endpoint of row.candidates) slotOf(endpoint.type).candidates.push(endpoint);
  return slots;
}
