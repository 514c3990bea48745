import type { HttpReply, HttpTransport } from '@org/dns-provider-kit';
import { createManualClock } from '@org/dns-provider-kit/testing';
import { describe, expect, test } from 'vitest';
import { withinBudget, type Quota } from './request-budget.ts';

const never = new AbortController().signal;
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const get = { method: 'GET', path: '/zones' };

function reply(remaining: number, more: Partial<HttpReply> = {}): HttpReply {
  return {
    status: 200,
    headers: {
      'ratelimit-limit': '3600',
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': '2000',
    },
    body: new Uint8Array(),
    ...more,
  };
}

/** A transport that answers with these, and how many requests reached it. */
function answering(...replies: readonly HttpReply[]): HttpTransport & { sent: number } {
  const transport = {
    sent: 0,
    send: async () => {
      const next = replies[Math.min(transport.sent, replies.length - 1)];
      transport.sent += 1;
      return next ?? reply(0);
    },
    stream: () => Promise.reject(new Error('not used')),
    close: async () => {},
  };
  return transport;
}

describe('the quota of a reply', () => {
  test.each([
    [
      { 'ratelimit-limit': '3600', 'ratelimit-remaining': '3500', 'ratelimit-reset': '1100' },
      { limit: 3600, remaining: 3500, resetMs: 100_000 },
    ],
    [
      { 'ratelimit-limit': '3600', 'ratelimit-remaining': '0' },
      { limit: 3600, remaining: 0, resetMs: 0 },
    ],
    [{ 'ratelimit-limit': 'x', 'ratelimit-remaining': '1' }, undefined],
    [{}, undefined],
  ])('%j', async (headers, quota) => {
    const told: Quota[] = [];
    const transport = withinBudget(
      answering(reply(0, { headers })),
      createManualClock(1_000_000),
      (one) => told.push(one),
    );
    await transport.send(get, never);
    expect(told).toEqual(quota === undefined ? [] : [quota]);
  });
});

test('while there is plenty nothing waits, and every quota is told', async () => {
  const quotas: Quota[] = [];
  const clock = createManualClock(1_000_000);
  const transport = withinBudget(answering(reply(3599), reply(3598)), clock, (quota) =>
    quotas.push(quota),
  );
  await transport.send(get, never);
  await transport.send(get, never);
  expect(quotas.map(({ remaining }) => remaining)).toEqual([3599, 3598]);
  expect(clock.pending).toBe(0);
});

test('below a tenth of the limit one request goes every two seconds', async () => {
  const clock = createManualClock(1_000_000);
  const inner = answering(reply(360), reply(359));
  const transport = withinBudget(inner, clock);
  await transport.send(get, never);
  await transport.send(get, never);
  const waiting = transport.send(get, never);
  await clock.waitForTimer(2000);
  expect(inner.sent).toBe(2);
  clock.advance(2000);
  await waiting;
  expect(inner.sent).toBe(3);
});

test('a limit that was raised is used at once', async () => {
  const clock = createManualClock(1_000_000);
  const plenty = { 'ratelimit-limit': '36000', 'ratelimit-remaining': '36000' };
  const inner = answering(reply(0), reply(0, { headers: plenty }));
  const transport = withinBudget(inner, clock);
  await transport.send(get, never);
  await transport.send(get, never);
  await Promise.all(Array.from({ length: 100 }, () => transport.send(get, never)));
  expect(inner.sent).toBe(102);
});

test('after a 429 all wait as long as it says', async () => {
  const clock = createManualClock(1_000_000);
  const inner = answering(
    reply(3599, { status: 429, headers: { 'retry-after': '7' } }),
    reply(3599),
  );
  const transport = withinBudget(inner, clock);
  await transport.send(get, never);
  const waiting = transport.send(get, never);
  await clock.waitForTimer(7000);
  clock.advance(7000);
  await waiting;
  expect(inner.sent).toBe(2);
});

test('who gives up waiting lets the next one go', async () => {
  const clock = createManualClock(1_000_000);
  const inner = answering(reply(0));
  const transport = withinBudget(inner, clock);
  await transport.send(get, never);
  await transport.send(get, never);
  const stop = new AbortController();
  const given = transport.send(get, stop.signal);
  const waiting = transport.send(get, never);
  stop.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await expect(transport.send(get, stop.signal)).rejects.toThrow('enough');
  clock.advance(2000);
  await waiting;
  expect(inner.sent).toBe(3);
});

test('a long pause is handed on to the caller, also by those who wait already', async () => {
  const clock = createManualClock(1_000_000);
  const long = reply(0, { status: 429, headers: { 'retry-after': '600' } });
  const inner = answering(reply(0), reply(0), long);
  const transport = withinBudget(inner, clock);
  await transport.send(get, never);
  await transport.send(get, never);
  const first = transport.send(get, never);
  const second = errorOf(transport.send(get, never));
  clock.advance(2000);
  expect((await first).status).toBe(429);
  const expected = { reason: 'transient', retryAfterMs: 600_000 };
  expect(await second).toMatchObject(expected);
  expect(await errorOf(transport.send(get, never))).toMatchObject(expected);
  expect(inner.sent).toBe(3);
});
