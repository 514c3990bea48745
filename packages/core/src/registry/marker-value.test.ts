import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarkerCipher } from './marker-cipher.ts';
import { formatMarker, parseMarker } from './marker-value.ts';

/** Hexadecimal in place of encryption: reversible, and refuses everything else. */
const cipher: MarkerCipher = {
  seal: (plain, nonce = 'fresh') => ({
    text: `sealed:${nonce}:${Buffer.from(plain).toString('hex')}`,
    nonce,
  }),
  open: (text) => {
    const [mark, nonce, hex] = text.split(':');
    if (mark !== 'sealed' || nonce === undefined || hex === undefined) return undefined;
    return { plain: Buffer.from(hex, 'hex').toString(), nonce };
  },
};

test('labels are written in the order of their keys, between quotes', () => {
  const labels = { resource: 'ingress/default/web', owner: 'me', 'txt-encryption-nonce': 'x' };
  expect(formatMarker(labels, undefined)).toBe(
    '"heritage=external-dns,external-dns/owner=me,external-dns/resource=ingress/default/web"',
  );
});

describe('parseMarker', () => {
  test.each([
    ['"heritage=external-dns,external-dns/owner=me"', { owner: 'me' }],
    ['heritage=external-dns,external-dns/owner=me', { owner: 'me' }],
    ['""heritage=external-dns,external-dns/owner=me""', { owner: 'me' }],
    ['external-dns/owner=a=b,heritage=external-dns', { owner: 'a=b' }],
    ['heritage=external-dns,external-dns/owner=a,external-dns/owner=b', { owner: 'b' }],
    ['heritage=external-dns,external-dns-x=1', { 'external-dns-x': '1' }],
    ['heritage=external-dns', {}],
    ['heritage=external-dns,external-dns/__proto__=x', {}],
    ['heritage=external-dns,team=web,external-dns/owner=me', { owner: 'me' }],
    ['heritage=external-dns,junk,external-dns/owner=me', { owner: 'me' }],
    ['heritage=mate', undefined],
    ['heritage=external-dns,heritage=mate', undefined],
    ['external-dns/owner=me', undefined],
    ['v=spf1 -all', undefined],
    ['', undefined],
  ])('reads %j as %j', (target, labels) => {
    expect(parseMarker(target, undefined, 'cut')).toEqual(labels);
    expect(parseMarker(target, undefined, 'join')).toEqual(labels);
  });

  test('cuts a value at its comma as upstream does, or joins it again', () => {
    const target = formatMarker({ owner: 'a,b', resource: 'x' }, undefined);
    expect(parseMarker(target, undefined, 'cut')).toEqual({ owner: 'a', resource: 'x' });
    expect(parseMarker(target, undefined, 'join')).toEqual({ owner: 'a,b', resource: 'x' });
  });

  test('reads plain and encrypted texts with a cipher, and remembers the nonce', () => {
    const target = formatMarker({ owner: 'me' }, cipher);
    expect(parseMarker(target, cipher, 'join')).toEqual({
      owner: 'me',
      'txt-encryption-nonce': 'fresh',
    });
    expect(parseMarker(target, undefined, 'join')).toBeUndefined();
    expect(parseMarker(formatMarker({ owner: 'me' }, undefined), cipher, 'join')).toEqual({
      owner: 'me',
    });
  });

  test.each([
    ['plain', undefined],
    ['encrypted', cipher],
  ])('reads back what is written: %s', (_name, given) => {
    const key = fc.stringMatching(/^[a-z][a-z-]{0,10}$/);
    const value = fc.stringMatching(/^[^"]{0,20}$/).filter((text) => !/,[^,]*=/.test(text));
    fc.assert(
      fc.property(fc.dictionary(key, value), (labels) => {
        const { ['txt-encryption-nonce']: _nonce, ...read } =
          parseMarker(formatMarker(labels, given), given, 'join') ?? {};
        expect(read).toEqual({ ...labels });
      }),
    );
  });
});
