import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { serveStream } from './serve-stream.ts';

/** A peer that reads replies, or never does. */
function peer(reads: boolean) {
  const replies: string[] = [];
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      replies.push(chunk.toString('latin1'));
      if (reads) done();
    },
  });
  return { stream, replies };
}

function framed(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), Buffer.from(text)]);
}

test('messages are put together from pieces, and taken apart', () => {
  const { stream, replies } = peer(true);
  serveStream(stream, (message) => Buffer.from(message.toString().toUpperCase()));
  const bytes = Buffer.concat([framed('one'), framed(''), framed('three')]);
  for (const byte of bytes) stream.emit('data', Buffer.from([byte]));
  stream.emit('data', bytes);
  const once = ['\0\x03ONE', '\0\0', '\0\x05THREE'];
  expect(replies).toEqual([...once, ...once]);
});

test('a peer is cut off whose message deserves no reply', () => {
  const { stream, replies } = peer(true);
  serveStream(stream, () => undefined);
  stream.emit('data', Buffer.concat([framed('one'), framed('two')]));
  expect([stream.destroyed, replies]).toEqual([true, []]);
});

test('a peer that never reads is cut off before it costs much memory', () => {
  const { stream } = peer(false);
  let answered = 0;
  serveStream(stream, () => {
    answered += 1;
    return Buffer.alloc(60_000);
  });
  for (let count = 0; count < 1000 && !stream.destroyed; count++) {
    stream.emit('data', framed('again'));
  }
  expect(stream.destroyed).toBe(true);
  expect(answered).toBeLessThan(25);
});
