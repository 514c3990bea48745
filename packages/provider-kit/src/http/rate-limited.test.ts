import { expect, test } from 'vitest';
import type { TokenBucket } from '../flow/token-bucket.ts';
import { createManualClock } from '../testing/index.ts';
import type { HttpTransport } from './http-transport.ts';
import { rateLimited } from './rate-limited.ts';

test('takes a token for every request and stops everybody for as long as a 429 asks', async () => {
  const said: string[] = [];
  const bucket: TokenBucket = {
    take: async () => void said.push('take'),
    pause: (ms) => void said.push(`pause ${ms}`),
  };
  const reply = { status: 429, headers: { 'retry-after': '2' } };
  const transport: HttpTransport = {
    send: async () => ({ ...reply, body: new Uint8Array() }),
    stream: async () => ({ ...reply, body: (async function* () {})() }),
    close: async () => void said.push('close'),
  };
  const limited = rateLimited(transport, bucket, createManualClock());
  const { signal } = new AbortController();
  await limited.send({ method: 'GET', path: '/' }, signal);
  await limited.stream({ method: 'GET', path: '/' }, signal);
  await limited.close();
  expect(said).toEqual(['take', 'pause 2000', 'take', 'pause 2000', 'close']);
});
