import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, toFrame } from './message-frames.ts';

test('messages come out as they went in, however the stream is cut', () => {
  const message = fc.uint8Array({ maxLength: 600 });
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 400 })), (messages, cuts) => {
      const stream = Buffer.concat(messages.map(toFrame));
      const read = createFrameReader();
      const found: Uint8Array[] = [];
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        found.push(...read(stream.subarray(at, at + cut)));
        at += cut;
      }
      expect(found.map((one) => Buffer.from(one).toString('hex'))).toEqual(
        messages.map((one) => Buffer.from(one).toString('hex')),
      );
    }),
  );
});
