import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import { nameSlices } from './name-slices.ts';

const record = (name: string, type = 'A') => createEndpoint({ name, type, targets: ['192.0.2.1'] });
const wanted = new Set(['a', 'b', 'c', 'd'].map((name) => toDnsName(name)));

test.each([
  { size: 10, slices: [['a b c d e', 'b/A b/AAAA e/A']] },
  {
    size: 2,
    slices: [
      ['b e', 'b/A b/AAAA e/A'],
      ['a c', ''],
      ['d', ''],
    ],
  },
])('slices of $size', ({ size, slices }) => {
  const current = [record('b'), record('e'), record('b', 'AAAA')];
  expect(
    [...nameSlices(wanted, current, size)].map((slice) => [
      [...slice.names].toSorted().join(' '),
      slice.current
        .map(({ name, type }) => `${name}/${type}`)
        .toSorted()
        .join(' '),
    ]),
  ).toEqual(slices);
});

test('nothing at all is one empty slice', () => {
  expect([...nameSlices(new Set(), [], 10)]).toEqual([{ names: new Set(), current: [] }]);
});
