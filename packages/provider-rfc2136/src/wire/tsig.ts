import { createHmac, timingSafeEqual } from 'node:crypto';
import { tsigErrorName } from './codes.ts';
import { headerLength, type DecodedMessage } from './message.ts';
import { classNumbers, typeNumbers } from './record-types.ts';
import { algorithmName, hashOf, secretBytes, type TsigKey } from './tsig-key.ts';
import { WireFormatError } from './wire-format-error.ts';
import { canonicalNameBytes, nameToBytes, readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Signatures of messages (RFC 8945). */

const fudgeSeconds = 300;
/** So many messages of a stream may go unsigned between two signed ones (RFC 8945, 5.3.1). */
const mostUnsigned = 99;

/** A signature that is missing or wrong, or that the other side did not take; `code` is `UNSIGNED`, or as in RFC 8945 `BADSIG`, `BADKEY`, `BADTIME`, … */
export class TsigError extends Error {
  override readonly name = 'TsigError';
  readonly code: string;
  /** The other side refused our signature, and so did nothing; else its own was wrong. */
  readonly isRefusal: boolean;

  constructor(code: string, message: string, isRefusal = false) {
    super(message);
    this.code = code;
    this.isRefusal = isRefusal;
  }
}

export interface SignOptions {
  readonly key: TsigKey;
  readonly nowMs: number;
  /** The signature that this one follows: of the request, or of the message before in a stream. */
  readonly prior?: Uint8Array;
  /** A later message of a stream. */
  readonly isContinuation?: boolean;
  /** The messages of the stream since the last signature, which went unsigned. */
  readonly between?: readonly Uint8Array[];
  readonly error?: number;
  readonly other?: Uint8Array;
}

export interface SignedMessage {
  readonly bytes: Uint8Array;
  readonly mac: Uint8Array;
}

/** Data of a TSIG record (RFC 8945, 4.2). */
export interface Tsig {
  readonly keyName: string;
  readonly algorithm: string;
  readonly timeSeconds: number;
  readonly fudge: number;
  readonly mac: Uint8Array;
  readonly originalId: number;
  readonly error: number;
  readonly other: Uint8Array;
}

/** The message with a TSIG record at its end. */
export function signMessage(message: Uint8Array, options: SignOptions): SignedMessage {
  const { key, nowMs, prior, isContinuation = false, between = [], error = 0 } = options;
  const reader = new WireReader(message);
  const tsig: Omit<Tsig, 'mac'> = {
    keyName: key.name,
    algorithm: algorithmName(key.algorithm),
    timeSeconds: Math.floor(nowMs / 1000),
    fudge: fudgeSeconds,
    originalId: reader.u16(),
    error,
    other: options.other ?? new Uint8Array(),
  };
  const mac = digest(key, prior, [...between, message], tsig, isContinuation);
  const writer = new WireWriter();
  writer.put(message);
  writer.put(nameToBytes(tsig.keyName));
  writer.u16(typeNumbers.TSIG);
  writer.u16(classNumbers.ANY);
  writer.u32(0);
  writer.block(tsigData({ ...tsig, mac }));
  const bytes = writer.finish();
  setAdditionalCount(bytes, additionalCount(message) + 1);
  return { bytes, mac };
}

function tsigData(tsig: Tsig): Uint8Array {
  const writer = new WireWriter();
  writer.put(nameToBytes(tsig.algorithm));
  writer.u48(tsig.timeSeconds);
  writer.u16(tsig.fudge);
  writer.block(tsig.mac);
  writer.u16(tsig.originalId);
  writer.u16(tsig.error);
  writer.block(tsig.other);
  return writer.finish();
}

/** The TSIG record of a message, and the message as it was before it was signed; `undefined`: it is not signed. */
export function splitTsig(
  bytes: Uint8Array,
  message: DecodedMessage,
): { readonly tsig: Tsig; readonly unsigned: Uint8Array } | undefined {
  const last = message.additionals.at(-1);
  if (last?.type !== typeNumbers.TSIG || message.lastRecordOffset === undefined) return undefined;
  // Neither is part of what is signed.
  if (last.class !== classNumbers.ANY || last.ttlSeconds !== 0)
    throw new WireFormatError('a TSIG record has the class ANY and the TTL 0');
  const reader = new WireReader(last.data);
  const tsig: Tsig = {
    keyName: last.name,
    algorithm: readName(reader),
    timeSeconds: reader.u48(),
    fudge: reader.u16(),
    mac: reader.take(reader.u16()),
    originalId: reader.u16(),
    error: reader.u16(),
    other: reader.take(reader.u16()),
  };
  if (reader.left > 0) throw new WireFormatError('a TSIG record is too long');
  const unsigned = bytes.slice(0, message.lastRecordOffset);
  unsigned[0] = tsig.originalId >> 8;
  unsigned[1] = tsig.originalId & 0xff;
  setAdditionalCount(unsigned, message.additionals.length - 1);
  return { tsig, unsigned };
}

export interface TsigVerifier {
  /** @throws TsigError when the message is not one that the other side sent now with our key. */
  accept(bytes: Uint8Array, message: DecodedMessage): void;
  /** @throws TsigError when the last message was not signed. */
  finish(): void;
}

/** Checks the answers to one signed message, in order: the first is signed, of later ones at least every hundredth and the last. */
export function createTsigVerifier(
  key: TsigKey,
  requestMac: Uint8Array,
  nowMs: () => number,
): TsigVerifier {
  let prior = requestMac;
  let isContinuation = false;
  let pending: Uint8Array[] = [];
  return {
    accept(bytes, message) {
      const split = splitTsig(bytes, message);
      if (split === undefined) {
        if (!isContinuation || pending.length === mostUnsigned)
          throw new TsigError('UNSIGNED', 'the answer is not signed');
        pending.push(bytes);
        return;
      }
      const { tsig, unsigned } = split;
      if (tsig.error !== 0) throw refusedSignature(tsig, key, nowMs());
      if (
        !sameName(tsig.keyName, key.name) ||
        !sameName(tsig.algorithm, algorithmName(key.algorithm))
      )
        throw new TsigError('BADKEY', `the answer is signed with another key, ${tsig.keyName}`);
      const expected = digest(key, prior, [...pending, unsigned], tsig, isContinuation);
      if (expected.length !== tsig.mac.length || !timingSafeEqual(expected, tsig.mac))
        throw new TsigError('BADSIG', 'the signature of the answer is wrong');
      if (Math.abs(Math.floor(nowMs() / 1000) - tsig.timeSeconds) > tsig.fudge)
        throw clocksDiffer(tsig.timeSeconds, nowMs());
      prior = tsig.mac;
      isContinuation = true;
      pending = [];
    },
    finish() {
      if (pending.length > 0)
        throw new TsigError('BADSIG', 'the last message of the answer is not signed');
    },
  };
}

function refusedSignature(tsig: Tsig, key: TsigKey, nowMs: number): TsigError {
  const code = tsigErrorName(tsig.error);
  if (code === 'BADKEY')
    return new TsigError(
      code,
      `the server does not know the key ${key.name} with this algorithm (BADKEY)`,
      true,
    );
  if (code === 'BADTIME' && tsig.other.length === 6)
    return clocksDiffer(new WireReader(tsig.other).u48(), nowMs, true);
  if (code === 'BADSIG')
    return new TsigError(
      code,
      `the server finds the signature wrong (BADSIG): its secret for the key ${key.name} is another one`,
      true,
    );
  return new TsigError(code, `the server did not take the signature (${code})`, true);
}

function clocksDiffer(serverSeconds: number, nowMs: number, isRefusal = false): TsigError {
  const seconds = Math.round(serverSeconds - nowMs / 1000);
  const way = seconds < 0 ? 'behind' : 'ahead of';
  return new TsigError(
    'BADTIME',
    `the server's clock is ${Math.abs(seconds)} s ${way} ours, ${fudgeSeconds} s are allowed (BADTIME); set both clocks`,
    isRefusal,
  );
}

function digest(
  key: TsigKey,
  prior: Uint8Array | undefined,
  messages: readonly Uint8Array[],
  tsig: Omit<Tsig, 'mac'>,
  timersOnly: boolean,
): Uint8Array {
  const secret = secretBytes(key.secret);
  if (secret === undefined)
    throw new TsigError('BADKEY', `the secret of the key ${key.name} is not base64`);
  const writer = new WireWriter();
  if (prior !== undefined) writer.block(prior);
  for (const message of messages) writer.put(message);
  if (!timersOnly) {
    writer.put(canonicalNameBytes(tsig.keyName));
    writer.u16(classNumbers.ANY);
    writer.u32(0);
    writer.put(canonicalNameBytes(tsig.algorithm));
  }
  writer.u48(tsig.timeSeconds);
  writer.u16(tsig.fudge);
  if (!timersOnly) {
    writer.u16(tsig.error);
    writer.block(tsig.other);
  }
  return createHmac(hashOf(key.algorithm), secret).update(writer.finish()).digest();
}

function sameName(one: string, other: string): boolean {
  return Buffer.from(canonicalNameBytes(one)).equals(canonicalNameBytes(other));
}

function additionalCount(message: Uint8Array): number {
  return new WireReader(message, headerLength - 2).u16();
}

function setAdditionalCount(message: Uint8Array, count: number): void {
  message[headerLength - 2] = count >> 8;
  message[headerLength - 1] = count & 0xff;
}
