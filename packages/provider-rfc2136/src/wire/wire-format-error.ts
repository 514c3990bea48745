/** Bytes that are no DNS message, or text that is no DNS data; the message says what and where. */
export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';
}
