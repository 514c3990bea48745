import type { ServiceRequest } from './message.ts';

/** The whole body; `undefined` when it is over the limit, of which no more is then read. */
export async function readBody(
  request: ServiceRequest,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
