import { ProviderError, Secret, type ProviderErrorReason } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../testing/index.ts';
import { reasonOfStatus, replyError } from './http-status.ts';
import { readJson, sendForJson } from './json.ts';
import type { HttpReply, HttpTransport } from './http-transport.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each<{ status: number; reason?: ProviderErrorReason }>([
  { status: 200 },
  { status: 204 },
  { status: 302, reason: 'rejected' },
  { status: 400, reason: 'rejected' },
  { status: 401, reason: 'unauthorized' },
  { status: 403, reason: 'unauthorized' },
  { status: 404, reason: 'not-found' },
  { status: 409, reason: 'rejected' },
  { status: 408, reason: 'transient' },
  { status: 410, reason: 'not-found' },
  { status: 422, reason: 'rejected' },
  { status: 429, reason: 'transient' },
  { status: 500, reason: 'transient' },
  { status: 501, reason: 'unsupported' },
  { status: 503, reason: 'transient' },
])('status $status is $reason', ({ status, reason }) => {
  expect(reasonOfStatus(status)).toBe(reason);
});

describe('replyError', () => {
  const request = {
    method: 'PATCH',
    path: '/zones/1?key=x',
    headers: { 'x-api-key': new Secret('k3y') },
  };
  const reply = (status: number, body: string, headers = {}): HttpReply => ({
    status,
    headers,
    body: bytes(body),
  });

  test('names the request and what the service said, and blots out its secrets', () => {
    const error = replyError(request, reply(422, '{"error":\n  "key k3y may not"}'));
    expect(error).toEqual(
      new ProviderError(
        'rejected',
        'PATCH /zones/1: status 422: {"error": "key [secret] may not"}',
      ),
    );
  });

  test('says when to come back and that a 5xx may have been carried out', () => {
    const clock = createManualClock();
    const late = replyError(request, reply(503, '', { 'retry-after': '2' }), { clock });
    const broken = replyError(request, reply(500, ''), { clock });
    expect(
      [late, broken].map(({ retryAfterMs, mayHaveWritten }) => [retryAfterMs, mayHaveWritten]),
    ).toEqual([
      [2_000, false],
      [undefined, true],
    ]);
  });

  test('keeps a long page short', () => {
    expect(replyError(request, reply(400, 'x'.repeat(10_000))).message).toHaveLength(528);
  });
});

describe('JSON', () => {
  const request = { method: 'GET', path: '/zones' };
  const answering = (reply: HttpReply): HttpTransport => ({
    send: async () => reply,
    stream: async () => Promise.reject(new Error('not used')),
    close: async () => {},
  });
  const { signal } = new AbortController();

  test('an empty body is no value', () => {
    expect(readJson(request, { status: 204, headers: {}, body: bytes('') })).toBeUndefined();
  });

  test('a body that is not JSON is transient', async () => {
    const transport = answering({ status: 200, headers: {}, body: bytes('<html>') });
    await expect(sendForJson(transport, request, signal)).rejects.toEqual(
      new ProviderError('transient', 'GET /zones: status 200, but the body is not JSON'),
    );
  });

  test('a failed request says what the service said', async () => {
    const transport = answering({
      status: 404,
      headers: {},
      body: bytes('{"error":"no such zone"}'),
    });
    const detail = (body: unknown) => (body as { error: string }).error;
    await expect(sendForJson(transport, request, signal, detail)).rejects.toEqual(
      new ProviderError('not-found', 'GET /zones: status 404: no such zone'),
    );
  });
});
