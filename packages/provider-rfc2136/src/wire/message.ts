import { readRecordData } from './read-record-data.ts';
import { WireFormatError } from './wire-format-error.ts';
import { nameToBytes, readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** A question, or the zone section of an update (RFC 2136, 2.3). */
interface Question {
  /** Absolute, with a final dot. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface WireRecord extends Question {
  readonly ttlSeconds: number;
  /** Without compression. */
  readonly data: Uint8Array;
}

/** A DNS message (RFC 1035, 4.1). In an update the sections are zone, prerequisites, updates and additional data. */
export interface Message {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly rcode: number;
  readonly isAuthoritative?: boolean;
  readonly isTruncated?: boolean;
  readonly questions: readonly Question[];
  readonly answers: readonly WireRecord[];
  readonly authorities: readonly WireRecord[];
  readonly additionals: readonly WireRecord[];
}

export interface DecodedMessage extends Message {
  /** Where the last record of the message begins; TSIG is always the last one. `undefined`: there are no records. */
  readonly lastRecordOffset: number | undefined;
}

export const headerLength = 12;

/** The wire form, without compression. Over 65535 bytes it cannot be sent. */
export function encodeMessage(message: Message): Uint8Array {
  const writer = new WireWriter();
  writer.u16(message.id);
  writer.u16(
    (message.isResponse ? 0x8000 : 0) |
      (message.opcode << 11) |
      (message.isAuthoritative === true ? 0x0400 : 0) |
      (message.isTruncated === true ? 0x0200 : 0) |
      message.rcode,
  );
  const { questions, answers, authorities, additionals } = message;
  for (const section of [questions, answers, authorities, additionals]) writer.u16(section.length);
  for (const question of questions) writeQuestion(writer, question);
  for (const section of [answers, authorities, additionals])
    for (const record of section) writeRecord(writer, record);
  if (writer.length > 65_535)
    throw new WireFormatError(`a message of ${writer.length} bytes; 65535 are the most`);
  return writer.finish();
}

function writeQuestion(writer: WireWriter, question: Question): void {
  writer.put(nameToBytes(question.name));
  writer.u16(question.type);
  writer.u16(question.class);
}

function writeRecord(writer: WireWriter, record: WireRecord): void {
  writeQuestion(writer, record);
  writer.u32(record.ttlSeconds);
  writer.block(record.data);
}

/** What a record takes on the wire. */
export function recordLength(record: WireRecord): number {
  return nameToBytes(record.name).length + 10 + record.data.length;
}

/** @throws WireFormatError when the bytes are no whole message. */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  const reader = new WireReader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const [questionCount, ...counts] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  const questions: Question[] = [];
  for (let count = questionCount; count > 0; count -= 1) questions.push(readQuestion(reader));
  let lastRecordOffset: number | undefined;
  const [answers = [], authorities = [], additionals = []] = counts.map((length) => {
    const records: WireRecord[] = [];
    for (let count = length; count > 0; count -= 1) {
      lastRecordOffset = reader.offset;
      records.push(readRecord(reader));
    }
    return records;
  });
  if (reader.left > 0) throw new WireFormatError(`${reader.left} bytes too many in a message`);
  return {
    id,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    rcode: flags & 15,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    questions,
    answers,
    authorities,
    additionals,
    lastRecordOffset,
  };
}

function readQuestion(reader: WireReader): Question {
  return { name: readName(reader), type: reader.u16(), class: reader.u16() };
}

function readRecord(reader: WireReader): WireRecord {
  const question = readQuestion(reader);
  const ttlSeconds = reader.u32();
  return { ...question, ttlSeconds, data: readRecordData(reader, question.type, reader.u16()) };
}
