import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonList } from './read-json-list.ts';

async function* cutEvery(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<{ list: unknown[]; others: unknown }> {
  const reader = readJsonList(cutEvery(text, size), 'items', 'GET /list');
  const list: unknown[] = [];
  for (;;) {
    const next = await reader.next();
    if (next.done === true) return { list, others: next.value };
    expect(next.value.length).toBeGreaterThan(0);
    list.push(...next.value);
  }
}

test('gives the elements and the other members, wherever the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.dictionary(fc.constantFrom('a', 'b', '"items":', '[', 'z'), fc.jsonValue()),
      fc.constantFrom(0, 2),
      fc.integer({ min: 1, max: 40 }),
      async (list, others, space, size) => {
        const text = JSON.stringify({ ...others, items: list, zz: 'items' }, undefined, space);
        const expected = JSON.parse(JSON.stringify({ ...others, zz: 'items' })) as unknown;
        expect(await read(text, size)).toEqual({
          list: JSON.parse(JSON.stringify(list)) as unknown,
          others: expected,
        });
      },
    ),
  );
});

describe('a list that is not there is empty', () => {
  test.each(['{}', '{"items":null}', '{"items":[]}', '{"other":{"items":[1]}}'])(
    '%s',
    async (text) => {
      expect((await read(text)).list).toEqual([]);
    },
  );
});

describe('a body that is not whole or not JSON is an error', () => {
  test.each([
    '',
    '[1]',
    '{"items":[',
    '{"items":[1,2',
    '{"items":[1,2]',
    '{"items":[1,]}',
    '{"items":[,1]}',
    '{"items":[1 2]}',
    '<html>',
  ])('%s', async (text) => {
    for (const size of [1, 3, 100])
      await expect(read(text, size)).rejects.toThrow(
        /^GET \/list: the body is not JSON or not whole/,
      );
  });
});
