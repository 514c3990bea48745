import type { ObjectRef, Problem } from '@org/dns-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApiClient } from '../api/api-client.ts';
import { createFakeApiServer, fail, type FakeApiServer } from '../testing/fake-api-server.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { until } from '../testing/until.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';

let server: FakeApiServer;
let clock: ManualClock;
let problems: Problem[];

beforeEach(async () => {
  server = await createFakeApiServer();
  clock = createManualClock();
  problems = [];
});
afterEach(() => server.close());

function recorder(dryRun = false): EventRecorder {
  const client = createApiClient({
    connection: { server: server.url, skipTlsVerify: false },
    clock,
    userAgent: 'test',
    requestTimeoutMs: 0,
    queriesPerSecond: 1,
    burst: 1,
  });
  return createEventRecorder({
    client,
    clock,
    dryRun,
    onProblem: (problem) => problems.push(problem),
  });
}

const object: ObjectRef = {
  source: 'service',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'shop',
  name: 'web',
  uid: 'u1',
};
const ready = { object, action: 'Created', reason: 'RecordReady', note: 'done' };
const never = new AbortController().signal;

test('writes an Event as upstream does', async () => {
  const events = recorder();
  events.record(ready);
  const { uid: _uid, ...node } = { ...object, kind: 'Node', namespace: '', source: 'node' };
  events.record({ ...ready, object: node });
  events.record({ ...ready, object: { ...object, name: '' } });
  await events.close(never);
  expect(server.requests).toEqual([
    'POST /apis/events.k8s.io/v1/namespaces/shop/events',
    'POST /apis/events.k8s.io/v1/namespaces/default/events',
  ]);
  const regarding = {
    apiVersion: 'v1',
    kind: 'Service',
    namespace: 'shop',
    name: 'web',
    uid: 'u1',
  };
  const common = {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'external-dns',
    action: 'Created',
    reason: 'RecordReady',
    note: 'done',
    type: 'Normal',
  };
  const hex = (BigInt(clock.now()) * 1_000_000n).toString(16);
  const nextHex = (BigInt(clock.now()) * 1_000_000n + 1n).toString(16);
  expect(server.bodies).toEqual([
    {
      ...common,
      metadata: { name: `web.${hex}`, namespace: 'shop' },
      reportingInstance: 'external-dns/source/service',
      regarding,
      related: regarding,
    },
    {
      ...common,
      metadata: { name: `web.${nextHex}`, namespace: 'default' },
      reportingInstance: 'external-dns/source/node',
      regarding: { apiVersion: 'v1', kind: 'Node', name: 'web' },
    },
  ]);
});

test('a dry run lets the API server check it only', async () => {
  const events = recorder(true);
  events.record(ready);
  await events.close(never);
  expect(server.requests).toEqual([
    'POST /apis/events.k8s.io/v1/namespaces/shop/events?dryRun=All',
  ]);
});

test('tries three times more, then gives it up', async () => {
  server.intercept((_url, response) => {
    fail(response, 500, 'InternalError');
    return true;
  });
  const events = recorder();
  events.record(ready);
  for (const tried of [1, 2, 3]) {
    await until(() => server.requests.length === tried && clock.pendingMs().length > 0);
    expect(clock.pendingMs()).toEqual([5 * 2 ** (tried - 1)]);
    clock.advance(1000);
  }
  await events.close(never);
  expect(server.requests).toHaveLength(4);
  expect(problems).toMatchObject([{ code: 'event-not-written', object }]);
});

test.each([
  { status: 404, message: 'the Event about Service shop/web was dropped: its namespace is gone' },
  { status: 409, message: undefined },
])('$status is not tried again', async ({ status, message }) => {
  server.intercept((_url, response) => {
    fail(response, status, 'No');
    return true;
  });
  const events = recorder();
  events.record(ready);
  await events.close(never);
  expect(server.requests).toHaveLength(1);
  expect(problems.map((problem) => problem.message)).toEqual(message ? [message] : []);
});

test('when a hundred wait, further ones are dropped, which is said once', async () => {
  const events = recorder();
  for (let index = 0; index < 150; index++) events.record(ready);
  const closed = events.close(never);
  await until(() => server.requests.length === 100);
  await until(() => clock.pendingMs().length > 0);
  clock.advance(60_000);
  await closed;
  expect(server.requests.length).toBe(101);
  expect(problems).toEqual([
    {
      code: 'events-dropped',
      message:
        '49 Kubernetes Events were dropped, because more than 100 waited; the records are not affected',
    },
  ]);
});

test('closing gives up what waits when it is told to', async () => {
  server.intercept(() => true);
  const events = recorder();
  events.record(ready);
  await until(() => server.requests.length === 1);
  await events.close(AbortSignal.abort());
  events.record(ready);
  expect(server.requests).toHaveLength(1);
});
