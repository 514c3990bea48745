import { readFileSync } from 'node:fs';
import {
  createEndpoint,
  ProviderError,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
} from '@org/dns-core';
import {
  createManualClock,
  startFakeServer,
  type FakeServer,
  type ManualClock,
} from '@org/dns-provider-kit/testing';
import {
  decodeChanges,
  decodeEndpoints,
  encodeEndpoints,
  mediaType,
  noChanges,
} from '@org/dns-webhook-protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebhookOptions } from './options.ts';
import { createWebhookProvider } from './webhook-provider.ts';

const never = new AbortController().signal;
const zone = { id: '', name: toDnsName('') };
const www = createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.1'] });
const headers = { 'content-type': mediaType };

const running: { server: FakeServer; provider: Provider }[] = [];
afterEach(async () => {
  for (const { server, provider } of running.splice(0)) {
    await server.stop();
    await provider.close?.();
  }
});

/** A webhook service that holds some endpoints, and the provider that talks to it. */
async function start(
  options: Partial<WebhookOptions> = {},
  held: readonly Endpoint[] = [www],
  path = '',
): Promise<{ server: FakeServer; provider: Provider; clock: ManualClock }> {
  const server = await startFakeServer(({ method, path: asked, body }) => {
    switch (`${method} ${asked.slice(path.length) || '/'}`) {
      case 'GET /':
        return { headers, body: '{"include":["example.org"]}\n' };
      case 'GET /records':
        return { headers, body: [...encodeEndpoints(held)].join('') };
      case 'POST /adjustendpoints':
        return { headers, body };
      case 'POST /records':
        return { status: body.includes('bad.example.org') ? 422 : 204 };
      default:
        return { status: 404, body: 'no such path' };
    }
  });
  const clock = createManualClock();
  const provider = createWebhookProvider({
    url: server.url + path,
    readTimeoutMs: 5_000,
    writeTimeoutMs: 10_000,
    maxBodyBytes: 0,
    behavior: 'safe',
    clock,
    random: () => 1,
    ...options,
  });
  running.push({ server, provider });
  return { server, provider, clock };
}

async function readAll(provider: Provider): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const chunk of provider.readZone(zone, never)) all.push(...chunk);
  return all;
}

const group = (name: string): ChangeGroup => ({
  name: toDnsName(name),
  changes: [
    {
      kind: 'create',
      role: 'record',
      after: createEndpoint({ name, type: 'A', targets: ['192.0.2.1'] }),
    },
  ],
});

/** The changes of a recorded body as the engine would give them. */
function asGroup(body: string): ChangeGroup {
  const decoded = decodeChanges(body);
  const { create, updateOld, updateNew, delete: deleted } = decoded.ok ? decoded.value : noChanges;
  const role = ({ labels }: Endpoint): Change['role'] =>
    labels['ownedRecord'] === undefined ? 'record' : 'marker';
  return {
    name: toDnsName('example.org'),
    changes: [
      ...create.map((after): Change => ({ kind: 'create', after, role: role(after) })),
      ...updateNew.map((after, index): Change => {
        const before = updateOld[index] ?? after;
        return { kind: 'update', before, after, role: role(after) };
      }),
      ...deleted.map((before): Change => ({ kind: 'delete', before, role: role(before) })),
    ],
  };
}

async function errorOf(promise: Promise<unknown> | undefined): Promise<ProviderError> {
  const error: unknown = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`);
  return error;
}

describe('recorded sessions of the Go controller', () => {
  const sessions = JSON.parse(
    readFileSync(
      new URL('../../webhook-protocol/src/fixtures/sessions.json', import.meta.url),
      'utf8',
    ),
  ) as readonly {
    readonly id: string;
    readonly exchanges: readonly {
      readonly request: {
        readonly method: string;
        readonly path: string;
        readonly headers: Readonly<Record<string, string>>;
        readonly body?: string;
      };
    }[];
  }[];

  test.each(sessions)('$id: the same requests, byte for byte', async ({ exchanges }) => {
    const { server, provider } = await start({ behavior: 'compat' });
    for (const { request } of exchanges) {
      const body = request.body ?? '';
      if (request.path === '/adjustendpoints') {
        const endpoints = decodeEndpoints(new TextEncoder().encode(body));
        await provider.adjust?.(endpoints.ok ? endpoints.value : [], never);
      } else if (request.method === 'POST') {
        await provider.applyChanges(zone, [asGroup(body)], never);
      } else if (request.path === '/records') {
        await readAll(provider);
      } else {
        // Negotiated once per run of the controller: a new provider each time.
        const again = createWebhookProvider({
          url: server.url,
          readTimeoutMs: 1_000,
          writeTimeoutMs: 1_000,
          maxBodyBytes: 0,
          behavior: 'compat',
        });
        await again.domainFilter?.(never);
        await again.close?.();
      }
    }
    const seen = server.requests.map(({ method, path, headers: sent, body }) => ({
      method,
      path,
      headers: Object.fromEntries(
        Object.entries(sent).filter(([name]) => !['host', 'connection'].includes(name)),
      ),
      ...(body === '' ? {} : { body }),
    }));
    expect(seen).toEqual(exchanges.map(({ request }) => request));
  });
});

test('there is one zone, the root, and every name is in it', async () => {
  const { provider } = await start();
  expect(await provider.listZones(never)).toEqual([zone]);
});

describe('negotiation', () => {
  test('gives the domains that the service serves', async () => {
    const { provider } = await start();
    expect(await provider.domainFilter?.(never)).toEqual({ include: ['example.org'], exclude: [] });
  });

  test('compiles expressions', async () => {
    const { server, provider } = await start();
    const body = '{"regexInclude":"\\\\.example\\\\.org$","regexExclude":"^secret\\\\."}';
    server.fail({ fault: { kind: 'reply', headers, body } });
    const filter = await provider.domainFilter?.(never);
    expect([
      filter?.regexInclude?.test('www.example.org'),
      filter?.regexExclude?.test('www.example.org'),
    ]).toEqual([true, false]);
  });

  test.each([
    { behavior: 'safe' as const, requests: 2 },
    { behavior: 'compat' as const, requests: 1 },
  ])('$behavior: asked twice makes $requests requests', async ({ behavior, requests }) => {
    const { server, provider } = await start({ behavior });
    await provider.domainFilter?.(never);
    await provider.domainFilter?.(never);
    expect(server.requests).toHaveLength(requests);
  });

  test('is tried five times while the service starts', async () => {
    const { server, provider, clock } = await start();
    server.fail({ times: 4, fault: { kind: 'reply', status: 503 } });
    const filter = provider.domainFilter?.(never);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const waitMs = Math.round(500 * 1.5 ** (attempt - 1));
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await filter).toEqual({ include: ['example.org'], exclude: [] });
    expect(server.requests).toHaveLength(5);
  });

  test.each([
    {
      name: 'another content type',
      fault: { headers: { 'content-type': 'application/external.dns.webhook+json; version=1' } },
      reason: 'unsupported',
      message: 'answered with content type "application/external.dns.webhook+json; version=1"',
    },
    { name: 'a 400', fault: { status: 400 }, reason: 'rejected', message: 'GET /: status 400' },
    {
      name: 'an empty body',
      fault: { headers, body: '' },
      reason: 'rejected',
      message: 'GET /: the body cannot be read: not JSON',
    },
    {
      name: 'lists and expressions together',
      fault: { headers, body: '{"include":["a"],"regexInclude":"b"}' },
      reason: 'rejected',
      message: 'only one is allowed',
    },
    {
      name: 'an expression that is none',
      fault: { headers, body: '{"regexInclude":"("}' },
      reason: 'rejected',
      message: 'invalid regular expression "("',
    },
  ])('$name ends it at once', async ({ fault, reason, message }) => {
    const { server, provider } = await start();
    server.fail({ fault: { kind: 'reply', ...fault } });
    const error = await errorOf(provider.domainFilter?.(never));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(message);
    expect(server.requests).toHaveLength(1);
  });
});

describe('reading', () => {
  test('gives what the service holds, under a path where there is one', async () => {
    const { server, provider } = await start({}, [www], '/dns');
    expect(await readAll(provider)).toEqual([www]);
    await provider.domainFilter?.(never);
    expect(server.requests.map(({ path }) => path)).toEqual(['/dns/records', '/dns']);
  });

  test('gives a large list in parts', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      createEndpoint({ name: `n${index}.example.org`, type: 'A', targets: ['192.0.2.1'] }),
    );
    const { provider } = await start({}, many);
    const parts: number[] = [];
    const all: Endpoint[] = [];
    for await (const part of provider.readZone(zone, never)) {
      parts.push(part.length);
      all.push(...part);
    }
    expect(all).toEqual(many);
    expect(Math.max(...parts)).toBeLessThan(2_500);
  });

  test.each([
    { status: 500, reason: 'transient' },
    { status: 501, reason: 'transient' },
    { status: 510, reason: 'transient' },
    { status: 511, reason: 'rejected' },
    { status: 404, reason: 'not-found' },
    { status: 403, reason: 'unauthorized' },
    { status: 204, reason: 'rejected' },
  ])('status $status is $reason', async ({ status, reason }) => {
    const { server, provider } = await start();
    server.fail({ fault: { kind: 'reply', status, headers } });
    const error = await errorOf(readAll(provider));
    expect(error).toMatchObject({ reason, mayHaveWritten: false });
    expect(error.message).toContain(`GET /records: status ${status}`);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    { name: 'breaks off', fault: { kind: 'cut-off', afterBytes: 20 }, reason: 'transient' },
    {
      name: 'ends early',
      fault: { kind: 'reply', headers, body: '[{"dnsName":"a.example.org"},' },
      reason: 'rejected',
    },
    { name: 'is no list', fault: { kind: 'reply', headers, body: '{}' }, reason: 'rejected' },
  ] as const)('a list that $name is an error, never a short list', async ({ fault, reason }) => {
    const { server, provider } = await start();
    server.fail({ fault });
    expect(await errorOf(readAll(provider))).toMatchObject({ reason });
  });

  test('the limit counts to the end of the list, not to the end of the body', async () => {
    const body = [...encodeEndpoints([www])].join('').trimEnd();
    const { server, provider } = await start({ maxBodyBytes: body.length });
    server.fail({ times: 1, fault: { kind: 'reply', headers, body: `${body}\n` } });
    expect(await readAll(provider)).toEqual([www]);
    server.fail({ times: 1, fault: { kind: 'reply', headers, body: ` ${body}` } });
    expect((await errorOf(readAll(provider))).message).toBe(
      `GET /records: the body is larger than ${body.length} bytes; raise --webhook-provider-max-body-size`,
    );
  });

  test('a service that is silent for the read and the write time-out together is given up', async () => {
    const { server, provider, clock } = await start();
    server.fail({ fault: { kind: 'hang' } });
    const failed = errorOf(readAll(provider));
    await server.waitForRequests(1);
    clock.advance(15_000);
    expect(await failed).toMatchObject({ reason: 'transient' });
  });
});

describe('adjusting', () => {
  test('puts the Kubernetes objects back by name, type and set identifier', async () => {
    const object = {
      source: 'service',
      apiVersion: 'v1',
      kind: 'Service',
      namespace: 'default',
      name: 'web',
    };
    const { server, provider } = await start();
    const desired = [
      { ...www, objects: [object] },
      createEndpoint({ name: 'other.example.org', type: 'A', targets: ['192.0.2.2'] }),
    ];
    expect(await provider.adjust?.(desired, never)).toEqual(desired);
    const replaced = createEndpoint({
      name: 'www.example.org',
      type: 'A',
      targets: ['192.0.2.9'],
      ttlSeconds: 60,
    });
    const body = [...encodeEndpoints([replaced])].join('');
    server.fail({ fault: { kind: 'reply', headers, body } });
    expect(await provider.adjust?.(desired, never)).toEqual([{ ...replaced, objects: [object] }]);
  });

  test.each([
    ['a large list', 5_000],
    ['a very large list', 50_000],
  ])('sends %s with its length', async (_what, length) => {
    const many = Array.from({ length }, (_, index) =>
      createEndpoint({ name: `ü${index}.example.org`, type: 'A', targets: ['192.0.2.1'] }),
    );
    const { server, provider } = await start();
    expect(await provider.adjust?.(many, never)).toEqual(many);
    expect(server.requests[0]?.headers['content-length']).toBe(
      String(Buffer.byteLength(server.requests[0]?.body ?? '')),
    );
  });
});

describe('writing', () => {
  const groups = ['a', 'b', 'c', 'd'].map((name) => group(`${name}.example.org`));
  const posts = (server: FakeServer): string[][] =>
    server.requests.map(({ body }) => {
      const changes = decodeChanges(body);
      return changes.ok ? changes.value.create.map(({ spelling }) => spelling) : [changes.problem];
    });

  test('sends all groups in one request', async () => {
    const { server, provider } = await start();
    expect(await provider.applyChanges(zone, groups, never)).toEqual({
      outcomes: groups.map(() => ({ outcome: 'applied' })),
    });
    expect(posts(server)).toEqual([groups.map(({ name }) => name)]);
  });

  test('no groups are no request', async () => {
    for (const behavior of ['safe', 'compat'] as const) {
      const { server, provider } = await start({ behavior });
      expect(await provider.applyChanges(zone, [], never)).toEqual({ outcomes: [] });
      expect(server.requests).toEqual([]);
    }
  });

  test('safe: halves what is refused until the culprit is alone', async () => {
    const { provider } = await start();
    const mixed = [...groups, group('bad.example.org')];
    const { outcomes } = await provider.applyChanges(zone, mixed, never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'applied',
      'applied',
      'failed',
    ]);
  });

  test('compat: what is refused is refused together', async () => {
    const { server, provider } = await start({ behavior: 'compat' });
    const { outcomes } = await provider.applyChanges(
      zone,
      [...groups, group('bad.example.org')],
      never,
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 5 }, () => 'failed'),
    );
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    { status: 503, outcome: 'failed', reason: 'transient' },
    { status: 500, outcome: 'unknown', reason: 'transient' },
    { status: 401, outcome: 'failed', reason: 'unauthorized' },
    { status: 200, outcome: 'failed', reason: 'rejected' },
  ])('status $status: $outcome, $reason', async ({ status, outcome, reason }) => {
    const { server, provider } = await start();
    server.fail({ times: 2, fault: { kind: 'reply', status } });
    const { outcomes } = await provider.applyChanges(zone, groups.slice(0, 1), never);
    expect(outcomes).toEqual([{ outcome, error: expect.objectContaining({ reason }) as unknown }]);
    expect(server.requests).toHaveLength(1);
  });

  test('a reply that is lost leaves everything unknown', async () => {
    const { server, provider } = await start();
    server.fail({ fault: { kind: 'reply-lost' } });
    const { outcomes } = await provider.applyChanges(zone, groups, never);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(groups.map(() => 'unknown'));
  });

  test('keeps its connections', async () => {
    const { server, provider } = await start();
    for (let turn = 0; turn < 5; turn += 1) {
      await provider.domainFilter?.(never);
      await readAll(provider);
      await provider.adjust?.([www], never);
      await provider.applyChanges(zone, groups, never);
    }
    expect(server.requests).toHaveLength(20);
    expect(server.connections).toBeLessThanOrEqual(2);
  });
});
