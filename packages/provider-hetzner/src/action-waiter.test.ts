import { ProviderError } from '@org/dns-core';
import { createManualClock } from '@org/dns-provider-kit/testing';
import { expect, test } from 'vitest';
import { createActionWaiter } from './action-waiter.ts';
import type { Action } from './rrset.ts';

const never = new AbortController().signal;
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const running = (id: number): Action => ({ id, status: 'running' });
const done = (id: number): Action => ({ id, status: 'success' });
const broken = (id: number, code: string): Action => ({
  id,
  status: 'error',
  error: { code, message: 'it went wrong' },
});

test('what is over already is not asked about', async () => {
  const waiter = createActionWaiter(() => Promise.reject(new Error('asked')), createManualClock());
  await waiter.wait(done(1), never);
  await expect(waiter.wait(broken(2, 'protected'), never)).rejects.toEqual(
    new ProviderError(
      'rejected',
      'the change was accepted, but its action 2 failed: protected: it went wrong',
    ),
  );
});

test('all who wait share requests of 25, less and less often while none ends', async () => {
  const clock = createManualClock();
  const asked: number[][] = [];
  let answer = running;
  const waiter = createActionWaiter(async (ids) => {
    asked.push([...ids]);
    return ids.map((id) => answer(id));
  }, clock);
  const all = Promise.all(Array.from({ length: 30 }, (_, id) => waiter.wait(running(id), never)));
  await clock.waitForTimer(250);
  clock.advance(250);
  await clock.waitForTimer(500);
  answer = done;
  clock.advance(500);
  await all;
  expect(asked.map((ids) => ids.length)).toEqual([25, 5, 25, 5]);
  expect(clock.pending).toBe(0);
});

test.each([
  ['action_failed', { reason: 'transient', mayHaveWritten: true }],
  ['invalid_input', { reason: 'rejected', mayHaveWritten: false }],
])('an action that ends in %s is an error', async (code, expected) => {
  const clock = createManualClock();
  const waiter = createActionWaiter(async (ids) => ids.map((id) => broken(id, code)), clock);
  const waiting = errorOf(waiter.wait(running(1), never));
  clock.advance(250);
  expect(await waiting).toMatchObject(expected);
});

test('an action that never ends is given up after a minute', async () => {
  const clock = createManualClock();
  const waiter = createActionWaiter(async (ids) => ids.map(running), clock);
  const waiting = errorOf(waiter.wait(running(7), never));
  await clock.waitForTimer(250);
  clock.advance(250);
  await clock.waitForTimer(500);
  clock.advance(60_000);
  expect(await waiting).toEqual(
    new ProviderError(
      'transient',
      'the change was accepted, but its action 7 is still running after 60 s',
      { mayHaveWritten: true },
    ),
  );
});

test('a poll that fails leaves the change unknown', async () => {
  const clock = createManualClock();
  const waiter = createActionWaiter(
    () => Promise.reject(new ProviderError('unauthorized', 'no')),
    clock,
  );
  const waiting = errorOf(waiter.wait(running(1), never));
  clock.advance(250);
  expect(await waiting).toMatchObject({
    reason: 'unauthorized',
    mayHaveWritten: true,
  });
});

test('ends when the caller gives up, and when it is closed', async () => {
  const clock = createManualClock();
  const waiter = createActionWaiter(async () => [], clock);
  const stop = new AbortController();
  const given = errorOf(waiter.wait(running(1), stop.signal));
  const closed = errorOf(waiter.wait(running(2), never));
  stop.abort(new Error('enough'));
  expect(await given).toMatchObject({ message: 'enough' });
  await expect(waiter.wait(running(3), stop.signal)).rejects.toThrow('enough');
  waiter.close();
  expect(await closed).toMatchObject({
    message: 'closed while an action was under way',
  });
  expect(clock.pending).toBe(0);
});
