import { Secret } from '@org/dns-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAesMarkerCipher, parseAesKey } from './aes-marker-cipher.ts';

function cipherOf(key: string) {
  const bytes = parseAesKey(new Secret(key));
  if (bytes === undefined) throw new Error('no key');
  return createAesMarkerCipher(bytes);
}

// Written by the Go controller.
const vectors = [
  {
    key: '12345678901234567890123456789012',
    plain: 'heritage=external-dns,external-dns/owner=owner',
    text: 'h8UQ6jelUFUsEIn7SbFktc2MYXPx/q8lySqI4VwfVtVaIbb2nkHWV/88KKbuLtu7fJNzMir8ELVeVnRSY01KdiIuj7ledqZe5ailEjQaU5Z6uEKd5pgs6sH8',
  },
  {
    key: ')K_Fy|?Z.64#UuHm`}[d!GC%WJM_fs{_',
    plain: 'heritage=external-dns,external-dns/owner=foo-owner,external-dns/resource=foo-resource',
    text: '+lvP8q9KHJ6BS6O81i2Q6DLNdf2JSKy8j/gbZKviTZlGYj7q+yDoYMgkQ1hPn6urtGllM5bfFMcaaHto52otQtiOYrX8990J3kQqg4s47m3bH3Ejl8RSxSSuWJM3HJtPghQzYg0/LSOsdQ0=',
  },
];

test.each(vectors)('$plain is read and written byte for byte', ({ key, plain, text }) => {
  const cipher = cipherOf(key);
  const opened = cipher.open(text);
  expect(opened?.plain).toBe(plain);
  expect(cipher.seal(plain, opened?.nonce).text).toBe(text);
});

test('what is sealed is opened, and by no other key', () => {
  const [mine, theirs] = [cipherOf('12345678901234567890123456789012'), cipherOf('a'.repeat(32))];
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
      const { text, nonce } = mine.seal(plain);
      expect(mine.open(text)).toEqual({ plain, nonce });
      expect(theirs.open(text)).toBeUndefined();
    }),
  );
});

test('other texts are not opened', () => {
  const cipher = cipherOf('12345678901234567890123456789012');
  fc.assert(fc.property(fc.string(), (text) => expect(cipher.open(text)).toBeUndefined()));
});

test.each([
  ['32 bytes', 'f'.repeat(32), 32],
  ['base64', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=', 32],
  ['too short', 'short', undefined],
  ['URL-safe base64', `${'-'.repeat(42)}8=`, undefined],
])('%s', (_, text, length) => {
  expect(parseAesKey(new Secret(text))?.length).toBe(length);
});
