import type { HttpRequest, RequestHeaders } from '@org/dns-provider-kit';

/** In bytes; some 10,000 endpoints. Making the pieces twice would cost more than all else that is done to them. */
const mostHeld = 4_194_304;

type Body = Pick<HttpRequest, 'body' | 'headers'>;

/**
 * The body of a request from its pieces. A very long one is never held whole, but made a second time while it is sent, with its
 * length counted first, because upstream's client announces it.
 */
export function toBody(pieces: () => Iterable<string>, headers: RequestHeaders): Body {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces()) {
    bytes += Buffer.byteLength(piece);
    if (bytes <= mostHeld) held.push(Buffer.from(piece));
    else held.length = 0;
  }
  return bytes <= mostHeld
    ? { body: Buffer.concat(held), headers }
    : { body: toBytes(pieces()), headers: { ...headers, 'content-length': String(bytes) } };
}

async function* toBytes(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
