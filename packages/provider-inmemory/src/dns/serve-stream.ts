import type { Duplex } from 'node:stream';

const mostUnreadBytes = 1 << 20;

/**
 * Answers messages that have their length in front (RFC 1035, 4.2.2), in whatever pieces they come. A peer is cut off that
 * sends what deserves no reply, or that does not read its replies.
 */
export function serveStream(stream: Duplex, answer: (message: Buffer) => Buffer | undefined): void {
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const reply = answer(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (reply === undefined || stream.writableLength > mostUnreadBytes) {
        stream.destroy();
        return;
      }
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      stream.write(Buffer.concat([length, reply]));
    }
  });
}
