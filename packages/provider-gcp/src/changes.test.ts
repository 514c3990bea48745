import { createEndpoint, type Change, type Endpoint } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, isEmpty, placeOf, remaining, toGoogleChange } from './changes.ts';
import type { GoogleChange, GoogleRecordSet } from './record-set.ts';
import { a, create, group, remove, update } from './testing/start-google.ts';

const set = (ttl: number, ...rrdatas: readonly string[]): GoogleRecordSet => ({
  name: 'www.example.org.',
  type: 'A',
  ttl,
  rrdatas,
});
const www = (target: string): Endpoint => a('www.example.org', target);
const one = set(300, '192.0.2.1');
const two = set(300, '192.0.2.2');
const other = set(300, '198.51.100.1');

test('changes are what goes and what comes, and nothing where both are the same', () => {
  const changes = [
    update(www('192.0.2.1'), www('192.0.2.2')),
    update(a('x.example.org', '192.0.2.1'), a('x.example.org', '192.0.2.1')),
  ];
  expect(toGoogleChange(changes, 'safe')).toEqual({ additions: [two], deletions: [one] });
  expect(bytesOf({ additions: [two], deletions: [one] })).toBe(18);
});

describe('what is left to do', () => {
  test.each<{
    name: string;
    change: Change;
    present: readonly GoogleRecordSet[];
    expected: GoogleChange | undefined;
  }>([
    {
      name: 'create in a free place',
      change: create(www('192.0.2.1')),
      present: [],
      expected: { additions: [one], deletions: [] },
    },
    {
      name: 'create what is there: nothing',
      change: create(www('192.0.2.1')),
      present: [one],
      expected: { additions: [], deletions: [] },
    },
    {
      name: 'create where another is: not ours to decide',
      change: create(www('192.0.2.1')),
      present: [other],
      expected: undefined,
    },
    {
      name: 'create what is there with another TTL: not ours to decide',
      change: create(www('192.0.2.1')),
      present: [set(60, '192.0.2.1')],
      expected: undefined,
    },
    {
      name: 'delete what is there',
      change: remove(www('192.0.2.1')),
      present: [one],
      expected: { additions: [], deletions: [one] },
    },
    {
      name: 'delete what is gone: nothing',
      change: remove(www('192.0.2.1')),
      present: [],
      expected: { additions: [], deletions: [] },
    },
    {
      name: 'delete what has become another: not ours to decide',
      change: remove(www('192.0.2.1')),
      present: [other],
      expected: undefined,
    },
    {
      name: 'delete with a TTL that is not known: with the one that is there',
      change: remove({ ...www('192.0.2.1'), ttlSeconds: 0 }),
      present: [set(60, '192.0.2.1')],
      expected: { additions: [], deletions: [set(60, '192.0.2.1')] },
    },
    {
      name: 'update what is there',
      change: update(www('192.0.2.1'), www('192.0.2.2')),
      present: [one],
      expected: { additions: [two], deletions: [one] },
    },
    {
      name: 'update what is done: nothing',
      change: update(www('192.0.2.1'), www('192.0.2.2')),
      present: [two],
      expected: { additions: [], deletions: [] },
    },
    {
      name: 'update what is gone: not ours to decide',
      change: update(www('192.0.2.1'), www('192.0.2.2')),
      present: [],
      expected: undefined,
    },
    {
      name: 'update what has become another: not ours to decide',
      change: update(www('192.0.2.1'), www('192.0.2.2')),
      present: [other],
      expected: undefined,
    },
    {
      name: 'delete a set with a routing policy: not ours to decide',
      change: remove(createEndpoint({ name: 'www.example.org', type: 'A', targets: [] })),
      present: [set(300)],
      expected: undefined,
    },
  ])('$name', ({ change, present, expected }) => {
    const map = new Map(present.map((item) => [placeOf(item), item]));
    expect(remaining(group(change), map)).toEqual(expected);
  });
});

const targets = fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.1');
const name = fc.constantFrom('a.example.org', 'b.example.org', 'c.example.org');
const change: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom('create', 'update', 'delete'), name, targets, targets)
  .map(([kind, at, before, after]) => {
    if (kind === 'create') return create(a(at, after));
    return kind === 'delete' ? remove(a(at, before)) : update(a(at, before), a(at, after));
  });

test('once it is done nothing is left, and nothing that was not asked for is touched', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(change, {
        selector: (one) => (one.kind === 'delete' ? one.before : one.after).name,
      }),
      fc.uniqueArray(fc.tuple(name, targets), { selector: ([at]) => at }),
      (changes, held) => {
        const present = new Map<string, GoogleRecordSet>();
        for (const [at, target] of held) {
          const item = { name: `${at}.`, type: 'A', ttl: 300, rrdatas: [target] };
          present.set(placeOf(item), item);
        }
        const asked = group(...changes);
        const left = remaining(asked, present);
        if (left === undefined) return;
        const names = new Set(
          changes.map((one) => `${(one.kind === 'delete' ? one.before : one.after).name}.`),
        );
        for (const item of left.deletions) {
          expect(names.has(item.name)).toBe(true);
          expect(present.get(placeOf(item))).toEqual(item);
          present.delete(placeOf(item));
        }
        for (const item of left.additions) {
          expect(present.has(placeOf(item))).toBe(false);
          present.set(placeOf(item), item);
        }
        const again = remaining(asked, present);
        expect(again !== undefined && isEmpty(again)).toBe(true);
      },
    ),
  );
});
