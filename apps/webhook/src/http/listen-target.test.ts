import { expect, test } from 'vitest';
import { parseListenTarget } from './listen-target.ts';

test.each([
  ['127.0.0.1:8888', { host: '127.0.0.1', port: 8888 }],
  [':8888', { port: 8888 }],
  ['unix:/run/webhook.sock', { path: '/run/webhook.sock' }],
  ['unix:///run/webhook.sock', { path: '/run/webhook.sock' }],
  ['unix:', undefined],
  ['8888', undefined],
])('%s', (text, expected) => {
  expect(parseListenTarget(text)).toEqual(expected);
});
