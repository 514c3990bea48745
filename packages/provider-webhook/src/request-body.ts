import type { HttpRequest, RequestHeaders } from '@org/dns-provider-kit';

const longestText = 262_144;

/**
 * The body of a request from its pieces. A short one is sent as it is. A long one is never held whole: its length is counted
 * first, because upstream's client announces it, and then it is made a second time while it is sent.
 */
export function toBody(
  pieces: () => Iterable<string>,
  headers: RequestHeaders,
): Pick<HttpRequest, 'body' | 'headers'> {
  let text = '';
  let bytes = 0;
  let isShort = true;
  for (const piece of pieces()) {
    bytes += Buffer.byteLength(piece);
    isShort &&= bytes <= longestText;
    text = isShort ? text + piece : '';
  }
  return isShort
    ? { body: text, headers }
    : { body: toBytes(pieces()), headers: { ...headers, 'content-length': String(bytes) } };
}

async function* toBytes(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
