import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventName, sanitizeName } from './event-name.ts';

test.each([
  ['web', 'web'],
  ['My.Resource_1', 'my.resource-1'],
  ['-both-', 'a-both-z'],
  ['', 'a'],
  ['ünï', 'a-n-z'],
])('%j becomes %j', (name, expected) => {
  expect(sanitizeName(name, 200)).toBe(expected);
});

test('the name of an Event is its object and the time', () => {
  expect(eventName('web', 255n)).toBe('web.ff');
});

test('is always a name that the API server takes', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 400 }),
      fc.bigInt({ min: 1n, max: 2n ** 63n }),
      (name, time) => {
        const made = eventName(name, time);
        expect(made.length).toBeLessThanOrEqual(253);
        expect(made).toMatch(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
      },
    ),
  );
});
