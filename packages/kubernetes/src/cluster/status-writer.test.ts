import type { Problem } from '@org/dns-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApiClient } from '../api/api-client.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { createFakeApiServer, fail, type FakeApiServer } from '../testing/fake-api-server.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { services } from '../testing/types.ts';
import { until } from '../testing/until.ts';
import { createStatusWriter } from './status-writer.ts';

let server: FakeApiServer;
let clock: ManualClock;
let problems: Problem[];
let stop: AbortController;

beforeEach(async () => {
  server = await createFakeApiServer();
  clock = createManualClock();
  problems = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await server.close();
});

function writer(options: { dryRun?: boolean; capacity?: number } = {}) {
  const client = createApiClient({
    connection: { server: server.url, skipTlsVerify: false },
    clock,
    userAgent: 'test',
    requestTimeoutMs: 0,
    queriesPerSecond: 1000,
    burst: 1000,
  });
  return createStatusWriter({
    client,
    clock,
    random: () => 0,
    dryRun: false,
    onProblem: (problem) => problems.push(problem),
    signal: stop.signal,
    ...options,
  });
}

function put(name: string, status?: object): KubeObject {
  server.put(services, { metadata: { name, namespace: 'shop' }, ...(status && { status }) });
  return { metadata: { name, namespace: 'shop', uid: `uid-${name}` } };
}

const statusOf = (name: string) =>
  (server.get(services, 'shop', name) as { status?: unknown } | undefined)?.status;

const web = '/api/v1/namespaces/shop/services/web';

test('replaces the status subresource with what is there and the new fields', async () => {
  const object = put('web', { kept: true, observedGeneration: 1 });
  writer().writeStatus(services, object, { observedGeneration: 2 });
  await until(() => server.bodies.length === 1);
  await until(() => server.requests.length === 2);
  expect(server.requests).toEqual([`GET ${web}`, `PUT ${web}/status`]);
  await until(() => JSON.stringify(statusOf('web')) !== '{"kept":true,"observedGeneration":1}');
  expect(statusOf('web')).toEqual({ kept: true, observedGeneration: 2 });
});

test('writes nothing that is there already, in a dry run, or of an object made anew', async () => {
  const same = put('same', { observedGeneration: 2 });
  const { metadata } = put('other');
  writer({ dryRun: true }).writeStatus(services, same, { observedGeneration: 3 });
  const own = writer();
  own.writeStatus(services, same, { observedGeneration: 2 });
  own.writeStatus(
    services,
    { metadata: { ...metadata, uid: 'former' } },
    { observedGeneration: 2 },
  );
  own.writeStatus(services, { metadata: { ...metadata, name: 'gone' } }, { observedGeneration: 2 });
  await until(() => server.requests.length === 3);
  expect(server.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  expect(problems).toEqual([]);
});

test('tries again over a conflict with what is there then', async () => {
  const object = put('web');
  let conflicts = 1;
  server.intercept((_url, response, request) => {
    if (request.method !== 'PUT' || conflicts-- <= 0) return false;
    server.put(services, { metadata: { name: 'web', namespace: 'shop' }, status: { other: 1 } });
    fail(response, 409, 'Conflict');
    return true;
  });
  writer().writeStatus(services, object, { observedGeneration: 2 });
  await until(() => clock.pendingMs().length > 0);
  clock.advance(10_000);
  await until(() => server.requests.length === 4);
  await until(() => JSON.stringify(statusOf('web')) !== '{"other":1}');
  expect(statusOf('web')).toEqual({ other: 1, observedGeneration: 2 });
});

test('a newer status takes the place of one that waits; beyond its capacity it drops and says so', async () => {
  const objects = ['a', 'b', 'c', 'd'].map((name) => put(name));
  let hold = true;
  const held: (() => void)[] = [];
  server.intercept((_url, response) => {
    if (!hold) return false;
    held.push(() => fail(response, 404, 'NotFound'));
    return true;
  });
  const own = writer({ capacity: 2 });
  for (const object of objects) own.writeStatus(services, object, { observedGeneration: 1 });
  own.writeStatus(services, objects[1]!, { observedGeneration: 2 });
  await until(() => held.length === 1);
  hold = false;
  held[0]!();
  await until(() => problems.length > 0);
  expect(server.bodies).toMatchObject([
    { metadata: { name: 'b' }, status: { observedGeneration: 2 } },
    { metadata: { name: 'c' }, status: { observedGeneration: 1 } },
  ]);
  expect(problems.map((problem) => problem.code)).toEqual(['status-dropped']);
});

test.each([
  {
    status: 403,
    attempts: 1,
    message:
      'not allowed to write the status of services shop/web: add the rule {apiGroups: [""], resources: ["services/status"], verbs: ["update"]} to the role of this service account',
  },
  {
    status: 500,
    attempts: 5,
    message: `the status of services shop/web was not written: PUT ${web}/status: 500 No`,
  },
])('$status ends in a problem after $attempts attempts', async ({ status, attempts, message }) => {
  const object = put('web');
  let tried = 0;
  server.intercept((_url, response, request) => {
    if (request.method !== 'PUT') return false;
    tried++;
    fail(response, status, 'No');
    return true;
  });
  writer().writeStatus(services, object, { observedGeneration: 2 });
  while (problems.length === 0) {
    await until(() => problems.length > 0 || clock.pendingMs().length > 0);
    clock.advance(10_000);
  }
  expect([tried, problems]).toEqual([attempts, [{ code: 'status-not-written', message }]]);
});
