import type { HttpStream } from './http-transport.ts';

const longestRest = 1_048_576;

/** Reads a body to its end without keeping it, so that its connection can be used again; gives the connection up after 1 MiB. */
export async function discard(reply: HttpStream): Promise<void> {
  let bytes = 0;
  for await (const chunk of reply.body) {
    bytes += chunk.length;
    if (bytes > longestRest) return;
  }
}
