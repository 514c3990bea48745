import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromTxtStrings, heldTxt, toMarkerStrings, toTxtStrings } from './txt-data.ts';

const heritage = '"heritage=external-dns,external-dns/owner=me"';

test.each<[string, readonly string[], string]>([
  ['a plain text has quotes', ['v=spf1 -all'], '"v=spf1 -all"'],
  ['several strings have quotes each', ['one', 'two'], '"one" "two"'],
  ['quotes within are escaped', ['say "a" \\'], '"say \\"a\\" \\\\"'],
  ['an ownership record stays as it is', [heritage], heritage],
  ['so does one that was cut', [heritage.slice(0, 20), heritage.slice(20)], heritage],
  ['no string at all is an empty one', [], '""'],
])('%s', (_name, strings, target) => {
  expect(fromTxtStrings(strings)).toBe(target);
});

test.each<[string, string, readonly string[]]>([
  ['quotes are not stored', '"v=spf1 -all"', ['v=spf1 -all']],
  ['a text without quotes is one string', 'v=spf1 -all', ['v=spf1 -all']],
  ['several strings stay several', '"one" "two"', ['one', 'two']],
  ['a quote that is left open is text', '"one', ['"one']],
  ['a long text is cut', 'x'.repeat(300), ['x'.repeat(255), 'x'.repeat(45)]],
  ['a long text is not cut within a character', 'é'.repeat(128), ['é'.repeat(127), 'é']],
])('%s', (_name, target, strings) => {
  expect(toTxtStrings(target)).toEqual(strings);
});

test('an ownership record is stored with its quotes', () => {
  expect(toMarkerStrings(heritage)).toEqual([heritage]);
});

test('what is stored is read as it is held, and held once for all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 700 }), (target) => {
      const held = heldTxt(target);
      expect(fromTxtStrings(toTxtStrings(target))).toBe(held);
      expect(heldTxt(held)).toBe(held);
      expect(toTxtStrings(held).every((text) => Buffer.byteLength(text) <= 255)).toBe(true);
    }),
  );
});
