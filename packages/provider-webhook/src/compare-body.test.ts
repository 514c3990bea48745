import { expect, test } from 'vitest';
import { compareBody, resumeBody } from './compare-body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function* chunksOf(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield bytes(chunk);
}

test.each([
  { name: 'the same in one chunk', chunks: ['[1,2]\n'], isSame: true },
  { name: 'the same in many', chunks: ['[', '1,', '2]', '\n'], isSame: true },
  { name: 'the same without a newline', chunks: ['[1,2]'], isSame: true },
  { name: 'shorter', chunks: ['[1,'], isSame: false },
  { name: 'longer', chunks: ['[1,2]', ',3]'], isSame: false },
  { name: 'longer within a chunk', chunks: ['[1,2]\n ]'], isSame: false },
  { name: 'another first byte', chunks: ['{1,2]'], isSame: false },
  { name: 'another in a later chunk', chunks: ['[1', ';2]'], isSame: false },
  { name: 'nothing', chunks: [], isSame: false },
])('$name', async ({ chunks, isSame }) => {
  const body = chunksOf(chunks);
  const comparison = await compareBody(body, bytes('[1,2]\n'));
  expect(comparison.isSame).toBe(isSame);
  const whole: string[] = [];
  for await (const chunk of resumeBody(comparison.read, body))
    whole.push(new TextDecoder().decode(chunk));
  expect(whole).toEqual(chunks);
});

test('what is not read to its end is let go', async () => {
  let ended = false;
  const body = (async function* () {
    try {
      yield bytes('a');
      yield bytes('b');
    } finally {
      ended = true;
    }
  })();
  const { read } = await compareBody(body, bytes('x'));
  for await (const chunk of resumeBody(read, body)) {
    expect(chunk).toEqual(bytes('a'));
    break;
  }
  expect(ended).toBe(true);
});
