import { WireFormatError } from './wire-format-error.ts';

/** Reads big-endian fields one after the other and never beyond its end. */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get left(): number {
    return this.end - this.offset;
  }

  u8(): number {
    return this.#number(1);
  }

  u16(): number {
    return this.#number(2);
  }

  u32(): number {
    return this.#number(4);
  }

  /** 48 bits: the time in a TSIG record. */
  u48(): number {
    return this.#number(6);
  }

  /** The next bytes; they share memory with the message. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** What is left up to the end. */
  rest(): Uint8Array {
    return this.take(this.left);
  }

  #number(length: number): number {
    const start = this.#advance(length);
    let value = 0;
    for (let at = start; at < start + length; at += 1) value = value * 256 + (this.bytes[at] ?? 0);
    return value;
  }

  #advance(length: number): number {
    if (length > this.left)
      throw new WireFormatError(
        `${length} bytes wanted at offset ${this.offset}, ${this.left} left`,
      );
    const start = this.offset;
    this.offset += length;
    return start;
  }
}
