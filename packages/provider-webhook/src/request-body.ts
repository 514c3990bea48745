import type { HttpRequest, RequestHeaders } from '@org/dns-provider-kit';

/** In bytes. */
const longestText = 262_144;
/** In bytes; some 10,000 endpoints. Making the pieces twice would cost more than all else that is done to them. */
const mostHeld = 4_194_304;

/**
 * The body of a request from its pieces. A short one is sent as it is. A long one is sent piece by piece, with its length
 * counted first, because upstream's client announces it; a very long one is never held whole, but made a second time while
 * it is sent.
 */
export function toBody(
  pieces: () => Iterable<string>,
  headers: RequestHeaders,
): Pick<HttpRequest, 'body' | 'headers'> {
  const held: string[] = [];
  let bytes = 0;
  for (const piece of pieces()) {
    bytes += Buffer.byteLength(piece);
    if (bytes <= mostHeld) held.push(piece);
    else held.length = 0;
  }
  return bytes <= longestText
    ? { body: held.join(''), headers }
    : {
        body: toBytes(bytes <= mostHeld ? held : pieces()),
        headers: { ...headers, 'content-length': String(bytes) },
      };
}

async function* toBytes(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
