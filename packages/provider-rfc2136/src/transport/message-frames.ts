/** Puts a message's length in front of it, as a stream wants it (RFC 1035, 4.2.2). */
export function toFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(message.length + 2);
  frame[0] = message.length >> 8;
  frame[1] = message.length & 0xff;
  frame.set(message, 2);
  return frame;
}

/** Cuts a stream into messages, in whatever pieces it comes. Gives those that a chunk completes. */
export function createFrameReader(): (chunk: Uint8Array) => readonly Uint8Array[] {
  let chunks: Uint8Array[] = [];
  let length = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    const [first] = chunks;
    if (first === undefined || length < 2) return [];
    if (chunks.length > 1 && first.length < 2) chunks = [Buffer.concat(chunks)];
    const head = chunks[0] as Uint8Array;
    if (length < 2 + sizeOf(head, 0)) return [];
    const whole = chunks.length === 1 ? head : Buffer.concat(chunks);
    const messages: Uint8Array[] = [];
    let at = 0;
    while (whole.length - at >= 2 && whole.length - at >= 2 + sizeOf(whole, at)) {
      const end = at + 2 + sizeOf(whole, at);
      messages.push(whole.subarray(at + 2, end));
      at = end;
    }
    const rest = whole.subarray(at);
    chunks = rest.length === 0 ? [] : [rest];
    length = rest.length;
    return messages;
  };
}

function sizeOf(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
