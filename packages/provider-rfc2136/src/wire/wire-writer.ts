import { WireFormatError } from './wire-format-error.ts';

/** Gathers big-endian fields; grows as needed. */
export class WireWriter {
  #bytes = new Uint8Array(512);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    this.#number(value, 1);
  }

  u16(value: number): void {
    this.#number(value, 2);
  }

  u32(value: number): void {
    this.#number(value, 4);
  }

  /** 48 bits: the time in a TSIG record. */
  u48(value: number): void {
    this.#number(value, 6);
  }

  put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A length in 16 bits, then as many bytes. */
  block(bytes: Uint8Array): void {
    if (bytes.length > 65_535)
      throw new WireFormatError(`${bytes.length} bytes of data; 65535 are the most`);
    this.u16(bytes.length);
    this.put(bytes);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #number(value: number, length: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** length)
      throw new WireFormatError(`${value} does not fit into ${length} bytes`);
    this.#reserve(length);
    for (let at = length - 1, rest = value; at >= 0; at -= 1) {
      this.#bytes[this.#length + at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.#length += length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
