import { createEndpoint, ProviderError, type EndpointInit } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import { a, create, group, marker, owned, remove, update } from './testing/changes.ts';
import { aLine, apply, markerLine, never, read, shown } from './testing/outcomes.ts';
import { startAzure, type StartedAzure } from './testing/start-azure.ts';

const running: StartedAzure[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function start(...args: Parameters<typeof startAzure>): Promise<StartedAzure> {
  const started = await startAzure(...args);
  running.push(started);
  return started;
}

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
    expect(content).toEqual([endpoint]);
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
    expect(content).toEqual([
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
    expect(content.map(({ name }) => name).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.example.org`),
    );
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
