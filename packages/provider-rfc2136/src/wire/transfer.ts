import type { WireRecord } from './message.ts';
import { typeNumbers } from './record-types.ts';
import { serialOf } from './soa.ts';
import { WireFormatError } from './wire-format-error.ts';

/** What a transfer says. */
export type TransferStep =
  /** The zone is as the serial in the request. */
  | { readonly kind: 'current' }
  /** The whole zone follows. */
  | { readonly kind: 'whole'; readonly serial: number }
  /** Differences follow, which lead to this serial. */
  | { readonly kind: 'differences'; readonly serial: number }
  | { readonly kind: 'add'; readonly record: WireRecord }
  | { readonly kind: 'remove'; readonly record: WireRecord };

export interface TransferReader {
  /** The steps of the next records; SOA records are not among them. */
  take(records: readonly WireRecord[]): readonly TransferStep[];
  /** Everything has come. */
  readonly isDone: boolean;
}

/**
 * Reads the answer records of an AXFR (RFC 5936) or IXFR (RFC 1995), which come in any number of messages.
 *
 * @param since the serial that an IXFR asked from; `undefined` for an AXFR.
 * @throws WireFormatError when the records are no transfer.
 */
export function createTransferReader(since?: number): TransferReader {
  let serial: number | undefined;
  let mode: 'start' | 'second' | 'whole' | 'removing' | 'adding' | 'done' = 'start';
  let first: WireRecord | undefined;

  const isSoa = (record: WireRecord): boolean => record.type === typeNumbers.SOA;

  function step(record: WireRecord): readonly TransferStep[] {
    switch (mode) {
      case 'start':
        if (!isSoa(record))
          throw new WireFormatError('a transfer does not begin with its SOA record');
        first = record;
        serial = serialOf(record);
        mode = since === undefined ? 'whole' : 'second';
        return since === undefined ? [{ kind: 'whole', serial }] : [];
      case 'second':
        if (isSoa(record) && serialOf(record) === since) {
          mode = 'removing';
          return [{ kind: 'differences', serial: serial ?? 0 }];
        }
        mode = 'whole';
        return [{ kind: 'whole', serial: serial ?? 0 }, ...step(record)];
      case 'whole':
        if (!isSoa(record)) return [{ kind: 'add', record }];
        if (serialOf(record) !== serial)
          throw new WireFormatError('a transfer ends with another serial than it began with');
        mode = 'done';
        return [];
      case 'removing':
        if (!isSoa(record)) return [{ kind: 'remove', record }];
        mode = 'adding';
        return [];
      case 'adding':
        if (!isSoa(record)) return [{ kind: 'add', record }];
        // The newest SOA closes the list; any other one begins the next difference.
        mode = serialOf(record) === serial ? 'done' : 'removing';
        return [];
      case 'done':
        throw new WireFormatError('records come after the end of a transfer');
    }
  }

  return {
    take(records) {
      const steps = records.flatMap(step);
      // One SOA record alone: nothing newer is there (RFC 1995, 4).
      if (mode === 'second' && first !== undefined) {
        const isNoNewer = ((serialOf(first) - (since ?? 0)) | 0) <= 0;
        if (isNoNewer) {
          mode = 'done';
          return [{ kind: 'current' }];
        }
      }
      return steps;
    },
    get isDone() {
      return mode === 'done';
    },
  };
}
