import { expect, test } from 'vitest';
import { parseListenAddress } from './listen-address.ts';

test.each([
  [':7979', { port: 7979 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['localhost:80', { host: 'localhost', port: 80 }],
  ['7979', undefined],
  [':70000', undefined],
  ['::1:80', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(parseListenAddress(text)).toEqual(expected);
});
