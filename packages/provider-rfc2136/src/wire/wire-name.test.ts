import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireFormatError } from './wire-format-error.ts';
import { canonicalNameBytes, nameToBytes, readName } from './wire-name.ts';
import { WireReader } from './wire-reader.ts';

const bytesOf = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'number' ? [part] : [part.length, ...Buffer.from(part, 'latin1')],
    ),
  );

describe('a name', () => {
  test.each([
    ['.', bytesOf(0)],
    ['www.example.org.', bytesOf('www', 'example', 'org', 0)],
    ['*.example.org.', bytesOf('*', 'example', 'org', 0)],
    ['_sip._tcp.example.org.', bytesOf('_sip', '_tcp', 'example', 'org', 0)],
    ['128/26.example.org.', bytesOf('128/26', 'example', 'org', 0)],
    ['a\\.b.example.org.', bytesOf('a.b', 'example', 'org', 0)],
    ['a\\ b\\"\\\\.example.', bytesOf('a b"\\', 'example', 0)],
    ['\\000\\255.example.', bytesOf('\x00\xff', 'example', 0)],
  ])('%s', (text, bytes) => {
    expect(nameToBytes(text)).toEqual(bytes);
    expect(readName(new WireReader(bytes))).toBe(text);
  });

  test.each([
    ['www.example.org', bytesOf('www', 'example', 'org', 0)],
    ['\\119ww.example.org', bytesOf('www', 'example', 'org', 0)],
    ['bücher.example', bytesOf('b\xc3\xbccher', 'example', 0)],
  ])('written as %s', (text, bytes) => {
    expect(nameToBytes(text)).toEqual(bytes);
  });

  test.each([
    ['a..example.org', '"a..example.org" has an empty label'],
    ['.example.org', '".example.org" has an empty label'],
    [`${'a'.repeat(64)}.org`, `"${'a'.repeat(64)}.org" has a label of more than 63 bytes`],
    ['a\\256.org', '"a\\256.org" has an escape that means nothing'],
    ['a\\', '"a\\" has an escape that means nothing'],
    [`${'abcdefg.'.repeat(32)}`, `"${'abcdefg.'.repeat(32)}" has more than 255 bytes`],
  ])('cannot be %s', (text, message) => {
    expect(() => nameToBytes(text)).toThrow(new WireFormatError(message));
  });

  test('is compared in lower case', () => {
    expect(canonicalNameBytes('WWW.Example.ORG.')).toEqual(nameToBytes('www.example.org.'));
  });

  test('of any bytes comes back from its text', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), (labels) => {
        const bytes = Uint8Array.from([...labels.flatMap((one) => [one.length, ...one]), 0]);
        const reader = new WireReader(bytes);
        expect(nameToBytes(readName(reader))).toEqual(bytes);
        expect(reader.left).toBe(0);
      }),
    );
  });
});

describe('compression', () => {
  test('is followed, and reading goes on behind the pointer', () => {
    const bytes = bytesOf('org', 0, 'example', 0xc0, 0, 'www', 0xc0, 5, 7);
    const reader = new WireReader(bytes, 15);
    expect(readName(reader)).toBe('www.example.org.');
    expect(reader.u8()).toBe(7);
  });

  test.each([
    ['a pointer to itself', bytesOf(0xc0, 0), 0],
    ['a pointer forward', bytesOf(0xc0, 2, 'org', 0), 0],
    ['two pointers to each other', bytesOf(0xc0, 2, 0xc0, 0), 2],
    ['a loop through a label', bytesOf('a', 0xc0, 0), 0],
    ['a label type that nobody defined', bytesOf(0x40, 0), 0],
    ['no end', bytesOf('org'), 0],
    ['half a pointer', bytesOf(0xc0), 0],
    ['more than 255 bytes', bytesOf(...Array<string>(64).fill('abc'), 0), 0],
  ])('is refused with %s', (_, bytes, offset) => {
    expect(() => readName(new WireReader(bytes, offset))).toThrow(WireFormatError);
  });
});
