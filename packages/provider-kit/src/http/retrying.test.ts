import { ProviderError } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../testing/index.ts';
import type { HttpReply, HttpRequest, HttpTransport } from './http-transport.ts';
import { retrying, type RetryOptions } from './retrying.ts';

type Answer = number | Error | { readonly status: number; readonly retryAfter: string };

/** A transport that gives these answers in turn, the last one for ever. */
function scripted(answers: readonly Answer[]): { transport: HttpTransport; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpReply> => {
    const answer = answers[Math.min(sent.length, answers.length - 1)] ?? 200;
    sent.push(request);
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'number') return { status: answer, headers: {}, body: new Uint8Array() };
    const headers = { 'retry-after': answer.retryAfter };
    return { status: answer.status, headers, body: new Uint8Array() };
  };
  return {
    sent,
    transport: {
      send,
      async stream(request) {
        const { status, headers } = await send(request);
        return { status, headers, body: (async function* () {})() };
      },
      close: async () => {},
    },
  };
}

async function run(
  answers: readonly Answer[],
  request: HttpRequest,
  options: Partial<RetryOptions> = {},
  how: 'send' | 'stream' = 'send',
): Promise<{ result: number | string; attempts: number; waits: number[] }> {
  const clock = createManualClock(Date.UTC(2026, 0, 1));
  const { transport, sent } = scripted(answers);
  const waits: number[] = [];
  const patient = retrying(transport, {
    clock,
    random: () => 1,
    onRetry: (_request, waitMs) => {
      waits.push(waitMs);
      void clock.waitForTimer(waitMs).then(() => clock.advance(waitMs));
    },
    ...options,
  });
  const result = await patient[how](request, new AbortController().signal).then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
  return { result, attempts: sent.length, waits };
}

const get: HttpRequest = { method: 'GET', path: '/' };
const patch: HttpRequest = { method: 'PATCH', path: '/', body: '{}' };
const lost = new ProviderError('transient', 'lost', { mayHaveWritten: true });
const refused = new ProviderError('transient', 'refused');

describe.each(['send', 'stream'] as const)('%s', (how) => {
  test.each<{
    name: string;
    answers: readonly Answer[];
    request: HttpRequest;
    expected: { result: number | string; attempts: number; waits: number[] };
  }>([
    {
      name: 'a success is given back',
      answers: [200],
      request: get,
      expected: { result: 200, attempts: 1, waits: [] },
    },
    {
      name: 'a 503 is tried again with growing waits',
      answers: [503, 503, 200],
      request: get,
      expected: { result: 200, attempts: 3, waits: [250, 500] },
    },
    {
      name: 'the last reply is given back after four attempts',
      answers: [500],
      request: get,
      expected: { result: 500, attempts: 4, waits: [250, 500, 1000] },
    },
    {
      name: 'the last error is thrown after four attempts',
      answers: [lost],
      request: get,
      expected: { result: 'lost', attempts: 4, waits: [250, 500, 1000] },
    },
    {
      name: 'a refusal is not tried again',
      answers: [422, 200],
      request: get,
      expected: { result: 422, attempts: 1, waits: [] },
    },
    {
      name: 'a write that may have happened is not sent again',
      answers: [lost, 200],
      request: patch,
      expected: { result: 'lost', attempts: 1, waits: [] },
    },
    {
      name: 'a write that failed inside the service is not sent again',
      answers: [500, 200],
      request: patch,
      expected: { result: 500, attempts: 1, waits: [] },
    },
    {
      name: 'a write that is said to be idempotent is sent again',
      answers: [500, lost, 200],
      request: { ...patch, idempotent: true },
      expected: { result: 200, attempts: 3, waits: [250, 500] },
    },
    {
      name: 'a write that never left is sent again',
      answers: [refused, 429, 204],
      request: patch,
      expected: { result: 204, attempts: 3, waits: [250, 500] },
    },
    {
      name: 'Retry-After in seconds is heeded',
      answers: [{ status: 429, retryAfter: '3' }, 200],
      request: get,
      expected: { result: 200, attempts: 2, waits: [3_000] },
    },
    {
      name: 'Retry-After as a date is heeded',
      answers: [{ status: 503, retryAfter: 'Thu, 01 Jan 2026 00:00:05 GMT' }, 200],
      request: get,
      expected: { result: 200, attempts: 2, waits: [5_000] },
    },
    {
      name: 'a Retry-After beyond our patience is left to the caller',
      answers: [{ status: 429, retryAfter: '60' }, 200],
      request: get,
      expected: { result: 429, attempts: 1, waits: [] },
    },
    {
      name: 'a body that can be sent once only is sent once only',
      answers: [503, 200],
      request: { method: 'PUT', path: '/', body: (async function* () {})() },
      expected: { result: 503, attempts: 1, waits: [] },
    },
  ])('$name', async ({ answers, request, expected }) => {
    expect(await run(answers, request, {}, how)).toEqual(expected);
  });
});

test('half of the wait is random', async () => {
  const { waits } = await run([503, 503, 200], get, { random: () => 0 });
  expect(waits).toEqual([125, 250]);
});

test('an abort ends the wait', async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const patient = retrying(scripted([503]).transport, { clock, random: () => 1 });
  const sent = patient.send(get, controller.signal);
  await clock.waitForTimer(250);
  controller.abort(new Error('enough'));
  await expect(sent).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});
