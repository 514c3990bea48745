import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SelectorError } from './parse-requirements.ts';
import { everything, parseLabelSelector, parseSimpleSelector } from './selector.ts';

describe('label selectors', () => {
  test.each([
    { text: '', matches: [{}, { a: '1' }], misses: [] },
    { text: 'tier=edge', matches: [{ tier: 'edge' }], misses: [{}, { tier: 'core' }] },
    { text: 'tier == edge', matches: [{ tier: 'edge' }], misses: [{}] },
    { text: 'tier!=edge', matches: [{}, { tier: 'core' }], misses: [{ tier: 'edge' }] },
    { text: 'tier in (edge, core)', matches: [{ tier: 'core' }], misses: [{}, { tier: 'x' }] },
    { text: 'tier notin (edge)', matches: [{}, { tier: 'x' }], misses: [{ tier: 'edge' }] },
    { text: 'tier in (,)', matches: [{ tier: '' }], misses: [{}, { tier: 'x' }] },
    { text: 'tier in (a,)', matches: [{ tier: '' }, { tier: 'a' }], misses: [{}] },
    { text: 'tier=', matches: [{ tier: '' }], misses: [{}, { tier: 'x' }] },
    { text: 'tier=,a', matches: [{ tier: '', a: '1' }], misses: [{ tier: '' }] },
    { text: 'a,!b', matches: [{ a: '' }], misses: [{}, { a: '', b: '' }] },
    { text: 'n>4', matches: [{ n: '5' }], misses: [{}, { n: '4' }, { n: 'x' }] },
    { text: 'n<4', matches: [{ n: '-1' }], misses: [{ n: '4' }, { n: '99999999999999999999' }] },
    { text: 'in in (in,notin)', matches: [{ in: 'notin' }], misses: [{}] },
    { text: 'example.org/a', matches: [{ 'example.org/a': '' }], misses: [{ a: '' }] },
    { text: 'toString', matches: [{ toString: 'x' }], misses: [{}] },
  ])('$text', ({ text, matches, misses }) => {
    const selector = parseLabelSelector(text);
    expect(matches.filter((labels) => !selector.matches(labels))).toEqual([]);
    expect(misses.filter((labels) => selector.matches(labels))).toEqual([]);
  });

  test.each([
    ['a=b c', 'found "c" where "," or the end was expected'],
    ['a,', 'found the end where a key after "," was expected'],
    [',a', 'found "," where "!", a key or the end was expected'],
    ['!', 'found the end where a key was expected'],
    ['!a=b', 'found "=" where "," or the end was expected'],
    ['a in b', 'found "b" where "(" was expected'],
    ['a in ()', 'found ")" where at least one value was expected'],
    ['a in (b', 'found the end where "," or ")" was expected'],
    ['a in (b,=)', 'found "=" where ",", ")" or a value was expected'],
    ['a ! b', 'found "!" where one of in, notin, =, ==, !=, >, < was expected'],
    ['a like b', 'found "like" where one of in, notin, =, ==, !=, >, < was expected'],
    ['a==!b', 'found "!" where a value was expected'],
    ['n>x', 'value "x" of "n" is not an integer'],
    ['a/b/c', 'key "a/b/c" has more than one slash'],
    ['UPPER.org/a', 'key "UPPER.org/a" has a prefix that is not a lower-case DNS name'],
    [`${'p'.repeat(254)}/a`, `key "${'p'.repeat(254)}/a" has a prefix of more than 253 characters`],
    [`${'k'.repeat(64)}`, `key "${'k'.repeat(64)}" has a name of more than 63 characters`],
    [`a=${'v'.repeat(64)}`, `value "${'v'.repeat(64)}" of "a" has more than 63 characters`],
    [
      'a=http://example.org',
      'value "http://example.org" of "a" does not consist of letters, digits, "-", "_" and "." with a letter or digit at both ends',
    ],
    [
      '-a',
      'key "-a" has a name that does not consist of letters, digits, "-", "_" and "." with a letter or digit at both ends',
    ],
  ])('%s: %s', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message);
  });
});

describe('annotation filters', () => {
  test.each(['a=b', 'a==b', 'a in (b)', 'a notin (b)', 'a', '!a', ' '])('%s is allowed', (text) => {
    expect(parseSimpleSelector(text).requirements).toEqual(parseLabelSelector(text).requirements);
  });

  test.each([
    ['a!=b', 'the operator "!=" is not allowed here; write "a notin (…)"'],
    ['a>1', 'the operator ">" is not allowed here'],
    ['a<1', 'the operator "<" is not allowed here'],
  ])('%s: %s', (text, message) => {
    expect(() => parseSimpleSelector(text)).toThrow(message);
  });
});

test('everything matches what has no labels at all', () => {
  expect(everything.matches(undefined)).toBe(true);
  expect(parseLabelSelector('!a').matches(undefined)).toBe(true);
});

test('every text is a selector or a SelectorError, and what was understood matches the same as written again', () => {
  const word = fc.constantFrom('a', 'b', 'in', 'notin', 'x.y/z', '5');
  const piece = fc.oneof(word, fc.constantFrom('=', '==', '!=', '!', '>', '<', '(', ')', ',', ' '));
  const labels = fc.dictionary(word, fc.constantFrom('a', 'b', '5', '7', ''));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), labels, (pieces, set) => {
      const text = pieces.join('');
      let selector;
      try {
        selector = parseLabelSelector(text);
      } catch (error) {
        if (error instanceof SelectorError) return;
        throw error;
      }
      expect(parseLabelSelector(selector.text).matches(set)).toBe(selector.matches(set));
      const negated = selector.requirements.map(({ key }) => `!${key}`).join(',');
      const present = selector.requirements.some(({ key }) => Object.hasOwn(set, key));
      expect(parseLabelSelector(negated).matches(set)).toBe(!present);
    }),
  );
});
