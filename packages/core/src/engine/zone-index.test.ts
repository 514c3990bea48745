import { expect, test } from 'vitest';
import { toDnsName } from '../model/dns-name.ts';
import { createZoneIndex } from './zone-index.ts';

const index = createZoneIndex(
  [
    ['public', 'example.org'],
    ['private', 'example.org'],
    ['child', 'sub.example.org'],
    ['reverse', '2.0.192.in-addr.arpa'],
  ].map(([id = '', name = '']) => ({ id, name: toDnsName(name) })),
);

test.each([
  ['www.example.org', ['private', 'public']],
  ['example.org', ['private', 'public']],
  ['sub.example.org', ['child']],
  ['*.a.sub.example.org', ['child']],
  ['xsub.example.org', ['private', 'public']],
  ['example.net', []],
  ['1.2.0.192.in-addr.arpa', ['reverse']],
])('%s lies in %j', (name, ids) => {
  expect(index.longest(toDnsName(name)).map(({ id }) => id)).toEqual(ids);
});

test('the enclosing zones come from the longest name to the shortest', () => {
  expect(index.enclosing(toDnsName('www.sub.example.org')).map(({ id }) => id)).toEqual([
    'child',
    'private',
    'public',
  ]);
});

test('a zone without a name holds every name', () => {
  const root = createZoneIndex([{ id: 'all', name: toDnsName('') }]);
  expect(root.longest(toDnsName('www.example.org')).map(({ id }) => id)).toEqual(['all']);
});
