import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exchangeProblems, type ObservedExchange } from './protocol-description.ts';

interface Recorded {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

const sessions = JSON.parse(
  readFileSync(new URL('../fixtures/sessions.json', import.meta.url), 'utf8'),
) as readonly { readonly id: string; readonly exchanges: readonly Recorded[] }[];

const v1 = 'application/external.dns.webhook+json;version=1';
const v2 = 'application/external.dns.webhook+json;version=2';
const records: ObservedExchange = {
  method: 'GET',
  path: '/records',
  requestHeaders: { accept: v1 },
  requestBody: '',
  status: 200,
  replyHeaders: { 'content-type': v1 },
  replyBody: '[{"dnsName":"a.example.org","targets":["192.0.2.1"],"recordType":"A"}]',
};

describe('the description fits what the Go controller says', () => {
  test.each(sessions)('session $id', ({ exchanges }) => {
    const problems = exchanges
      // The recorded service was down, and said so without a word.
      .filter(({ response }) => response.status !== 503)
      .flatMap(({ request, response }) =>
        exchangeProblems({
          method: request.method,
          path: request.path,
          requestHeaders: request.headers,
          requestBody: request.body ?? '',
          status: response.status,
          replyHeaders: response.headers,
          replyBody: response.body ?? '',
        }),
      );
    expect(problems).toEqual([]);
  });
});

describe('what is not as described is found', () => {
  test.each<[string, Partial<ObservedExchange>, string]>([
    ['a path', { path: '/applychanges' }, '/applychanges is not described'],
    ['a method', { method: 'PUT' }, 'PUT /records is not described'],
    ['a status', { status: 201 }, 'GET /records 201: the status is not described'],
    [
      'a content type',
      { replyHeaders: { 'content-type': 'application/json' } },
      'GET /records 200: the reply has the type "application/json"',
    ],
    [
      'a member that is a text',
      { replyBody: '[{"recordTTL":"60"}]' },
      'GET /records 200: reply[0].recordTTL is not integer',
    ],
    [
      'a member that is not known',
      { replyBody: '[{"ttl":60}]' },
      'GET /records 200: reply[0].ttl is not known',
    ],
    [
      'a result that is missing',
      {
        method: 'POST',
        path: '/v2/zones/1/changes',
        requestHeaders: { 'content-type': v2 },
        requestBody: '{"groups":[]}',
        replyHeaders: { 'content-type': v2 },
        replyBody: '{}',
      },
      'POST /v2/zones/{id}/changes 200: reply.results is missing',
    ],
    [
      'a capability between the choices',
      {
        path: '/v2',
        replyHeaders: { 'content-type': v2 },
        replyBody:
          '{"provider":"x","features":{},"capabilities":{"granularity":"name","recordTypes":"some","setIdentifiers":true,"atomicGroups":true,"typeChangeInPlace":true,"wildcards":true}}',
      },
      'GET /v2 200: reply.capabilities.recordTypes fits 0 of the choices',
    ],
  ])('%s', (_name, change, problem) => {
    expect(exchangeProblems({ ...records, ...change })).toEqual([problem]);
  });
});
