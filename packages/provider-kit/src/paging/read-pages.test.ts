import { ProviderError } from '@org/dns-core';
import { expect, test } from 'vitest';
import { readPages, type Page } from './read-pages.ts';

async function read(
  pages: Readonly<Record<number, Page<string, number>>>,
  identify?: (item: string) => string,
): Promise<string[]> {
  const all: string[] = [];
  const options = { what: 'records', ...(identify === undefined ? {} : { identify }) };
  for await (const items of readPages<string, number>(
    async (cursor) => pages[cursor ?? 0] ?? { items: [], next: undefined },
    options,
  ))
    all.push(...items);
  return all;
}

test('reads to the last page', async () => {
  expect(
    await read({
      0: { items: ['a', 'b'], next: 1 },
      1: { items: [], next: 2 },
      2: { items: ['c'], next: undefined },
    }),
  ).toEqual(['a', 'b', 'c']);
});

test('a cursor that comes twice is an error, not an endless list', async () => {
  await expect(
    read({ 0: { items: ['a'], next: 1 }, 1: { items: ['b'], next: 1 } }),
  ).rejects.toEqual(
    new ProviderError(
      'transient',
      'records: page or item "1" came twice; the list is not whole and is read again later',
    ),
  );
});

test('an item that comes twice is an error where items have names', async () => {
  const pages = { 0: { items: ['a', 'b'], next: 1 }, 1: { items: ['b', 'c'], next: undefined } };
  expect(await read(pages)).toEqual(['a', 'b', 'b', 'c']);
  await expect(read(pages, (item) => item)).rejects.toThrow('"b" came twice');
});
