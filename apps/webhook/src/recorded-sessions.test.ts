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
    const seeded = await fetch(`${url}/records`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: JSON.stringify({ create: session.records }),
    });
    const exchanges = await replay(url, session);
    // The recorded service was down once; ours is not, and holds those records one request earlier.
    const down = exchanges.findIndex(({ exchange }) => exchange.response.status === 503);
    const said = exchanges.map(({ exchange: { request, response }, status, body }, at) => {
      const isCompared = down < 0 || at < down || response.body === undefined;
      const wantedStatus = response.status === 503 ? 204 : response.status;
      return {
        got: [
          request.method,
          request.path,
          status,
          isCompared ? comparable(request.path, body) : '',
        ],
        wanted: [
          request.method,
          request.path,
          wantedStatus,
          isCompared && response.status !== 503
            ? comparable(request.path, response.body ?? '')
            : '',
        ],
      };
    });
    expect(seeded.status).toBe(204);
    expect(said.map(({ got }) => got)).toEqual(said.map(({ wanted }) => wanted));
    const end = (await (await fetch(`${url}/records`)).json()) as WireEndpoint[];
    expect(canonical(end)).toEqual(canonical(session.end));
  });
});

/** A list of endpoints in one form; what is no list as it is. */
function comparable(path: string, body: string): unknown {
  const text = body.trim();
  return path === '/' || text === '' ? text : canonical(JSON.parse(text) as WireEndpoint[]);
}
