import type { HttpReply, HttpStream } from './http-transport.ts';

/** A streamed reply with the start of its body, at most about `maxBytes`: enough for what an error page says. */
export async function bufferReply(stream: HttpStream, maxBytes = 65_536): Promise<HttpReply> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxBytes) break;
  }
  return { ...stream, body: Buffer.concat(chunks) };
}
