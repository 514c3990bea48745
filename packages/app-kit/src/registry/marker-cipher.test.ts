import { Secret } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { createMarkerCipher } from './marker-cipher.ts';

interface Vector {
  readonly key: string;
  readonly plain: string;
  readonly nonce: string;
  readonly text: string;
}

/** Written by upstream. */
const vectors: readonly Vector[] = [
  {
    key: '12345678901234567890123456789012',
    plain: 'heritage=external-dns,external-dns/owner=owner',
    nonce: 'h8UQ6jelUFUsEIn7',
    text: 'h8UQ6jelUFUsEIn7SbFktc2MYXPx/q8lySqI4VwfVtVaIbb2nkHWV/88KKbuLtu7fJNzMir8ELVeVnRSY01KdiIuj7ledqZe5ailEjQaU5Z6uEKd5pgs6sH8',
  },
  {
    key: ')K_Fy|?Z.64#UuHm`}[d!GC%WJM_fs{_',
    plain: 'heritage=external-dns,external-dns/owner=foo-owner,external-dns/resource=foo-resource',
    nonce: '+lvP8q9KHJ6BS6O8',
    text: '+lvP8q9KHJ6BS6O81i2Q6DLNdf2JSKy8j/gbZKviTZlGYj7q+yDoYMgkQ1hPn6urtGllM5bfFMcaaHto52otQtiOYrX8990J3kQqg4s47m3bH3Ejl8RSxSSuWJM3HJtPghQzYg0/LSOsdQ0=',
  },
];

describe.each(vectors)('with the key $key', ({ key, plain, nonce, text }) => {
  const cipher = createMarkerCipher(new Secret(key));

  test('reads what upstream wrote', () => {
    expect(cipher?.open(text)).toEqual({ plain, nonce });
  });

  test('writes the same bytes as upstream', () => {
    expect(cipher?.seal(plain, nonce)).toEqual({ text, nonce });
  });
});

const key = new Secret('12345678901234567890123456789012');

test.each([
  ['32 bytes', '12345678901234567890123456789012', true],
  ['base64 of 32 bytes', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=', true],
  ['32 bytes in 16 characters', 'éééééééééééééééé', true],
  ['URL-safe base64', `${'-_'.repeat(21)}A=`, false],
  ['too short', 'secret', false],
  ['empty', '', false],
])('a key of %s: %j is accepted: %j', (_name, text, accepted) => {
  expect(createMarkerCipher(new Secret(text)) !== undefined).toBe(accepted);
});

test.each([
  ['plain text', 'heritage=external-dns,external-dns/owner=me'],
  ['base64 that is too short', 'AAAA'],
  ['a text of another key', vectors[1]?.text ?? ''],
  ['a text that was changed', `${vectors[0]?.text.slice(0, -4)}AAAA`],
  ['nothing', ''],
])('does not open %s', (_name, text) => {
  expect(createMarkerCipher(key)?.open(text)).toBeUndefined();
});

test('takes a fresh nonce for every text', () => {
  const nonces = [1, 2].map((fill) => new Uint8Array(12).fill(fill));
  const cipher = createMarkerCipher(key, () => nonces.shift() ?? new Uint8Array(12));
  expect(cipher?.seal('a').nonce).toBe('AQEBAQEBAQEBAQEB');
  expect(cipher?.seal('a').nonce).toBe('AgICAgICAgICAgIC');
});
