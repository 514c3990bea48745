import {
  createEndpoint,
  ProviderError,
  type ChangeGroup,
  type Endpoint,
  type EndpointInit,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { createManualClock, type Fault } from '@org/dns-provider-kit/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeToken, type AzureFakeOptions } from './testing/azure-fake.ts';
import { a, create, group, marker, owned, remove, update } from './testing/changes.ts';
import { fakeClientSecret } from './testing/fake-login.ts';
import { startAzure, type StartedAzure } from './testing/start-azure.ts';

const never = new AbortController().signal;
const running: StartedAzure[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function start(
  options?: Parameters<typeof startAzure>[0],
  fakeOptions?: AzureFakeOptions,
): Promise<StartedAzure> {
  const started = await startAzure(options, fakeOptions);
  running.push(started);
  return started;
}

async function read(provider: Provider, zone: Zone): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const chunk of provider.readZone(zone, never)) all.push(...chunk);
  return all;
}
const ofApex = (endpoint: Endpoint): boolean => endpoint.name === 'example.org';
async function apply(
  { provider, zone }: StartedAzure,
  ...groups: ChangeGroup[]
): Promise<readonly GroupOutcome[]> {
  return (await provider.applyChanges(zone, groups, never)).outcomes;
}
const shown = (outcomes: readonly GroupOutcome[]): string[] =>
  outcomes.map((one) =>
    one.outcome === 'applied' ? 'applied' : `${one.outcome} ${one.error.reason}`,
  );
const markerLine = (name: string): string =>
  `example.org | a-${name} 300 TXT [[{"value":["\\"heritage=external-dns,external-dns/owner=me\\""]}]]`;
const aLine = (name: string, ...targets: string[]): string =>
  `example.org | ${name} 300 A [${JSON.stringify(targets.map((ipv4Address) => ({ ipv4Address })))}]`;

describe('reads what was written', () => {
  const records: Partial<Record<string, Omit<EndpointInit, 'name' | 'type'>>> = {
    A: { targets: ['192.0.2.1', '192.0.2.2'], ttlSeconds: 60 },
    AAAA: { targets: ['2001:db8::1'], ttlSeconds: 60 },
    CAA: { targets: ['0 issue "ca.example.net"'], ttlSeconds: 60 },
    CNAME: { targets: ['web.example.net'], ttlSeconds: 60 },
    MX: { targets: ['10 mx1.example.net', '20 mx2.example.net'], ttlSeconds: 60 },
    NS: { targets: ['ns1.example.net', 'ns2.example.net'], ttlSeconds: 60 },
    PTR: { targets: ['web.example.net'], ttlSeconds: 60 },
    SRV: { targets: ['1 2 443 web.example.net.', '0 0 0 .'], ttlSeconds: 60 },
    TXT: { targets: ['"one"', `"${'x'.repeat(255)}" "y \\"quoted\\" \\\\"`], ttlSeconds: 60 },
  };
  const types = {
    public: Object.keys(records),
    private: ['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'SRV', 'TXT'],
  };
  test.each(
    (['public', 'private'] as const).flatMap((kind) => types[kind].map((type) => ({ kind, type }))),
  )('$kind $type', async ({ kind, type }) => {
    const started = await start({ kind });
    const endpoint = createEndpoint({
      name: `${type.toLowerCase()}.example.org`,
      type,
      targets: [],
      ...records[type],
    });
    expect(shown(await apply(started, group(create(endpoint))))).toEqual(['applied']);
    const content = await read(started.provider, started.zone);
    expect(content.filter((one) => !ofApex(one))).toEqual([endpoint]);
    expect(await started.provider.adjust?.([endpoint], never)).toEqual([endpoint]);
    expect(shown(await apply(started, group(remove(endpoint))))).toEqual(['applied']);
    expect(started.fake.content()).toEqual([]);
  });

  test.each([
    ['the apex', 'example.org', '@'],
    ['a wildcard', '*.example.org', '*'],
    ['a name with a slash', '0/25.2.0.192.example.org', '0/25.2.0.192'],
    ['a name in capitals', 'WWW.Example.org', 'www'],
  ])('%s', async (_what, name, relative) => {
    const started = await start();
    const endpoint = createEndpoint({ name, type: 'A', targets: ['192.0.2.1'] });
    expect(shown(await apply(started, group(create(endpoint))))).toEqual(['applied']);
    expect(started.fake.content()).toEqual([aLine(relative, '192.0.2.1')]);
  });

  test('tags are metadata', async () => {
    const started = await start();
    const wanted = createEndpoint({
      ...a('www', '192.0.2.1'),
      name: 'www.example.org',
      properties: [{ name: 'azure/tags', value: 'team=edge, cost=17' }],
    });
    const [held = wanted] = (await started.provider.adjust?.([wanted], never)) ?? [];
    await apply(started, group(create(held)));
    expect(started.fake.content()).toEqual([
      'example.org | www 300 A [{"cost":"17","team":"edge"},[{"ipv4Address":"192.0.2.1"}]]',
    ]);
    const content = await read(started.provider, started.zone);
    expect(content.find(({ type }) => type === 'A')).toEqual(held);
  });

  test('an alias record set is seen, and kept', async () => {
    const started = await start();
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/p';
    started.fake.put('example.org', 'A', 'www', { TTL: 60, targetResource: { id } });
    const content = await read(started.provider, started.zone);
    expect(content.filter((one) => !ofApex(one))).toEqual([
      createEndpoint({
        name: 'www.example.org',
        type: 'A',
        targets: [id],
        ttlSeconds: 60,
        properties: [{ name: 'alias', value: 'true' }],
      }),
    ]);
    expect(shown(await apply(started, owned('www', '192.0.2.1')))).toEqual(['failed transient']);
    expect(started.fake.content()).toEqual([`example.org | www 60 A ${JSON.stringify([{ id }])}`]);
  });

  test('a zone in pages', async () => {
    const started = await start({}, { pageSize: 2 });
    const groups = ['a', 'b', 'c', 'd', 'e'].map((name) => group(create(a(name, '192.0.2.1'))));
    await apply(started, ...groups);
    const content = await read(started.provider, started.zone);
    expect(
      content
        .filter((one) => !ofApex(one))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.org`));
  });
});

describe('writes', () => {
  test.each(['public', 'private'] as const)(
    '%s: again what is there already, and away what is gone',
    async (kind) => {
      const started = await start({ kind });
      const twice = owned('www', '192.0.2.1');
      expect(shown(await apply(started, twice))).toEqual(['applied']);
      expect(shown(await apply(started, twice))).toEqual(['applied']);
      expect(started.fake.content()).toEqual([markerLine('www'), aLine('www', '192.0.2.1')]);
      const away = group(remove(a('www', '192.0.2.1')), remove(marker('www'), 'marker'));
      expect(shown(await apply(started, away))).toEqual(['applied']);
      expect(shown(await apply(started, away))).toEqual(['applied']);
      expect(started.fake.content()).toEqual([]);
      started.fake.removeZone('example.org');
      expect(shown(await apply(started, twice, away))).toEqual([
        'failed not-found',
        'failed not-found',
      ]);
    },
  );

  test('an update in place, in one request once the zone was read', async () => {
    const started = await start();
    await apply(started, owned('www', '192.0.2.1'));
    await read(started.provider, started.zone);
    const before = started.fake.calls().length;
    const change = update(a('www', '192.0.2.1'), a('www', '192.0.2.2'));
    expect(shown(await apply(started, group(change)))).toEqual(['applied']);
    expect(started.fake.calls().slice(before)).toEqual(['PUT /example.org/A/www']);
    expect(started.fake.content()).toContain(aLine('www', '192.0.2.2'));
  });

  test('an update by a process that has not read the zone', async () => {
    const started = await start();
    await apply(started, owned('www', '192.0.2.1'));
    const provider = await started.again();
    const change = update(a('www', '192.0.2.1'), a('www', '192.0.2.2'));
    expect(shown(await apply({ ...started, provider }, group(change)))).toEqual(['applied']);
    expect(started.fake.content()).toContain(aLine('www', '192.0.2.2'));
  });

  test('another type in the place of one, and leaves other types alone', async () => {
    const started = await start();
    await apply(started, group(create(a('www', '192.0.2.1'))));
    const cname = createEndpoint({
      name: 'www.example.org',
      type: 'CNAME',
      targets: ['a.example'],
    });
    const change = group(remove(a('www', '192.0.2.1')), create(cname));
    expect(shown(await apply(started, change))).toEqual(['applied']);
    expect(started.fake.content()).toEqual(['example.org | www 300 CNAME [{"cname":"a.example"}]']);
    started.fake.put('example.org', 'TXT', 'mail', { TTL: 5, TXTRecords: [{ value: ['theirs'] }] });
    await apply(started, group(create(a('mail', '192.0.2.1'))));
    expect(started.fake.content()).toContain('example.org | mail 5 TXT [[{"value":["theirs"]}]]');
  });

  test('a thousand groups', async () => {
    const limits = { readsPerSecond: 1e6, readBurst: 1e6, writesPerSecond: 1e6, writeBurst: 1e6 };
    const started = await start({ limits });
    const names = Array.from({ length: 1000 }, (_, index) => `n${index}`);
    const outcomes = await apply(started, ...names.map((name) => owned(name, '192.0.2.1')));
    expect(new Set(shown(outcomes))).toEqual(new Set(['applied']));
    expect(started.fake.content()).toHaveLength(2000);
  }, 30_000);
});

describe('what others do in between', () => {
  test.each([
    ['changes', { TTL: 300, ARecords: [{ ipv4Address: '198.51.100.1' }] }],
    ['tags', { TTL: 300, ARecords: [{ ipv4Address: '192.0.2.1' }], metadata: { by: 'hand' } }],
  ])('somebody %s a record: it is neither changed nor deleted', async (_verb, theirs) => {
    const started = await start();
    await apply(started, owned('www', '192.0.2.1'));
    await read(started.provider, started.zone);
    started.fake.put('example.org', 'A', 'www', theirs);
    const before = started.fake.content();
    const outcomes = await apply(
      started,
      group(update(a('www', '192.0.2.1'), a('www', '192.0.2.2'))),
      group(remove(a('www', '192.0.2.1')), remove(marker('www'), 'marker')),
    );
    expect(shown(outcomes)).toEqual(['failed transient', 'failed transient']);
    expect(started.fake.content()).toEqual(before);
  });

  test('somebody writes the same again: the etag is another, the change goes through', async () => {
    const started = await start();
    await apply(started, owned('www', '192.0.2.1'));
    await read(started.provider, started.zone);
    started.fake.put('example.org', 'A', 'www', {
      TTL: 300,
      ARecords: [{ ipv4Address: '192.0.2.1' }],
    });
    const change = update(a('www', '192.0.2.1'), a('www', '192.0.2.2'));
    expect(shown(await apply(started, group(change)))).toEqual(['applied']);
  });

  test('somebody creates the record first: it stays, and our marker does not', async () => {
    const started = await start();
    await read(started.provider, started.zone);
    started.fake.put('example.org', 'A', 'www', {
      TTL: 60,
      ARecords: [{ ipv4Address: '198.51.100.1' }],
    });
    const before = started.fake.content();
    expect(shown(await apply(started, owned('www', '192.0.2.1')))).toEqual(['failed transient']);
    expect(started.fake.content()).toEqual(before);
  });

  test('somebody deletes the record: a delete is done, an update is planned again', async () => {
    const started = await start();
    await apply(started, owned('www', '192.0.2.1'));
    started.fake.remove('example.org', 'A', 'www');
    const outcomes = await apply(
      started,
      group(update(a('www', '192.0.2.1'), a('www', '192.0.2.2'))),
      group(remove(a('www', '192.0.2.1'))),
    );
    expect(shown(outcomes)).toEqual(['failed transient', 'applied']);
  });
});

describe('what the service refuses', () => {
  test.each(['public', 'private'] as const)(
    '%s: a bad record among many: it is taken back with its marker, the rest goes through',
    async (kind) => {
      const started = await start({ kind });
      const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
      const groups = names.map((name, index) =>
        owned(name, index === 17 ? 'not-an-address' : '192.0.2.1'),
      );
      const outcomes = await apply(started, ...groups);
      expect(outcomes[17]).toEqual({
        outcome: 'failed',
        error: new ProviderError(
          'rejected',
          "write A n17 in example.org: status 400, BadRequest: 'not-an-address' is no IPv4.",
        ),
      });
      expect(shown(outcomes).filter((one) => one === 'applied')).toHaveLength(39);
      expect(started.fake.content().filter((line) => line.includes('n17 '))).toEqual([]);
    },
  );

  test('a type change that is refused: the record that was there comes back', async () => {
    const started = await start();
    started.fake.put('example.org', 'TXT', 'www', { TTL: 5, TXTRecords: [{ value: ['theirs'] }] });
    await apply(started, group(create(a('www', '192.0.2.1'))));
    const before = started.fake.content();
    const cname = createEndpoint({
      name: 'www.example.org',
      type: 'CNAME',
      targets: ['a.example'],
    });
    const change = group(remove(a('www', '192.0.2.1')), create(cname));
    expect(shown(await apply(started, change))).toEqual(['failed rejected']);
    expect(started.fake.content()).toEqual(before);
  });

  test.each([
    ['DNAME', 'a.example', 'unsupported'],
    ['MX', 'mail.example.net', 'rejected'],
    ['SRV', 'a b c d', 'rejected'],
    ['CAA', 'issue', 'rejected'],
  ])('%s %s is %s without a request', async (type, target, reason) => {
    const started = await start();
    const endpoint = createEndpoint({ name: 'x.example.org', type, targets: [target] });
    expect(shown(await apply(started, group(create(endpoint))))).toEqual([`failed ${reason}`]);
    expect(started.fake.calls()).toEqual([]);
  });
});

describe('faults', () => {
  const reply = (status: number, headers: Record<string, string> = {}): Fault => ({
    kind: 'reply',
    status,
    headers,
    json: { error: { code: 'Injected', message: `with Bearer ${fakeToken}` } },
  });
  const isWrite = ({ method }: { method: string }): boolean => method === 'PUT';

  test.each<[string, Fault, string]>([
    ['401', reply(401), 'failed unauthorized'],
    ['403', reply(403), 'failed unauthorized'],
    ['409', reply(409), 'failed rejected'],
    ['429', reply(429), 'failed transient'],
    ['500', reply(500), 'unknown transient'],
    ['503', reply(503), 'failed transient'],
    ['a reset', { kind: 'reset' }, 'unknown transient'],
  ])('%s to a write', async (_name, fault, expected) => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, fault });
    const outcomes = await apply(started, group(create(a('www', '192.0.2.1'))));
    expect(shown(outcomes)).toEqual([expected]);
    const text = outcomes.map((one) => (one.outcome === 'applied' ? '' : one.error.message)).join();
    expect(text).toContain('write A www in example.org');
    expect(text).not.toContain(fakeToken);
  });

  test('missing permissions end the work, and say which role is missing', async () => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, times: Infinity, fault: reply(403) });
    const groups = Array.from({ length: 100 }, (_, index) => owned(`n${index}`, '192.0.2.1'));
    const outcomes = await apply(started, ...groups);
    expect(new Set(shown(outcomes))).toEqual(new Set(['failed unauthorized']));
    expect(started.fake.calls().length).toBeLessThanOrEqual(8);
    const [first] = outcomes;
    expect(first?.outcome === 'failed' && first.error.message).toContain('DNS Zone Contributor');
  });

  test('a service that is down is left in peace', async () => {
    const started = await start();
    started.fake.server.fail({ when: isWrite, times: Infinity, fault: reply(503) });
    const groups = Array.from({ length: 100 }, (_, index) => owned(`n${index}`, '192.0.2.1'));
    const outcomes = await apply(started, ...groups);
    expect(new Set(shown(outcomes))).toEqual(new Set(['failed transient']));
    expect(started.fake.calls().length).toBeLessThanOrEqual(10);
  });

  test('a zone that goes in the middle ends the work in it', async () => {
    const started = await start();
    started.fake.removeZone('example.org');
    const outcomes = await apply(started, owned('a', '192.0.2.1'), owned('b', '192.0.2.1'));
    expect(shown(outcomes)).toEqual(['failed not-found', 'failed not-found']);
    await expect(read(started.provider, started.zone)).rejects.toMatchObject({
      reason: 'not-found',
    });
  });

  test.each<[string, Fault]>([
    ['the reply is lost', { kind: 'reply-lost' }],
    ['a gateway answers 502', reply(502)],
    ['the service has too much', reply(429, { 'x-ms-retry-after-ms': '800' })],
  ])('%s: the write is done once more and no more than that', async (_name, fault) => {
    const clock = createManualClock(1_000_000);
    const started = await start({ maxRetries: 0, clock, random: () => 1 });
    started.fake.server.fail({ when: isWrite, fault });
    const outcomes = apply(started, group(create(a('www', '192.0.2.1'))));
    await clock.waitForTimer(800);
    clock.advance(800);
    expect(shown(await outcomes)).toEqual(['applied']);
    expect(started.fake.content()).toEqual([aLine('www', '192.0.2.1')]);
  });

  test('a longer wait than a minute is handed on', async () => {
    const started = await start({ maxRetries: 3 });
    started.fake.server.fail({ when: isWrite, fault: reply(429, { 'retry-after': '3600' }) });
    const [outcome] = await apply(started, group(create(a('www', '192.0.2.1'))));
    expect(outcome?.outcome === 'failed' && outcome.error.retryAfterMs).toBe(3_600_000);
  });

  test.each<[string, Fault]>([
    ['500', reply(500)],
    ['cut off', { kind: 'cut-off', afterBytes: 20 }],
  ])('a page that cannot be read (%s) is an error, not the end', async (_name, fault) => {
    const started = await start({}, { pageSize: 1 });
    const isSecond = ({ query }: { query: URLSearchParams }): boolean => query.has('$skiptoken');
    started.fake.server.fail({ when: isSecond, fault });
    await expect(read(started.provider, started.zone)).rejects.toMatchObject({
      reason: 'transient',
    });
  });

  test('a page that comes twice is an error', async () => {
    const started = await start({}, { pageSize: 2 });
    const { server } = started.fake;
    started.fake.put('example.org', 'A', 'www', {
      TTL: 60,
      ARecords: [{ ipv4Address: '192.0.2.1' }],
    });
    const value = [{ id: `${started.zone.id}/SOA/@`, name: '@', type: 'x/SOA', properties: {} }];
    const isSecond = ({ query }: { query: URLSearchParams }): boolean => query.has('$skiptoken');
    server.fail({ when: isSecond, fault: { kind: 'reply', json: { value } } });
    await expect(read(started.provider, started.zone)).rejects.toThrow('came twice');
  });

  test('a page elsewhere is not asked for, and no token goes there', async () => {
    const started = await start();
    const json = { value: [], nextLink: 'https://evil.example.net/next' };
    started.fake.server.fail({
      when: ({ path }) => path.endsWith('/all'),
      fault: { kind: 'reply', json },
    });
    await expect(read(started.provider, started.zone)).rejects.toThrow('evil.example.net');
  });
});

describe('zones', () => {
  const zones = ['example.org', 'lab.example.org', 'example.net'];
  const accepts = (name: string): boolean => name.endsWith('example.org');
  test.each<[string, Parameters<typeof startAzure>[0], string[]]>([
    ['all', {}, zones],
    ['by domain', { accepts }, ['example.org', 'lab.example.org']],
    ['by the end of the id', { zoneIdSuffixes: ['/example.net'] }, ['example.net']],
    ['by domain, and one more by name', { accepts, zoneNames: ['example.net'] }, zones],
    ['a blank name is none', { accepts, zoneNames: [''] }, ['example.org', 'lab.example.org']],
  ])('%s', async (_name, options, expected) => {
    const started = await start(options, { zones, pageSize: 2 });
    const listed = await started.provider.listZones(never);
    expect(listed.map(({ name }) => name)).toEqual(expected);
  });

  test('the list is kept for as long as it may', async () => {
    const clock = createManualClock();
    const started = await start({ clock, zonesCacheMs: 1000 });
    const count = async (): Promise<number> => (await started.provider.listZones(never)).length;
    expect(await count()).toBe(1);
    started.fake.addZone('example.net');
    clock.advance(999);
    expect(await count()).toBe(1);
    clock.advance(1);
    expect(await count()).toBe(2);
  });

  test('a list that fails half way is no list', async () => {
    const started = await start({}, { zones, pageSize: 2 });
    started.fake.server.fail({
      when: ({ query }) => query.has('$skiptoken'),
      fault: { kind: 'reply', status: 500 },
    });
    await expect(started.provider.listZones(never)).rejects.toMatchObject({ reason: 'transient' });
  });
});

describe('login', () => {
  test('follows azure.json', async () => {
    const started = await start();
    await started.replaceConfig({ aadClientSecret: 'wr0ng-s3cret' });
    const failure: unknown = await started.provider.listZones(never).catch((error) => error);
    expect(failure).toMatchObject({ reason: 'unauthorized' });
    expect(String(failure)).toContain('AADSTS7000215');
    expect(String(failure)).not.toContain('wr0ng-s3cret');
    await started.replaceConfig({ aadClientSecret: fakeClientSecret });
    expect(await started.provider.listZones(never)).toHaveLength(1);
    await started.replaceConfig({ cloud: 'nowhere' });
    await expect(started.provider.listZones(never)).rejects.toThrow('unknown cloud name: NOWHERE');
  });

  test('a login that cannot be reached is no matter of permissions', async () => {
    const started = await start();
    started.fake.server.fail({
      when: ({ path }) => path.includes('openid-configuration'),
      times: Infinity,
      fault: { kind: 'reset' },
    });
    await expect(started.provider.listZones(never)).rejects.toMatchObject({ reason: 'transient' });
  }, 30_000);
});

describe('compat', () => {
  test('deletes first, writes over what is there, leaves out what upstream leaves out', async () => {
    const started = await start({ behavior: 'compat' });
    started.fake.put('example.org', 'A', 'www', {
      TTL: 60,
      ARecords: [{ ipv4Address: '198.51.100.1' }],
    });
    const srv = createEndpoint({
      name: 'srv.example.org',
      type: 'SRV',
      targets: ['1 2 3 a.example.'],
    });
    const outcomes = await apply(
      started,
      owned('www', '192.0.2.1'),
      group(create(srv)),
      owned('bad', 'no-address'),
    );
    expect(shown(outcomes)).toEqual(['applied', 'applied', 'unknown rejected']);
    expect(started.fake.content()).toEqual([
      markerLine('bad'),
      markerLine('www'),
      aLine('www', '192.0.2.1'),
    ]);
  });

  test('of TXT the first string is read, and alias record sets are not', async () => {
    const started = await start({ behavior: 'compat' });
    const { fake } = started;
    fake.put('example.org', 'TXT', 't', {
      TTL: 60,
      TXTRecords: [{ value: ['one', 'two'] }, { value: ['three'] }],
    });
    fake.put('example.org', 'A', 'www', { TTL: 60, targetResource: { id: '/subscriptions/s' } });
    const content = await read(started.provider, started.zone);
    expect(content.filter((one) => !ofApex(one)).map(({ targets }) => targets)).toEqual([['one']]);
  });

  test('with zones by name, what the domain filter does not accept is neither read nor written', async () => {
    const started = await start({
      behavior: 'compat',
      zoneNames: ['example.org'],
      accepts: (name) => name.startsWith('shop.'),
    });
    await apply(started, owned('www', '192.0.2.1'), group(create(a('shop', '192.0.2.1'))));
    expect(started.fake.content()).toEqual([aLine('shop', '192.0.2.1')]);
    expect(await read(started.provider, started.zone)).toEqual([a('shop', '192.0.2.1')]);
  });
});
