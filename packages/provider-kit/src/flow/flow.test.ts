import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../testing/index.ts';
import { backOffMs } from './back-off.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { sleep } from './sleep.ts';
import { createTokenBucket } from './token-bucket.ts';

const never = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('token bucket', () => {
  function watched(perSecond: number, burst: number) {
    const clock = createManualClock();
    const bucket = createTokenBucket({ perSecond, burst, clock });
    const gone: string[] = [];
    const take = (name: string, signal = never): void => {
      bucket.take(signal).then(
        () => gone.push(name),
        () => gone.push(`${name} gave up`),
      );
    };
    return { clock, bucket, gone, take };
  }

  test('lets a burst go at once and the rest at the rate, in order', async () => {
    const { clock, gone, take } = watched(2, 2);
    for (const name of ['a', 'b', 'c', 'd']) take(name);
    await settled();
    expect(gone).toEqual(['a', 'b']);
    clock.advance(499);
    await settled();
    expect(gone).toEqual(['a', 'b']);
    clock.advance(1);
    await settled();
    expect(gone).toEqual(['a', 'b', 'c']);
    clock.advance(500);
    await settled();
    expect(gone).toEqual(['a', 'b', 'c', 'd']);
    expect(clock.pending).toBe(0);
  });

  test('lets nobody go while it is paused', async () => {
    const { clock, bucket, gone, take } = watched(10, 5);
    bucket.pause(1_000);
    take('a');
    await settled();
    expect(gone).toEqual([]);
    clock.advance(1_000);
    await settled();
    expect(gone).toEqual(['a']);
  });

  test('who gives up leaves the queue', async () => {
    const { clock, gone, take } = watched(1, 1);
    const controller = new AbortController();
    take('a');
    take('b', controller.signal);
    take('c');
    controller.abort();
    clock.advance(1_000);
    await settled();
    expect(gone).toEqual(['a', 'b gave up', 'c']);
  });

  test('never lets more go than the burst and the rate allow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.nat(500), { maxLength: 20 }),
        async (perSecond, burst, waits) => {
          const { clock, gone, take } = watched(perSecond, burst);
          for (let index = 0; index < 100; index += 1) take(String(index));
          for (const ms of waits) {
            clock.advance(ms);
            await settled();
            expect(gone.length).toBeLessThanOrEqual(
              burst + (clock.now() * perSecond) / 1000 + 1e-6,
            );
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('concurrency limit', () => {
  test('runs at most so many, in order, and goes on after a failure', async () => {
    const limit = createConcurrencyLimit(2);
    const started: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const run = (name: string): Promise<string> =>
      limit.run(
        () =>
          new Promise<string>((resolve, reject) => {
            started.push(name);
            ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
          }),
        never,
      );
    const results = Promise.allSettled(['a', 'b', 'c', 'd'].map(run));
    await settled();
    expect(started).toEqual(['a', 'b']);
    ends.get('a')?.(new Error('broken'));
    await settled();
    expect(started).toEqual(['a', 'b', 'c']);
    ends.get('b')?.();
    ends.get('c')?.();
    await settled();
    ends.get('d')?.();
    expect((await results).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });

  test('who is aborted while waiting never starts', async () => {
    const limit = createConcurrencyLimit(1);
    const controller = new AbortController();
    let release = (): void => {};
    const first = limit.run(() => new Promise<void>((resolve) => (release = resolve)), never);
    const second = limit.run(async () => 'ran', controller.signal);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    release();
    await first;
    expect(await limit.run(async () => 'ran', never)).toBe('ran');
  });
});

test('sleep ends at its time or with the abort', async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const asleep = sleep(100, clock, controller.signal);
  clock.advance(100);
  await asleep;
  const cut = sleep(100, clock, controller.signal);
  controller.abort(new Error('enough'));
  await expect(cut).rejects.toThrow('enough');
  await expect(sleep(1, clock, controller.signal)).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

test.each([
  [1, 1, 100],
  [1, 0, 50],
  [3, 1, 400],
  [10, 1, 1_000],
])('the wait after attempt %i with the random number %d is %i ms', (attempt, random, expected) => {
  expect(backOffMs(attempt, { initialMs: 100, maxMs: 1_000 }, () => random)).toBe(expected);
});
