import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from './line-splitter.ts';

test('gives the same lines however the bytes are cut', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(8)), line, (lines, cuts, rest) => {
      const bytes = Buffer.from(`${lines.map((text) => `${text}\n`).join('')}${rest}`);
      const got: string[] = [];
      const split = createLineSplitter((part) => got.push(part.toString('utf8')));
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        split(bytes.subarray(at, at + cut));
        at += cut;
      }
      expect(got).toEqual(lines.filter((text) => text !== ''));
    }),
  );
});
