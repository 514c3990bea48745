import type { Endpoint } from '@org/dns-core';
import { decoded, malformed, type Decoding } from './decoding.ts';
import { decodeEndpoint, encodeEndpoint } from './endpoint-codec.ts';
import { createListScanner } from './list-scanner.ts';

const pieceLength = 32_768;

/** A list of endpoints as one JSON document with the newline that upstream ends it with, in pieces of about 32 kB. */
export function* encodeEndpoints(endpoints: Iterable<Endpoint>): Generator<string> {
  const rest = yield* listInPieces(endpoints, encodeEndpoint, '');
  yield `${rest}\n`;
}

/** The same from chunks as they come: holds no more than one piece and one chunk. The end is written only after the last chunk. */
export async function* encodeEndpointChunks(
  chunks: AsyncIterable<readonly Endpoint[]>,
): AsyncGenerator<string> {
  let piece = '[';
  let separator = '';
  for await (const chunk of chunks) {
    for (const endpoint of chunk) {
      piece += separator + encodeEndpoint(endpoint);
      separator = ',';
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
  }
  yield `${piece}]\n`;
}

/** `[a,b]` behind `piece`, a piece whenever one is full; gives what is left over. */
export function* listInPieces<T>(
  items: Iterable<T>,
  encode: (item: T) => string,
  piece: string,
): Generator<string, string> {
  let open = `${piece}[`;
  let separator = '';
  for (const item of items) {
    open += separator + encode(item);
    separator = ',';
    if (open.length < pieceLength) continue;
    yield open;
    open = '';
  }
  return `${open}]`;
}

/** Reads a list of endpoints from the bytes of a body as they come, holding no more of it than the endpoint that is not whole yet. */
export interface EndpointListDecoder {
  /** The endpoints that these bytes complete. After a problem, only that problem. */
  push(bytes: Uint8Array): Decoding<readonly Endpoint[]>;
  /** The list was read to its end; bytes that follow are ignored, as Go's decoder does. */
  readonly done: boolean;
  /** Says that no more bytes come: a problem when the list is not whole. */
  end(): Decoding<undefined>;
}

/** `null` is an empty list. An element that is `null` is skipped. */
export function createEndpointListDecoder(): EndpointListDecoder {
  const scanner = createListScanner();
  let count = 0;
  let problem: ReturnType<typeof malformed> | undefined;

  const decodeAll = (elements: readonly unknown[]): Decoding<readonly Endpoint[]> => {
    const endpoints: Endpoint[] = [];
    for (const element of elements) {
      if (element !== null) {
        const endpoint = decodeEndpoint(element);
        if (!endpoint.ok) return malformed(`endpoint ${count}: ${endpoint.problem}`);
        endpoints.push(endpoint.value);
      }
      count += 1;
    }
    return decoded(endpoints);
  };

  return {
    push(bytes) {
      if (problem !== undefined) return problem;
      const elements = scanner.push(bytes);
      const result = elements.ok ? decodeAll(elements.value) : elements;
      if (!result.ok) problem = result;
      return result;
    },
    get done() {
      return scanner.done;
    },
    end() {
      if (problem !== undefined) return problem;
      return scanner.done
        ? decoded(undefined)
        : malformed(`the list of endpoints ends early, after ${count} of them`);
    },
  };
}

/** A whole list at once. */
export function decodeEndpoints(body: Uint8Array): Decoding<readonly Endpoint[]> {
  const decoder = createEndpointListDecoder();
  const endpoints = decoder.push(body);
  if (!endpoints.ok) return endpoints;
  const end = decoder.end();
  return end.ok ? endpoints : end;
}
