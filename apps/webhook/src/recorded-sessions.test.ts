import { afterEach, describe, expect, test } from 'vitest';
import {
  canonical,
  filterFlags,
  replay,
  sessions,
  type WireEndpoint,
} from './testing/recorded-sessions.ts';
import { startWebhook, type RunningWebhook } from './testing/start-webhook.ts';

let webhook: RunningWebhook | undefined;
afterEach(async () => {
  await webhook?.stop();
});

const contentType = 'application/external.dns.webhook+json;version=1';

describe.each(sessions)('session $id', (session) => {
  test('ends with the same records, and every answer is the recorded one', async () => {
    webhook = await startWebhook([
      '--provider=inmemory',
      '--inmemory-zone=example.org',
      '--inmemory-zone=example.net',
      ...filterFlags(session.filters),
    ]);
    const { url } = webhook;
    if (session.records.length > 0) {
      const seeded = await fetch(`${url}/records`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: JSON.stringify({ create: session.records }),
      });
      expect(seeded.status).toBe(204);
    }
    let wasRefused = false;
    for (const { exchange, status, body } of await replay(url, session)) {
      const { request, response } = exchange;
      // The recorded service was down once; ours is not, and holds those records one request earlier.
      if (response.status === 503) {
        wasRefused = true;
        expect(status).toBe(204);
        continue;
      }
      expect([request.method, request.path, status]).toEqual([
        request.method,
        request.path,
        response.status,
      ]);
      if (response.body === undefined || request.path === '/')
        expect(body.trim()).toBe(response.body ?? '');
      else if (!wasRefused)
        expect(canonical(JSON.parse(body) as WireEndpoint[])).toEqual(
          canonical(JSON.parse(response.body) as WireEndpoint[]),
        );
    }
    const end = (await (await fetch(`${url}/records`)).json()) as WireEndpoint[];
    expect(canonical(end)).toEqual(canonical(session.end));
  });
});
