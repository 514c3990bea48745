import { expect, test } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { until } from '../testing/until.ts';
import { createHostLookup } from './host-lookup.ts';

function setup(first: readonly string[] | Error = ['192.0.2.2', '192.0.2.1']) {
  const clock = createManualClock();
  let answer = first;
  let asked = 0;
  const lookup = createHostLookup(
    async () => {
      asked++;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    clock,
    60_000,
  );
  let heard = 0;
  const end = lookup.follow('lb.example.org', () => heard++);
  return {
    clock,
    known: () => lookup.known('lb.example.org'),
    answers: (next: readonly string[] | Error) => (answer = next),
    again: async () => {
      await until(() => clock.pendingMs().length > 0);
      const before = asked;
      clock.advance(60_000);
      await until(() => asked > before && clock.pendingMs().length > 0);
    },
    settled: () => until(() => clock.pendingMs().length > 0),
    heard: () => heard,
    end,
  };
}

test('tells of the first answer and of each that differs, in whatever order it comes', async () => {
  const lookup = setup();
  expect(lookup.known()).toBe('unasked');
  await lookup.settled();
  expect([lookup.known(), lookup.heard()]).toEqual([['192.0.2.1', '192.0.2.2'], 1]);
  lookup.answers(['192.0.2.1', '192.0.2.2']);
  await lookup.again();
  expect(lookup.heard()).toBe(1);
  lookup.answers([]);
  await lookup.again();
  expect([lookup.known(), lookup.heard()]).toEqual([[], 2]);
});

test('a lookup that fails keeps the last answer', async () => {
  const lookup = setup();
  await lookup.settled();
  lookup.answers(new Error('SERVFAIL'));
  await lookup.again();
  expect([lookup.known(), lookup.heard()]).toEqual([['192.0.2.1', '192.0.2.2'], 1]);
});

test('a first lookup that fails is said once and tried again', async () => {
  const lookup = setup(new Error('SERVFAIL'));
  await lookup.settled();
  await lookup.again();
  expect([lookup.known(), lookup.heard()]).toEqual(['failed', 1]);
  lookup.answers(['192.0.2.1']);
  await lookup.again();
  expect([lookup.known(), lookup.heard()]).toEqual([['192.0.2.1'], 2]);
});

test('nothing is looked up when nobody follows', async () => {
  const lookup = setup();
  await lookup.settled();
  lookup.end();
  expect([lookup.known(), lookup.clock.pendingMs()]).toEqual(['unasked', []]);
});
