import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  decodeChanges,
  decodeDomainFilter,
  decodeEndpoints,
  encodeChanges,
  encodeDomainFilter,
  encodeEndpoints,
  fromWebhookChanges,
  toWebhookChanges,
  type Decoding,
} from './index.ts';

interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly body?: string };
  readonly response: { readonly status: number; readonly body?: string };
}

/** What the Go controller and a webhook provider said to each other, recorded. */
const sessions = JSON.parse(
  readFileSync(new URL('./fixtures/sessions.json', import.meta.url), 'utf8'),
) as readonly { readonly id: string; readonly exchanges: readonly Exchange[] }[];

function valueOf<T>(decoding: Decoding<T>): T {
  if (!decoding.ok) throw new Error(decoding.problem);
  return decoding.value;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(sessions)('session $id', ({ exchanges }) => {
  test('what the Go controller sends is read and written again byte for byte', () => {
    for (const { request } of exchanges) {
      if (request.body === undefined) continue;
      const again =
        request.path === '/records'
          ? [...encodeChanges(valueOf(decodeChanges(request.body)))]
          : [...encodeEndpoints(valueOf(decodeEndpoints(bytes(request.body))))];
      expect(again.join('')).toBe(request.body);
    }
  });

  test('lists that the provider answers are read whole', () => {
    for (const { request, response } of exchanges) {
      if (response.body === undefined || response.status !== 200 || request.path === '/') continue;
      const endpoints = valueOf(decodeEndpoints(bytes(response.body)));
      expect(JSON.parse([...encodeEndpoints(endpoints)].join(''))).toEqual(
        JSON.parse(response.body) ?? [],
      );
    }
  });

  test('changes survive the way into groups and back', () => {
    for (const { request } of exchanges) {
      if (request.body === undefined || request.path !== '/records') continue;
      const changes = valueOf(decodeChanges(request.body));
      const again = toWebhookChanges(fromWebhookChanges(changes));
      const sorted = (list: readonly unknown[]): string[] =>
        list.map((one) => JSON.stringify(one)).toSorted();
      expect(sorted(again.create)).toEqual(sorted(changes.create));
      expect(sorted(again.updateOld)).toEqual(sorted(changes.updateOld));
      expect(sorted(again.updateNew)).toEqual(sorted(changes.updateNew));
      expect(sorted(again.delete)).toEqual(sorted(changes.delete));
    }
  });

  test('the domain filter is read and written again', () => {
    for (const { request, response } of exchanges) {
      if (request.path !== '/' || response.body === undefined) continue;
      const filter = valueOf(decodeDomainFilter(response.body));
      expect(JSON.parse(encodeDomainFilter(filter))).toEqual(JSON.parse(response.body));
    }
  });
});
