import { ProviderError, type Provider } from '@org/dns-core';
import { mediaType, mediaTypeV2 } from '@org/dns-webhook-protocol';
import { describe, expect, test } from 'vitest';
import { createTestService, memory } from '../testing/start-service.ts';

const a = (dnsName: string, target = '192.0.2.1') => ({
  dnsName,
  targets: [target],
  recordType: 'A',
});
const v2 = { accept: mediaTypeV2 };
const changes = { groups: [] };

describe('what is asked for, and the status', () => {
  test.each<[string, string, string, unknown, Record<string, string>, number]>([
    ['negotiation', 'GET', '/', undefined, { accept: mediaType }, 200],
    ['a client that takes anything', 'GET', '/', undefined, { accept: '*/*' }, 200],
    ['a client that names no type', 'GET', '/records', undefined, {}, 200],
    ['types with blanks', 'GET', '/', undefined, { accept: mediaType.replace(';', '; ') }, 200],
    ['another version', 'GET', '/', undefined, { accept: mediaType.replace('=1', '=3') }, 406],
    ['version 2 where 1 is spoken', 'GET', '/records', undefined, v2, 406],
    ['version 1 where 2 is spoken', 'GET', '/v2/zones', undefined, { accept: mediaType }, 406],
    ['another type', 'GET', '/records', undefined, { accept: 'application/json' }, 406],
    ['no change', 'POST', '/records', 'null', { 'content-type': mediaType }, 204],
    ['empty lists', 'POST', '/records', { Create: [], delete: null }, {}, 204],
    ['a body of another type', 'POST', '/records', '{}', { 'content-type': 'text/json' }, 415],
    ['no body', 'POST', '/records', '', {}, 400],
    ['half a body', 'POST', '/records', '{"create":[', {}, 400],
    ['a list for changes', 'POST', '/records', '[]', {}, 400],
    ['too much', 'POST', '/records', ' '.repeat(100_001), {}, 413],
    ['too much, announced', 'POST', '/records', '', { 'content-length': '100001' }, 413],
    ['too much to adjust', 'POST', '/adjustendpoints', ' '.repeat(100_001), {}, 413],
    ['null to adjust', 'POST', '/adjustendpoints', 'null', {}, 200],
    ['an object to adjust', 'POST', '/adjustendpoints', '{}', {}, 400],
    ['a path that is not known', 'GET', '/applychanges', undefined, {}, 404],
    ['a path that is a word of the language', 'GET', '/constructor', undefined, {}, 404],
    ['another method', 'PUT', '/records', '{}', {}, 405],
    ['another method to adjust', 'GET', '/adjustendpoints', undefined, {}, 405],
    ['the description', 'GET', '/v2', undefined, v2, 200],
    ['a zone', 'GET', '/v2/zones/example.org/records', undefined, v2, 200],
    ['a zone that is not there', 'GET', '/v2/zones/example.com/records', undefined, v2, 404],
    ['an id that cannot be read', 'GET', '/v2/zones/%E0%A4%A/records', undefined, v2, 404],
    ['a part that is not known', 'GET', '/v2/zones/example.org/history', undefined, v2, 404],
    ['changes', 'POST', '/v2/zones/example.org/changes', changes, {}, 200],
    ['changes of another form', 'POST', '/v2/zones/example.org/changes', [], {}, 400],
    ['changes with another method', 'PUT', '/v2/zones/example.org/changes', changes, {}, 405],
  ])('%s: %s %s', async (_name, method, path, body, headers, status) => {
    const reply = await createTestService(memory()).ask(method, path, body, headers);
    expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
  });

  test.each([
    ['PUT', '/records', 400, 'allowed here: GET, POST\n'],
    ['GET', '/adjustendpoints', 400, 'allowed here: POST\n'],
    ['DELETE', '/applychanges', 200, '{}\n'],
    ['GET', '/v2', 200, '{}\n'],
  ])('as upstream does: %s %s is %i', async (method, path, status, text) => {
    const service = createTestService(memory(), { lenient: true });
    const reply = await service.ask(method, path, undefined, { accept: 'text/html' });
    expect([reply.status, reply.text]).toEqual([status, text]);
    expect(reply.headers).not.toHaveProperty('external-dns-webhook-v2');
  });
});

describe('the domains that are told', () => {
  const zonesOnly = (): Provider => {
    const provider = memory();
    delete provider.domainFilter;
    return provider;
  };

  test.each([
    {
      name: 'flags',
      provider: memory,
      filter: { include: ['b', 'a'], exclude: ['x.a'] },
      body: '{"include":["a","b"],"exclude":["x.a"]}',
    },
    {
      name: 'expressions',
      provider: memory,
      filter: { include: [], exclude: [], regexInclude: { source: '<a>$', test: () => true } },
      body: '{"regexInclude":"\\u003ca\\u003e$"}',
    },
    {
      name: "the provider's own",
      provider: memory,
      filter: { include: [''], exclude: [] },
      body: '{}',
    },
    {
      name: 'zones',
      provider: zonesOnly,
      filter: undefined,
      body: '{"include":["example.net","example.org"]}',
    },
  ])('$name', async ({ provider, filter, body }) => {
    const service = createTestService(
      provider(),
      filter === undefined ? {} : { domainFilter: filter },
    );
    const reply = await service.ask('GET', '/');
    expect(reply).toEqual({
      status: 200,
      headers: {
        'content-type': mediaType,
        vary: 'Content-Type',
        'external-dns-webhook-v2': '/v2',
      },
      text: `${body}\n`,
    });
  });
});

describe('one answer for a whole change set', () => {
  const records = async (service: ReturnType<typeof createTestService>) =>
    JSON.parse((await service.ask('GET', '/records')).text) as { dnsName: string }[];

  test('500 when anything failed, and everything else is written', async () => {
    const service = createTestService(memory());
    const body = { create: [a('a.example.org'), a('b.example.com'), a('c.example.net')] };
    const reply = await service.ask('POST', '/records', body);
    expect(reply.status).toBe(500);
    expect(reply.text).toContain('1 of 3 names were not written:\nb.example.com lies in no zone');
    expect((await records(service)).map(({ dnsName }) => dnsName)).toEqual([
      'a.example.org',
      'c.example.net',
    ]);
  });

  test('updates pair by identity, whatever their order', async () => {
    const service = createTestService(memory());
    await service.ask('POST', '/records', { create: [a('a.example.org'), a('b.example.org')] });
    const reply = await service.ask('POST', '/records', {
      updateOld: [a('a.example.org'), a('b.example.org')],
      updateNew: [a('B.example.org', '192.0.2.22'), a('a.example.org', '192.0.2.11')],
    });
    expect(reply.status).toBe(204);
    expect(await records(service)).toEqual([
      a('a.example.org', '192.0.2.11'),
      a('B.example.org', '192.0.2.22'),
    ]);
  });

  test('a record whose marker lies in no zone is not written either', async () => {
    const service = createTestService(memory());
    const marker = {
      dnsName: 'a-example.org',
      recordType: 'TXT',
      targets: ['"x"'],
      labels: { ownedRecord: 'example.org' },
    };
    const reply = await service.ask('POST', '/records', { create: [a('example.org'), marker] });
    expect([reply.status, await records(service)]).toEqual([500, []]);
    expect(reply.text).toContain('--txt-prefix');
  });

  test('a name outside of the domains that were told is not written', async () => {
    const domainFilter = { include: ['example.org'], exclude: ['x.example.org'] };
    const service = createTestService(memory(), { domainFilter });
    const reply = await service.ask('POST', '/records', {
      create: [a('a.example.org'), a('a.x.example.org'), a('a.example.net')],
    });
    expect([reply.status, await records(service)]).toEqual([500, [a('a.example.org')]]);
    expect(reply.text).toContain('a.x.example.org is outside of the domains');
  });

  test('a dry run writes nothing and says what it would', async () => {
    const service = createTestService(memory(), { dryRun: true });
    expect((await service.ask('POST', '/records', { create: [a('a.example.org')] })).status).toBe(
      204,
    );
    expect(await records(service)).toEqual([]);
    expect(service.events).toMatchObject([
      { kind: 'would-write', group: { name: 'a.example.org' } },
    ]);
  });

  test('a write that takes too long is answered in time and goes on', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const inner = memory();
    const provider: Provider = {
      ...inner,
      applyChanges: async (...call) => {
        begun.resolve();
        await finish.promise;
        return inner.applyChanges(...call);
      },
    };
    const service = createTestService(provider, { answerWithinMs: 10_000 });
    const reply = service.ask('POST', '/records', { create: [a('a.example.org')] });
    await begun.promise;
    service.clock.advance(10_000);
    expect((await reply).text).toContain('still writing');
    // The next one waits for its turn.
    const next = service.ask('POST', '/records', { create: [a('b.example.org')] });
    finish.resolve();
    expect((await next).status).toBe(204);
    expect(await records(service)).toEqual([a('a.example.org'), a('b.example.org')]);
  });

  test('zones that cannot be listed are a 500 before anything is written', async () => {
    const service = createTestService({
      ...memory(),
      listZones: () => Promise.reject(new ProviderError('unauthorized', 'the key is not taken')),
    });
    const reply = await service.ask('POST', '/records', { create: [a('a.example.org')] });
    expect([reply.status, reply.text]).toEqual([
      500,
      '1 of 1 names were not written:\nthe key is not taken\n',
    ]);
  });
});

describe('what was refused', () => {
  test('waits, costs nothing and holds nobody up; something else for the name is tried at once', async () => {
    const sent: string[][] = [];
    const inner = memory();
    const service = createTestService({
      ...inner,
      applyChanges: (zone, groups, signal) => {
        sent.push(groups.map(({ name }) => name));
        return inner.applyChanges(zone, groups, signal);
      },
    });
    const post = (create: unknown[]) => service.ask('POST', '/records', { create });
    await post([a('bad.example.org')]);
    const other = a('bad.example.org', '192.0.2.9');
    sent.length = 0;

    expect((await post([other, a('a.example.org')])).status).toBe(500);
    expect(service.quarantine.all()).toMatchObject([
      { name: 'bad.example.org', untilMs: service.clock.now() + 120_000 },
    ]);
    expect((await post([other, a('b.example.org')])).status).toBe(500);
    expect(sent).toEqual([['bad.example.org', 'a.example.org'], ['b.example.org']]);

    service.clock.advance(120_000);
    await post([other]);
    expect(service.quarantine.all()).toMatchObject([{ untilMs: service.clock.now() + 240_000 }]);

    expect((await post([a('bad.example.org')])).status).toBe(204);
    expect(service.quarantine.all()).toEqual([]);
    expect(service.events.map(({ kind }) => kind)).toEqual([
      'written',
      'written',
      'quarantined',
      'held-back',
      'written',
      'quarantined',
      'written',
    ]);
  });
});

describe('adjusting', () => {
  test('what the provider cannot hold is taken off, and what is left can be written', async () => {
    const inner = memory();
    const capabilities = {
      ...inner.capabilities,
      properties: ['alias'],
      setIdentifiers: { no: 'one set per name' },
      ttlSeconds: { min: 60 },
    };
    const service = createTestService({ ...inner, capabilities });
    const wanted = [
      {
        ...a('a.example.org'),
        recordTTL: 10,
        setIdentifier: 'blue',
        providerSpecific: [{ name: 'webhook/x', value: '1' }],
      },
      { ...a('a.example.org', '192.0.2.2'), setIdentifier: 'green' },
    ];
    const adjusted = await service.ask('POST', '/adjustendpoints', wanted);
    expect(JSON.parse(adjusted.text)).toEqual([{ ...a('a.example.org'), recordTTL: 60 }]);
    expect(service.events.map((event) => event.kind === 'unheld' && event.why)).toEqual([
      'held without its set identifier "blue", with a TTL of 60 s instead of 10 s',
      'only the record with set identifier "blue" is kept',
      'held without the properties webhook/x',
    ]);
    expect((await service.ask('POST', '/records', `{"create":${adjusted.text}}`)).status).toBe(204);
    const refused = await service.ask('POST', '/records', {
      create: [{ ...a('b.example.org'), setIdentifier: 'x' }],
    });
    expect([refused.status, refused.text]).toEqual([
      500,
      expect.stringContaining('cannot hold the set identifier "x": one set per name') as string,
    ]);
  });

  test("the provider's own word counts", async () => {
    const service = createTestService({ ...memory(), adjust: async (desired) => desired.slice(1) });
    const reply = await service.ask('POST', '/adjustendpoints', [
      a('a.example.org'),
      a('b.example.org'),
    ]);
    expect(JSON.parse(reply.text)).toEqual([a('b.example.org')]);
  });
});
