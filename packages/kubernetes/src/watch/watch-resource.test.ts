import type { Problem } from '@org/dns-core';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApiClient } from '../api/api-client.ts';
import { createObjectTable } from '../cache/object-table.ts';
import { compileProjection } from '../cache/projection.ts';
import { createFeed, type Feed } from '../cluster/feed.ts';
import {
  createFakeApiServer,
  fail,
  type FakeApiServer,
  type Intercept,
  type OpenWatch,
} from '../testing/fake-api-server.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { services } from '../testing/types.ts';
import { until } from '../testing/until.ts';
import { watchResource } from './watch-resource.ts';

let server: FakeApiServer;
let clock: ManualClock;
let stop: AbortController;
let watching: Promise<void> | undefined;

beforeEach(async () => {
  server = await createFakeApiServer();
  clock = createManualClock();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await watching;
  await server.close();
});

const service = (name: string, type = 'LoadBalancer', namespace = 'shop') => ({
  metadata: { name, namespace },
  spec: { type },
});

interface Watched {
  readonly feed: Feed;
  /** Everything the table told since the last call, as `+name`, `~name`, `-name`. */
  take(): readonly string[];
  names(): readonly string[];
  described(): string;
}

const describe = (object: KubeObject): string =>
  `${object.metadata.name} ${(object as { spec?: { type?: string } }).spec?.type}`;

function watch(scope: { namespace?: string; labelSelector?: string } = {}): Watched {
  const table = createObjectTable(compileProjection(services, [['spec.type']]));
  const view = table.addView(undefined);
  const heard: string[] = [];
  view.listen((before, after) => {
    const sign = before ? (after ? '~' : '-') : '+';
    heard.push(sign + (after ?? before)!.metadata.name);
  });
  const client = createApiClient({
    connection: { server: server.url, skipTlsVerify: false },
    clock,
    userAgent: 'test',
    requestTimeoutMs: 0,
    queriesPerSecond: 1000,
    burst: 1000,
  });
  const feed = createFeed(
    table,
    (sink, signal) => {
      watching = watchResource(
        {
          client,
          clock,
          random: () => 0,
          type: services,
          namespace: scope.namespace ?? '',
          labelSelector: scope.labelSelector ?? '',
          streamedListPatienceMs: 5000,
        },
        sink,
        signal,
      );
    },
    clock,
    stop.signal,
  );
  feed.start();
  return {
    feed,
    take: () => heard.splice(0),
    names: () => view.list('', []).map((object) => object.metadata.name),
    described: () => view.list('', []).map(describe).join(),
  };
}

async function inStep({ feed }: Watched): Promise<void> {
  await until(() => feed.state().everSynced && feed.state().behindSinceMs === undefined);
}

async function openWatch(): Promise<OpenWatch> {
  await until(() => server.watches.size > 0);
  return [...server.watches][0]!;
}

async function broken(watched: Watched): Promise<Problem> {
  await until(() => watched.feed.state().problem !== undefined);
  return watched.feed.state().problem!;
}

/** Lets the pause between two attempts pass. */
async function pause(): Promise<void> {
  await until(() => clock.pendingMs().length > 0);
  clock.advance(30_000);
}

/** Answers like a server that does not know streamed lists. */
const refuseStreamedLists: Intercept = (url, response) => {
  if (url.searchParams.get('sendInitialEvents') !== 'true') return false;
  fail(response, 422, 'Invalid');
  return true;
};

test('streams the list, then follows changes', async () => {
  server.put(services, service('a'));
  server.put(services, service('b'));
  const watched = watch();
  await inStep(watched);
  server.put(services, service('c'));
  server.put(services, service('a', 'ClusterIP'));
  server.remove(services, 'shop', 'b');
  await until(() => watched.names().join() === 'a,c');
  expect(watched.take()).toEqual(['+a', '+b', '+c', '~a', '-b']);
  expect(server.requests).toEqual([
    'GET /api/v1/services?watch=true&allowWatchBookmarks=true&timeoutSeconds=240&sendInitialEvents=true&resourceVersionMatch=NotOlderThan',
  ]);
});

test('asks for one namespace and the labels that are wanted', async () => {
  server.put(services, service('a'));
  server.put(services, service('b', 'LoadBalancer', 'other'));
  server.intercept(refuseStreamedLists);
  const watched = watch({ namespace: 'shop', labelSelector: 'app in (a,b)' });
  await inStep(watched);
  expect(server.requests[1]).toBe(
    'GET /api/v1/namespaces/shop/services?labelSelector=app+in+%28a%2Cb%29&limit=500',
  );
});

test('reads pages where the server refuses to stream a list, and never asks again', async () => {
  for (let index = 0; index < 1001; index++)
    server.putSilently(services, service(`s${String(index).padStart(4, '0')}`));
  server.intercept(refuseStreamedLists);
  const watched = watch();
  await inStep(watched);
  expect(watched.names()).toHaveLength(1001);
  const first = await openWatch();
  first.send('ERROR', { code: 410, message: 'too old' });
  await pause();
  await until(() => server.requests.length === 9);
  const kinds = server.requests.map((request) =>
    request.includes('sendInitialEvents')
      ? 'stream'
      : request.includes('watch=')
        ? 'watch'
        : 'page',
  );
  const listed = ['page', 'page', 'page', 'watch'];
  expect(kinds).toEqual(['stream', ...listed, ...listed]);
});

test('reads pages where the server never ends its streamed list', async () => {
  server.put(services, service('a'));
  server.intercept((url, response) => {
    if (url.searchParams.get('sendInitialEvents') !== 'true') return false;
    response.writeHead(200);
    const object = server.get(services, 'shop', 'a');
    response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    return true;
  });
  const watched = watch();
  await until(() => watched.names().length === 1);
  expect(watched.feed.state().everSynced).toBe(false);
  clock.advance(5000);
  await inStep(watched);
  expect(watched.take()).toEqual(['+a']);
});

test('resumes where a connection broke in the middle of a line, with nothing lost or told twice', async () => {
  const watched = watch();
  await inStep(watched);
  server.put(services, service('a'));
  const open = await openWatch();
  open.write('{"type":"ADDED","object":{"metadata":{"na');
  await until(() => watched.names().length === 1);
  server.putSilently(services, service('missed'));
  open.cut();
  expect(await broken(watched)).toMatchObject({ code: 'api-unreachable' });
  await pause();
  await inStep(watched);
  expect(server.requests.at(-1)).toMatch(/&resourceVersion=101$/);
  await until(() => watched.names().includes('missed'));
  expect(watched.take()).toEqual(['+a', '+missed']);
});

test.each([
  { name: 'as an event', answer: undefined },
  {
    name: 'as an answer',
    answer: ((url, response) => {
      if (!url.searchParams.has('resourceVersion')) return false;
      fail(response, 410, 'Expired');
      return true;
    }) satisfies Intercept,
  },
])(
  'lists anew when its version is too old, told $name, and tells only differences',
  async ({ answer }) => {
    for (const name of ['kept', 'changed', 'gone']) server.put(services, service(name));
    const watched = watch();
    await inStep(watched);
    watched.take();
    server.putSilently(services, service('changed', 'ClusterIP'));
    server.removeSilently(services, 'shop', 'gone');
    server.putSilently(services, service('new'));
    const open = await openWatch();
    if (answer) {
      server.intercept(answer);
      open.end();
    } else open.send('ERROR', { code: 410, reason: 'Expired', message: 'too old' });
    await until(() => server.watches.size === 0);
    await pause();
    if (answer) {
      await broken(watched);
      await pause();
    }
    await until(() => watched.names().includes('new') && !watched.names().includes('gone'));
    expect(watched.take()).toEqual(['~changed', '+new', '-gone']);
  },
);

test('the same event twice, an event of nothing and a lone bookmark change nothing', async () => {
  const watched = watch();
  await inStep(watched);
  const open = await openWatch();
  const added = {
    ...service('a'),
    metadata: { name: 'a', namespace: 'shop', resourceVersion: '7' },
  };
  open.send('ADDED', added);
  open.send('ADDED', added);
  open.send('MODIFIED', { ...added, status: { conditions: [1] } });
  open.write('null\n{}\n{"type":"ADDED"}\n');
  open.send('BOOKMARK', { metadata: { resourceVersion: '9' } });
  open.send('ADDED', service('b'));
  await until(() => watched.names().includes('b'));
  expect(watched.take()).toEqual(['+a', '+b']);
  open.end();
  await pause();
  await until(() => server.requests.length === 2);
  expect(server.requests[1]).toMatch(/&resourceVersion=9$/);
});

test('a line that is not JSON makes it resume', async () => {
  const watched = watch();
  await inStep(watched);
  (await openWatch()).write('<html>\n');
  expect((await broken(watched)).message).toContain('a line that is not JSON');
  await pause();
  await inStep(watched);
});

test.each([
  {
    status: 403,
    problem: {
      code: 'resource-forbidden',
      message:
        'not allowed to list and watch services in every namespace: add the rule {apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"]} to the ClusterRole of this service account',
      stopsRun: true,
    },
  },
  {
    status: 404,
    problem: {
      code: 'resource-missing',
      message:
        'the API server does not serve services in v1: install its CustomResourceDefinition in that version, or leave the source out',
      stopsRun: true,
    },
  },
  { status: 401, problem: { code: 'unauthorized', stopsRun: true } },
  { status: 500, problem: { code: 'api-failed', stopsRun: true } },
])(
  '$status is said, tried again, and over as soon as the server answers',
  async ({ status, problem }) => {
    server.put(services, service('a'));
    const repair = server.intercept((_url, response) => {
      fail(response, status, 'No');
      return true;
    });
    const watched = watch();
    expect(await broken(watched)).toMatchObject(problem);
    const { length } = server.requests;
    await pause();
    await until(() => server.requests.length > length);
    repair();
    await pause();
    await inStep(watched);
    expect(watched.feed.state()).toEqual({ everSynced: true });
    expect(watched.names()).toEqual(['a']);
  },
);

test('waits as long as the server asks', async () => {
  server.intercept((_url, response) => {
    fail(response, 429, 'TooManyRequests', { 'retry-after': '17' });
    return true;
  });
  const watched = watch();
  await broken(watched);
  await until(() => clock.pendingMs().length > 0);
  expect(clock.pendingMs()).toEqual([17_000]);
});

test('what was read stays while a resource is gone or forbidden, and upstream would go on too', async () => {
  server.put(services, service('a'));
  const watched = watch();
  await inStep(watched);
  server.intercept((_url, response) => {
    fail(response, 404, 'NotFound');
    return true;
  });
  (await openWatch()).cut();
  await until(() => watched.feed.state().problem !== undefined);
  await pause();
  await until(() => watched.feed.state().problem?.code === 'resource-missing');
  expect(watched.feed.state().problem?.stopsRun).toBe(undefined);
  expect(watched.names()).toEqual(['a']);
});

test('a watch that fell silent is opened again', async () => {
  const watched = watch();
  await inStep(watched);
  const open = await openWatch();
  clock.advance(180_000);
  expect((await broken(watched)).message).toContain('the watch fell silent');
  await until(() => !server.watches.has(open));
  await pause();
  await inStep(watched);
});

test('a server that ends every watch at once is not asked in a tight loop', async () => {
  server.intercept((url, response) => {
    if (!url.searchParams.has('resourceVersion')) return false;
    response.writeHead(200).end();
    return true;
  });
  const watched = watch();
  await inStep(watched);
  (await openWatch()).end();
  for (const asked of [1, 2, 3, 4]) {
    await until(() => clock.pendingMs().length > 0);
    expect(server.requests).toHaveLength(asked);
    await pause();
    await until(() => server.requests.length === asked + 1);
  }
});

test('whatever breaks in between, it ends up with what the server has', async () => {
  const fault = fc.constantFrom('cut', 'half a line', 'end', 'too old', 'fail', 'refuse', 'wait');
  const name = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(
    fc.record({ put: name, type: fc.constantFrom('LoadBalancer', 'ClusterIP') }),
    fc.record({ remove: name }),
    fc.record({ fault }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const watched = watch();
      let answers: number[] = [];
      const calm = server.intercept((url, response) => {
        const isResume = url.searchParams.has('resourceVersion');
        const status = answers.shift();
        if (status === undefined || (status === 410 && !isResume)) return false;
        fail(response, status, 'No');
        return true;
      });
      for (const one of steps) {
        if ('put' in one) server.put(services, service(one.put, one.type));
        else if ('remove' in one) server.remove(services, 'shop', one.remove);
        else if (one.fault === 'fail') answers.push(500, 429);
        else if (one.fault === 'refuse') answers.push(422, 403);
        else if (one.fault === 'too old') answers.push(410);
        const broken = 'fault' in one ? one.fault : 'wait';
        for (const open of broken === 'wait' ? [] : [...server.watches]) {
          if (broken === 'half a line') open.write('{"type":');
          if (broken === 'end') open.end();
          else open.cut();
        }
        for (let turn = 0; turn < 3; turn++) {
          await new Promise<void>((resolve) => void setImmediate(resolve));
          clock.advance(300);
        }
      }
      answers = [];
      const expected = () =>
        ['a', 'b', 'c']
          .flatMap((one) => server.get(services, 'shop', one) ?? [])
          .map((object) => describe(object))
          .join();
      await until(() => {
        clock.advance(100);
        const { everSynced, behindSinceMs } = watched.feed.state();
        return everSynced && behindSinceMs === undefined && watched.described() === expected();
      });
      stop.abort();
      await watching;
      stop = new AbortController();
      calm();
      expect(watched.described()).toBe(expected());
    }),
    { numRuns: 40 },
  );
});

test('ends when it is told to', async () => {
  const watched = watch();
  await inStep(watched);
  stop.abort();
  await watching;
  expect(clock.pendingMs()).toEqual([]);
});
