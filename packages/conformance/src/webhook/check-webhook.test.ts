import { createEndpoint, type Endpoint } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  keyOf,
  startWebhookServer,
  type Spoilt,
  type WebhookServer,
} from '../testing/webhook-server.ts';
import { checkWebhook, webhookCases, type WebhookCheckOptions } from './check-webhook.ts';
import { wireCases } from './wire-cases.ts';

const servers: WebhookServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function start(spoilt: Spoilt = {}): Promise<WebhookServer> {
  const server = await startWebhookServer(spoilt);
  servers.push(server);
  return server;
}

const optionsFor = ({ url }: WebhookServer): WebhookCheckOptions => ({ url, zone: 'example.org' });

async function brokenAt(server: WebhookServer): Promise<readonly string[]> {
  const results = await checkWebhook(optionsFor(server));
  return results.filter(({ outcome }) => outcome === 'broken').map(({ sentence }) => sentence);
}

const foreign = createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.9'] });

test('a service that keeps every promise has no broken one, and its zone is as it was', async () => {
  const server = await start();
  server.held.set(keyOf(foreign), foreign);
  expect(await brokenAt(server)).toEqual([]);
  expect([...server.held.values()]).toEqual([foreign]);
});

/** Another reply to one request. */
const at = (
  what: string,
  reply: { status?: number; body?: string; headers?: Record<string, string> },
): Spoilt => ({
  answer: (request, right) => (request.what === what ? { ...right(), ...reply } : right()),
});
const badly = (what: string): Spoilt => ({
  answer: (request, right) => {
    const reply = right();
    return request.what === what && reply.status >= 400 ? { status: 500 } : reply;
  },
});

describe('a service that breaks a promise of the wire is found out', () => {
  const cases: readonly (readonly [sentence: string, spoilt: Spoilt])[] = [
    [
      'answers GET / with 200, the media type of version 1 and a domain filter',
      at('GET /', { headers: { 'content-type': 'application/json' } }),
    ],
    [
      'lets the zone through its domain filter',
      at('GET /', { body: '{"include":["example.net"]}' }),
    ],
    [
      'answers GET /records with 200, the media type of version 1 and a whole list',
      at('GET /records', { body: '[' }),
    ],
    [
      'answers POST /adjustendpoints with 200, the media type of version 1 and a list',
      at('POST /adjustendpoints', { status: 201 }),
    ],
    [
      'adjusts an empty list to an empty list',
      { adjust: (list) => (list.length === 0 ? [foreign] : list) },
    ],
    [
      'answers POST /records with 204, also where all lists are null',
      at('POST /records', { status: 200 }),
    ],
    [
      'passes over members that it does not know',
      {
        answer: ({ body }, right) => (body.includes('somethingLater') ? { status: 400 } : right()),
      },
    ],
    ['refuses a body at POST /records that is no JSON with a 4xx', badly('POST /records')],
    [
      'refuses a body at POST /adjustendpoints that is no JSON with a 4xx',
      badly('POST /adjustendpoints'),
    ],
    [
      'refuses changes in a media type that is none of the protocol with a 4xx',
      badly('POST /records'),
    ],
    ['answers a path that there is not with 404', at('GET /no-such-path', { status: 200 })],
  ];

  test.each(cases)('%s', async (sentence, spoilt) => {
    const server = await start(spoilt);
    const one = (await webhookCases(optionsFor(server))).find((some) => some.sentence === sentence);
    expect(await one?.run()).toMatchObject({ sentence, outcome: 'broken' });
  });

  test('each promise has a service here that breaks it', () => {
    expect(cases.map(([sentence]) => sentence)).toEqual(wireCases.map(({ sentence }) => sentence));
  });
});

describe('a service that does other than it is told is found out', () => {
  const dropping = (list: 'create' | 'delete' | 'updateNew'): Spoilt => ({
    changes: (changes) => ({ ...changes, [list]: [] }),
  });
  test.each<[string, Spoilt]>([
    ['gives back A records as adjust said they would be held', dropping('create')],
    ['changes targets in place', dropping('updateNew')],
    ['deletes', dropping('delete')],
    [
      'takes a create of what is there already as done',
      {
        answer: ({ what, body }, right) =>
          what === 'POST /records' && body.includes('"create"') && right().status !== 204
            ? { status: 500 }
            : right(),
        changes: (changes, held) => {
          const isThere = changes.create.some((one) => held.has(keyOf(one)));
          return isThere ? { ...changes, create: changes.create.map(elsewhere) } : changes;
        },
      },
    ],
    ['writes and reads back some hundred names, each once', { list: (list) => list.slice(0, 100) }],
    [
      'adjusts what it adjusted already to the same',
      { adjust: (list) => list.map((one) => ({ ...one, ttlSeconds: one.ttlSeconds + 1 })) },
    ],
    [
      'keeps every character of a TXT record with quotes and backslashes',
      {
        list: (list) =>
          list.map((one) => ({
            ...one,
            targets: one.targets.map((target) => target.replaceAll('\\', '')),
          })),
      },
    ],
  ])('%s', async (sentence, spoilt) => {
    const server = await start(spoilt);
    const one = (await webhookCases(optionsFor(server))).find((some) => some.sentence === sentence);
    expect(await one?.run()).toMatchObject({ sentence, outcome: 'broken' });
  });

  test('records of others that go', async () => {
    const server = await start({
      changes: (changes) =>
        changes.delete.length === 0
          ? changes
          : { ...changes, delete: [...changes.delete, foreign] },
    });
    server.held.set(keyOf(foreign), foreign);
    expect(await brokenAt(server)).toContain(
      'leaves everything else in the zone as it was, and can be tidied up',
    );
  });
});

const elsewhere = (endpoint: Endpoint): Endpoint =>
  createEndpoint({ ...endpoint, name: 'www.example.net' });

test('what lies below the label already is not touched', async () => {
  const server = await start();
  const mine = { ...foreign, ...createEndpoint({ ...foreign, name: 'conformance.example.org' }) };
  server.held.set(keyOf(mine), mine);
  await expect(checkWebhook(optionsFor(server))).rejects.toThrow(
    'below conformance.example.org there is conformance.example.org A 192.0.2.9 already',
  );
  expect(server.held.size).toBe(1);
});

test('once aborted nothing more is tried, and what was made is removed', async () => {
  const server = await start();
  const stop = new AbortController();
  let seen = 0;
  const results = await checkWebhook(
    {
      ...optionsFor(server),
      onResult: () => {
        seen += 1;
        if (seen === 20) stop.abort();
      },
    },
    stop.signal,
  );
  expect([results.length, server.held.size]).toEqual([21, 0]);
});
