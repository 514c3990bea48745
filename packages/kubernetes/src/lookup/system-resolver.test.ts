import { expect, test } from 'vitest';
import { createSystemResolver } from './system-resolver.ts';

test('gives the addresses that the operating system knows, without asking for those written out', async () => {
  const resolve = createSystemResolver();
  expect(await resolve('192.0.2.1')).toEqual(['192.0.2.1']);
  expect((await resolve('localhost')).every((address) => /^(127\.|::1$)/.test(address))).toBe(true);
});
