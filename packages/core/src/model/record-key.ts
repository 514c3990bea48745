import type { RecordType } from './endpoint.ts';

/** What tells the record sets of one zone apart, as one text; `name` is canonical or a spelling, as the caller compares. */
export function recordKey(name: string, type: RecordType, setIdentifier: string): string {
  return `${name} ${type} ${setIdentifier}`;
}
