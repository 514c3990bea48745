import { expect, test } from 'vitest';
import { isMediaType, mediaType } from './media-type.ts';

test.each([
  [mediaType, true],
  ['application/external.dns.webhook+json; version=1', false],
  ['application/json', false],
  [undefined, false],
])('%s: %s', (contentType, expected) => {
  expect(isMediaType(contentType)).toBe(expected);
});
