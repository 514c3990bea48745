import type { Field } from './record-layout.ts';
import { layoutOf } from './record-layout.ts';
import { WireFormatError } from './wire-format-error.ts';
import { nameToBytes, readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** `length` bytes of record data at the reader's place as they are without compression, checked field by field. */
export function readRecordData(reader: WireReader, type: number, length: number): Uint8Array {
  const start = reader.offset;
  const raw = reader.take(length);
  const layout = layoutOf(type);
  // Updates carry empty data for all types (RFC 2136, 2.4 and 2.5).
  if (layout === undefined || length === 0) return raw.slice();
  const fields = new WireReader(reader.bytes, start, start + length);
  const writer = new WireWriter();
  for (const field of layout) copyField(fields, writer, field);
  if (fields.left > 0) throw new WireFormatError(`${fields.left} bytes too many in record data`);
  return writer.finish();
}

function copyField(fields: WireReader, writer: WireWriter, field: Field): void {
  switch (field) {
    case 'u8':
      return writer.put(fields.take(1));
    case 'u16':
      return writer.put(fields.take(2));
    case 'u32':
    case 'ipv4':
      return writer.put(fields.take(4));
    case 'ipv6':
      return writer.put(fields.take(16));
    case 'name':
      return writer.put(nameToBytes(readName(fields)));
    case 'string':
    case 'word':
      return copyString(fields, writer);
    case 'strings':
      do copyString(fields, writer);
      while (fields.left > 0);
      return undefined;
    case 'text':
    case 'hex':
    case 'base64':
      return writer.put(fields.rest());
    case 'parameters':
      while (fields.left > 0) {
        writer.u16(fields.u16());
        writer.block(fields.take(fields.u16()));
      }
      return undefined;
  }
}

function copyString(fields: WireReader, writer: WireWriter): void {
  const length = fields.u8();
  writer.u8(length);
  writer.put(fields.take(length));
}
