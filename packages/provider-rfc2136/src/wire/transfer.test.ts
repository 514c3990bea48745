import { describe, expect, test } from 'vitest';
import type { WireRecord } from './message.ts';
import { formatRecordData, parseRecordData } from './record-data-text.ts';
import { typeNumbers } from './record-types.ts';
import { createTransferReader } from './transfer.ts';
import { WireFormatError } from './wire-format-error.ts';

const soa = (serial: number): WireRecord => ({
  name: 'example.org.',
  type: typeNumbers.SOA,
  class: 1,
  ttlSeconds: 60,
  data: parseRecordData(typeNumbers.SOA, `ns. me. ${serial} 1 1 1 1`),
});
const a = (last: number): WireRecord => ({
  name: 'a.example.org.',
  type: typeNumbers.A,
  class: 1,
  ttlSeconds: 60,
  data: parseRecordData(typeNumbers.A, `192.0.2.${last}`),
});

/** What comes of messages, in words, and whether it is all. */
function read(since: number | undefined, ...messages: readonly (readonly WireRecord[])[]): string {
  const reader = createTransferReader(since);
  const words = messages.flatMap((records) =>
    reader
      .take(records)
      .map((step) =>
        'record' in step
          ? `${step.kind} ${formatRecordData(step.record.type, step.record.data)}`
          : 'serial' in step
            ? `${step.kind} ${step.serial}`
            : step.kind,
      ),
  );
  return [...words, reader.isDone ? 'done' : 'more'].join(', ');
}

describe('a transfer', () => {
  test.each([
    [
      'whole',
      read(undefined, [soa(5), a(1), a(2), soa(5)]),
      'whole 5, add 192.0.2.1, add 192.0.2.2, done',
    ],
    [
      'in parts',
      read(undefined, [soa(5)], [a(1)], [a(2), soa(5)]),
      'whole 5, add 192.0.2.1, add 192.0.2.2, done',
    ],
    ['cut off', read(undefined, [soa(5), a(1)]), 'whole 5, add 192.0.2.1, more'],
    ['of nothing new', read(5, [soa(5)]), 'current, done'],
    ['from a server that is behind', read(5, [soa(4)]), 'current, done'],
    ['over the end of the numbers', read(4_294_967_295, [soa(1)]), 'more'],
    [
      'of one difference',
      read(4, [soa(5), soa(4), a(1), soa(5), a(2), soa(5)]),
      'differences 5, remove 192.0.2.1, add 192.0.2.2, done',
    ],
    [
      'of two differences in parts',
      read(3, [soa(5)], [soa(3), a(1), soa(4)], [a(2), soa(4), soa(5), a(3)], [soa(5)]),
      'differences 5, remove 192.0.2.1, add 192.0.2.2, add 192.0.2.3, done',
    ],
    [
      'whole where differences were asked for',
      read(3, [soa(5), a(1), soa(5)]),
      'whole 5, add 192.0.2.1, done',
    ],
    [
      'of an empty zone where differences were asked for',
      read(3, [soa(5), soa(5)]),
      'whole 5, done',
    ],
  ])('%s', (_, result, expected) => {
    expect(result).toBe(expected);
  });

  test.each([
    ['without its SOA record', [a(1)], 'a transfer does not begin with its SOA record'],
    [
      'that changes on the way',
      [soa(5), a(1), soa(6)],
      'a transfer ends with another serial than it began with',
    ],
    ['with more behind it', [soa(5), soa(5), a(1)], 'records come after the end of a transfer'],
  ])('%s is refused', (_, records, message) => {
    expect(() => read(undefined, records)).toThrow(new WireFormatError(message));
  });
});
