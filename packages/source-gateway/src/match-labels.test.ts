import { expect, test } from 'vitest';
import { matchLabels } from './match-labels.ts';
import type { LabelSelector } from './resources.ts';

const labels = { env: 'prod', team: '' };

test.each<readonly [string, LabelSelector | undefined, boolean]>([
  ['no selector', undefined, false],
  ['an empty selector', {}, true],
  ['a label with its value', { matchLabels: { env: 'prod' } }, true],
  ['a label with an empty value', { matchLabels: { team: '' } }, true],
  ['a label with another value', { matchLabels: { env: 'test' } }, false],
  ['a label that is not there', { matchLabels: { zone: '' } }, false],
  ['one of two', { matchLabels: { env: 'prod', zone: 'a' } }, false],
  ['In', { matchExpressions: [{ key: 'env', operator: 'In', values: ['test', 'prod'] }] }, true],
  [
    'In without the label',
    { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] },
    false,
  ],
  ['NotIn', { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['test'] }] }, true],
  [
    'NotIn without the label',
    { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] },
    true,
  ],
  ['Exists', { matchExpressions: [{ key: 'team', operator: 'Exists' }] }, true],
  ['DoesNotExist', { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }, false],
  [
    'DoesNotExist without the label',
    { matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] },
    true,
  ],
  [
    'an unknown operator',
    { matchExpressions: [{ key: 'env', operator: 'Gt', values: ['1'] }] },
    false,
  ],
  ['In without values', { matchExpressions: [{ key: 'env', operator: 'In', values: [] }] }, false],
  [
    'Exists with values',
    { matchExpressions: [{ key: 'env', operator: 'Exists', values: ['a'] }] },
    false,
  ],
  ['a key that is none', { matchLabels: { 'a b': 'c' } }, false],
  [
    'a value that is none',
    { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['a b'] }] },
    false,
  ],
])('%s: matches %j', (_, selector, expected) => {
  expect(matchLabels(selector, labels)).toBe(expected);
});
