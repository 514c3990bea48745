import { toDnsName, type ChangeGroup, type Provider } from '@org/dns-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeEtcdOptions } from './testing/fake-etcd.ts';
import {
  a,
  at,
  creation,
  group,
  marker,
  never,
  record,
  removal,
  txt,
  update,
  zone,
  startProviderBench,
  type ProviderBench,
} from './testing/provider-bench.ts';

let bench: ProviderBench;
beforeEach(async () => {
  bench = await startProviderBench();
});
afterEach(() => bench.close());

async function restart(options: FakeEtcdOptions = {}): Promise<void> {
  await bench.close();
  bench = await startProviderBench(options);
}

const apply = (...groups: readonly ChangeGroup[]): Promise<readonly string[]> =>
  bench.apply(groups);

describe('what is written is read again', () => {
  test.each([
    { type: 'A', targets: ['192.0.2.1', '192.0.2.2'] },
    { type: 'AAAA', targets: ['2001:db8::1'] },
    { type: 'CNAME', targets: ['lb.example.net'] },
    { type: 'TXT', targets: ['a note', '"quoted"'] },
    { type: 'TXT', targets: [marker] },
    { type: 'SRV', targets: ['10 5 5060 sip.example.org.'] },
    { type: 'MX', targets: ['10 mail.example.org'] },
  ])('$type $targets', async ({ type, targets }) => {
    const wanted = record({ name: 'www.example.org', type, targets, ttlSeconds: 60 });
    expect(await apply(group(creation(wanted)))).toEqual(['applied']);
    expect(await bench.read()).toEqual([wanted]);
    expect(await bench.provider.readNames?.(zone, [wanted.name], never)).toEqual([wanted]);
    expect(await apply(group(removal(wanted)))).toEqual(['applied']);
    expect(bench.content()).toEqual({});
  });

  test('a PTR, at the very key of its name', async () => {
    const wanted = record({
      name: '7.2.0.192.in-addr.arpa',
      type: 'PTR',
      targets: ['a.example.org'],
    });
    await apply(group(creation(wanted)));
    expect(bench.content()).toEqual({
      '/skydns/arpa/in-addr/192/0/2/7': { host: 'a.example.org' },
    });
    expect(await bench.read()).toEqual([wanted]);
    const after = { ...wanted, targets: ['b.example.org'] };
    await apply(group(update(wanted, after)));
    expect(await bench.read()).toEqual([after]);
    await apply(group(removal(after)));
    expect(bench.content()).toEqual({});
  });

  test('a group', async () => {
    const wanted = {
      ...a('www.example.org', '192.0.2.1'),
      properties: [{ name: 'coredns/group', value: 'blue' }],
    };
    await apply(group(creation(wanted)));
    expect(bench.content()).toEqual({
      [at('www/00000001')]: { host: '192.0.2.1', targetstrip: 1, group: 'blue' },
    });
    expect(await bench.read()).toEqual([wanted]);
  });

  test('no group on a marker, although it has the properties of its record', async () => {
    const properties = [{ name: 'coredns/group', value: 'blue' }];
    const after = { ...txt('a-www.example.org', marker), properties };
    await apply(group({ kind: 'create', after, role: 'marker' }));
    expect(Object.values(bench.content())).toEqual([{ text: marker, targetstrip: 1 }]);
  });
});

describe('one change, one transaction, no key too many', () => {
  test('a record and its marker are created together', async () => {
    const changes = group(
      creation(txt('_externaldns.a-www.example.org', marker)),
      creation(a('www.example.org', '192.0.2.1')),
    );
    await apply(changes);
    expect(bench.writes()).toBe(1);
    const before = bench.content();
    expect(before).toEqual({
      [at('a-www/_externaldns/00000002')]: { text: marker, targetstrip: 1 },
      [at('www/00000001')]: { host: '192.0.2.1', targetstrip: 1 },
    });
    expect(await apply(changes)).toEqual(['applied']);
    expect(bench.content()).toEqual(before);
    expect(bench.writes()).toBe(1);
  });

  test('a target takes the key of the one that it replaces, and leaves what lies beside it', async () => {
    bench.etcd.store.put(at('www/aaaa0001'), {
      host: '192.0.2.1',
      text: 'note',
      targetstrip: 1,
      comment: 'ours',
    });
    const before = a('www.example.org', '192.0.2.1');
    await apply(group(update(before, a('www.example.org', '192.0.2.2', '192.0.2.3'))));
    expect(bench.content()).toEqual({
      [at('www/00000001')]: { host: '192.0.2.3', targetstrip: 1 },
      [at('www/aaaa0001')]: { host: '192.0.2.2', text: 'note', targetstrip: 1, comment: 'ours' },
    });
    await apply(group(removal(a('www.example.org', '192.0.2.2', '192.0.2.3'))));
    expect(bench.content()).toEqual({
      [at('www/aaaa0001')]: { text: 'note', targetstrip: 1, comment: 'ours' },
    });
  });

  test('a name changes its type at its key', async () => {
    const before = a('www.example.org', '192.0.2.1');
    const after = record({ name: 'www.example.org', type: 'CNAME', targets: ['lb.example.net'] });
    await apply(group(creation(before)));
    await apply(group(creation(after), removal(before)));
    expect(bench.content()).toEqual({
      [at('www/00000001')]: { host: 'lb.example.net', targetstrip: 1 },
    });
    expect(bench.writes()).toBe(2);
  });

  test('all keys of a name go at once, those that upstream left behind too', async () => {
    for (const label of ['aaaa0001', 'aaaa0002'])
      bench.etcd.store.put(at(`a-www/${label}`), { text: marker, targetstrip: 1 });
    for (const label of ['bbbb0001', 'bbbb0002', 'bbbb0003'])
      bench.etcd.store.put(at(`www/${label}`), { host: `192.0.2.${label.at(-1)}`, targetstrip: 1 });
    await apply(
      group(
        removal(a('www.example.org', '192.0.2.1', '192.0.2.2', '192.0.2.3')),
        removal(txt('a-www.example.org', marker)),
      ),
    );
    expect(bench.content()).toEqual({});
  });

  test('the deletion of what is gone is nothing to do', async () => {
    expect(await apply(group(removal(a('www.example.org', '192.0.2.1'))))).toEqual(['applied']);
    expect(bench.writes()).toBe(0);
  });

  test('a text never shares the key of an address, from which CoreDNS would not answer it', async () => {
    await apply(
      group(creation(txt('www.example.org', 'n')), creation(a('www.example.org', '192.0.2.1'))),
    );
    expect(Object.values(bench.content())).toEqual([
      { host: '192.0.2.1', targetstrip: 1 },
      { text: 'n', targetstrip: 1 },
    ]);
  });

  test('a text that gets a TTL leaves the key that it shared', async () => {
    bench.etcd.store.put(at('www/aaaa0001'), {
      host: '192.0.2.1',
      text: 'n',
      ttl: 30,
      targetstrip: 1,
    });
    const after = { ...txt('www.example.org', 'n'), ttlSeconds: 60 };
    await apply(group(update(txt('www.example.org', 'n'), after)));
    expect(bench.content()).toEqual({
      [at('www/00000001')]: { text: 'n', ttl: 60, targetstrip: 1 },
      [at('www/aaaa0001')]: { host: '192.0.2.1', ttl: 30, targetstrip: 1 },
    });
    expect(await bench.read()).toContainEqual(after);
  });

  test('what upstream stored as raw data is put right, and is read as nothing before', async () => {
    bench.etcd.store.put(at('m/aaaa0001'), { host: '10 mail.example.org', targetstrip: 1 });
    expect(await bench.read()).toEqual([]);
    const mx = record({ name: 'm.example.org', type: 'MX', targets: ['10 mail.example.org'] });
    await apply(group(creation(mx)));
    expect(bench.content()).toEqual({
      [at('m/aaaa0001')]: { host: 'mail.example.org', priority: 10, mail: true, keystrip: 1 },
    });
  });
});

describe('what others have is left alone', () => {
  const theirs = {
    [at('www/ffff0001')]: { host: '198.51.100.1', targetstrip: 1 },
    [at('www2/ffff0001')]: { host: '198.51.100.2', targetstrip: 1 },
    [at('www/below/ffff0001')]: { host: '198.51.100.3', targetstrip: 1 },
    '/registry/pods/x': { any: 'thing' },
  };

  test('other targets, siblings, what lies below, and other prefixes', async () => {
    for (const [key, value] of Object.entries(theirs)) bench.etcd.store.put(key, value);
    const before = a('www.example.org', '192.0.2.1');
    bench.etcd.store.put(at('www'), { host: '192.0.2.1' });
    await apply(group(removal(before)));
    expect(bench.content()).toEqual(theirs);
  });

  test('values that are no messages, keys with fewer labels than they strip, and names that CoreDNS cannot ask for', async () => {
    const odd = {
      [at('x/1')]: { host: 7 },
      [at('x/2')]: [1],
      [at('x/3')]: { host: '192.0.2.1', targetstrip: 99 },
      [at('Upper/1')]: { host: '192.0.2.1', targetstrip: 1 },
    };
    for (const [key, value] of Object.entries(odd)) bench.etcd.store.put(key, value);
    bench.etcd.store.put(at('x/4'), { host: '192.0.2.4', targetstrip: 1 });
    expect(await bench.read()).toEqual([a('x.example.org', '192.0.2.4')]);
    await apply(group(removal(a('x.example.org', '192.0.2.4'))));
    expect(bench.content()).toEqual(odd);
  });

  test('what somebody wrote since it was planned stays, and the name is refused alone', async () => {
    bench.etcd.store.put(at('www/ffff0001'), { host: '198.51.100.1', targetstrip: 1 });
    expect(
      await apply(
        group(creation(a('www.example.org', '192.0.2.1'))),
        group(creation(a('other.example.org', '192.0.2.2'))),
      ),
    ).toEqual([
      'failed: www.example.org A: somebody else has written "198.51.100.1" there meanwhile',
      'applied',
    ]);
  });

  test('what somebody writes between the look and the write is seen', async () => {
    let isFirst = true;
    bench.etcd.intercept = ({ isWrite }) => {
      if (isWrite && isFirst) {
        isFirst = false;
        bench.etcd.store.put(at('www/ffff0001'), { host: '198.51.100.1', targetstrip: 1 });
      }
      return undefined;
    };
    bench.etcd.store.put(at('old/aaaa0001'), { host: '192.0.2.9', targetstrip: 1 });
    expect(
      await apply(
        group(creation(a('www.example.org', '192.0.2.1'))),
        group(removal(a('old.example.org', '192.0.2.9'))),
      ),
    ).toEqual([
      'failed: www.example.org A: somebody else has written "198.51.100.1" there meanwhile',
      'applied',
    ]);
    expect(Object.keys(bench.content())).toEqual([at('www/ffff0001')]);
  });

  test('a name at which somebody writes all the time is given up until the next pass', async () => {
    let count = 0;
    bench.etcd.intercept = ({ isWrite }) => {
      if (isWrite) bench.etcd.store.put(at(`www/x/${(count += 1)}`), { text: 'x', targetstrip: 1 });
      return undefined;
    };
    expect(await apply(group(creation(a('www.example.org', '192.0.2.1'))))).toEqual([
      'failed: www.example.org: somebody else keeps writing there; it is tried again in the next pass',
    ]);
    expect(count).toBe(3);
  });

  test('strictly owned: each owner has keys of its own under one name', async () => {
    const eu = bench.create({ strictlyOwned: true, owner: 'eu', random: () => 0.1 });
    const us = bench.create({ strictlyOwned: true, owner: 'us', random: () => 0.2 });
    await bench.apply([group(creation(a('www.example.org', '192.0.2.1')))], eu);
    await bench.apply([group(creation(a('www.example.org', '192.0.2.2')))], us);
    const labelled = { ...a('www.example.org', '192.0.2.1'), labels: { owner: 'eu' } };
    expect(await bench.read(eu)).toEqual([labelled]);
    await bench.apply([group(removal(a('www.example.org', '192.0.2.1', '192.0.2.2')))], us);
    expect(Object.values(bench.content())).toEqual([
      { host: '192.0.2.1', targetstrip: 1, owner: 'eu' },
    ]);
  });

  test('strictly owned: a PTR at a key of somebody else is refused', async () => {
    bench.etcd.store.put('/skydns/arpa/in-addr/192/0/2/7', { host: 'theirs.example.org' });
    const ours = bench.create({ strictlyOwned: true });
    const ptr = record({ name: '7.2.0.192.in-addr.arpa', type: 'PTR', targets: ['a.example.org'] });
    expect(await bench.apply([group(creation(ptr))], ours)).toEqual([
      'failed: 7.2.0.192.in-addr.arpa PTR: key "/skydns/arpa/in-addr/192/0/2/7" is not owned by this provider',
    ]);
    expect(bench.writes()).toBe(0);
  });
});

describe('what cannot be held is refused, with the reason, and alone', () => {
  test.each([
    {
      wanted: record({ name: 'ns.example.org', type: 'NS', targets: ['ns1.example.org'] }),
      because:
        'ns.example.org NS: "ns1.example.org" is not the data of a NS record that a SkyDNS message can hold',
    },
    {
      wanted: record({ name: 's.example.org', type: 'SRV', targets: ['1 2 zero'] }),
      because:
        's.example.org SRV: "1 2 zero" is not the data of a SRV record that a SkyDNS message can hold',
    },
    {
      wanted: a('*.example.org', '192.0.2.1'),
      because: '*.example.org A: CoreDNS answers no other name from a wildcard',
    },
    {
      wanted: a('a/b.example.org', '192.0.2.1'),
      because: 'a/b.example.org A: its name cannot be spelled as a key',
    },
  ])('$because', async ({ wanted, because }) => {
    const marked = group(creation(txt('marker.example.org', marker)), creation(wanted));
    const good = group(creation(a('good.example.org', '192.0.2.1')));
    expect(await apply(marked, good)).toEqual([`failed: ${because}`, 'applied']);
    expect(Object.values(bench.content())).toEqual([{ host: '192.0.2.1', targetstrip: 1 }]);
  });

  test('what the server refuses is looked for by halves', async () => {
    await restart({ maxTxnOps: 40 });
    const few = Array.from({ length: 3 }, (_, index) =>
      group(creation(a(`n${index}.example.org`, '192.0.2.1'))),
    );
    const many = group(
      creation(
        a('many.example.org', ...Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`)),
      ),
    );
    expect(await apply(...few, many)).toEqual([
      'applied',
      'applied',
      'applied',
      expect.stringContaining('too many operations in txn request'),
    ]);
  });
});

describe('sizes', () => {
  test('a name with more targets than a transaction holds is written in several', async () => {
    const targets = Array.from({ length: 300 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    const wanted = a('many.example.org', ...targets);
    expect(await apply(group(creation(wanted)))).toEqual(['applied']);
    expect(bench.writes()).toBe(3);
    expect((await bench.read()).map((one) => one.targets.length)).toEqual([300]);
    expect(await bench.provider.readNames?.(zone, [wanted.name], never)).toEqual(
      await bench.read(),
    );
    expect(await apply(group(removal(wanted)))).toEqual(['applied']);
    expect(bench.content()).toEqual({});
  });

  test('many names go into few transactions', async () => {
    const groups = Array.from({ length: 200 }, (_, index) =>
      group(
        creation(txt(`a-n${index}.example.org`, marker)),
        creation(a(`n${index}.example.org`, '192.0.2.1')),
      ),
    );
    expect(new Set(await apply(...groups))).toEqual(new Set(['applied']));
    expect(bench.writes()).toBe(7);
    expect(Object.keys(bench.content())).toHaveLength(400);
  });

  test('a large store is read page by page as it was when the reading began', async () => {
    for (let index = 0; index < 6_000; index += 1)
      bench.etcd.store.put(at(`n${index}/aaaa0001`), { host: '192.0.2.1', targetstrip: 1 });
    let pages = 0;
    bench.etcd.intercept = () => {
      pages += 1;
      if (pages === 2) bench.etcd.store.remove(at('n999/aaaa0001'));
      return undefined;
    };
    const found = await bench.read();
    expect({
      pages,
      found: found.length,
      names: new Set(found.map(({ name }) => name)).size,
    }).toEqual({ pages: 2, found: 6_000, names: 6_000 });
    bench.etcd.intercept = ({ method }) => {
      if (method === 'Range') bench.etcd.store.put(at('late/aaaa0001'), { host: '192.0.2.1' });
      bench.etcd.store.compact();
      return undefined;
    };
    await expect(bench.read()).rejects.toMatchObject({
      reason: 'transient',
      message: expect.stringContaining('has been compacted') as string,
    });
  });
});

describe('versions', () => {
  test('the version moves with every change under the prefix, and with nothing else', async () => {
    const version = (): Promise<string | undefined> | undefined =>
      bench.provider.zoneVersion?.(zone, never);
    const seen = [await version()];
    const note = async (change: () => void): Promise<void> => {
      change();
      seen.push(await version());
    };
    await note(() => bench.etcd.store.put(at('a/1'), { host: '192.0.2.1' }));
    await note(() => bench.etcd.store.put(at('b/1'), { host: '192.0.2.1' }));
    await note(() => bench.etcd.store.remove(at('a/1')));
    await note(() => bench.etcd.store.put(at('b/1'), { host: '192.0.2.2' }));
    expect(new Set(seen).size).toBe(5);
    bench.etcd.store.put('/other', 'x');
    expect(await version()).toBe(seen.at(-1));
  });
});

describe('as upstream', () => {
  let upstream: Provider;
  beforeEach(() => {
    upstream = bench.create({ behavior: 'compat' });
  });

  test('hosts of any type join the first endpoint of their name, which comes once for each; texts stand alone', async () => {
    bench.etcd.store.put(at('www/1'), {
      host: '192.0.2.1',
      targetstrip: 1,
      ttl: 60,
      group: 'blue',
    });
    bench.etcd.store.put(at('www/2'), { host: '2001:db8::1', text: 'n', targetstrip: 1 });
    const merged = {
      ...a('www.example.org', '192.0.2.1', '2001:db8::1'),
      ttlSeconds: 60,
      properties: [{ name: 'coredns/group', value: 'blue' }],
    };
    expect(await bench.read(upstream)).toEqual([merged, merged, txt('www.example.org', 'n')]);
  });

  test('a value that is no message ends the reading', async () => {
    bench.etcd.store.put(at('www/1'), 'no json');
    await expect(bench.read(upstream)).rejects.toThrow(`failed to unmarshal "${at('www/1')}"`);
  });

  test('data is stored raw, and texts join the keys of their name in order', async () => {
    await bench.apply(
      [
        group(
          creation(txt('m.example.org', 'n')),
          creation(record({ name: 'm.example.org', type: 'MX', targets: ['10 mail.example.org'] })),
        ),
      ],
      upstream,
    );
    expect(Object.values(bench.content())).toEqual([
      { host: '10 mail.example.org', text: 'n', targetstrip: 1 },
    ]);
  });

  test('of several PTR targets the last stays', async () => {
    const ptr = record({ name: '7.2.0.192.in-addr.arpa', type: 'PTR', targets: ['a', 'b'] });
    bench.etcd.store.put('/skydns/arpa/in-addr/192/0/2/7', { host: 'old' });
    await bench.apply([group(creation(ptr))], upstream);
    expect(bench.content()).toEqual({ '/skydns/arpa/in-addr/192/0/2/7': { host: 'b' } });
  });
});

test('names outside of the filter are not read', async () => {
  bench.etcd.store.put(at('www/1'), { host: '192.0.2.1', targetstrip: 1 });
  const filtered = bench.create({ acceptsName: (name) => name === 'other.example.org' });
  expect(await bench.read(filtered)).toEqual([]);
  expect(await filtered.readNames?.(zone, [toDnsName('www.example.org')], never)).toEqual([]);
});

test('SRV and MX data is wanted in the spelling in which it is read', async () => {
  const wanted = [
    record({ name: 's.example.org', type: 'SRV', targets: ['1  2 443 s.example.org', 'broken'] }),
    record({ name: 'm.example.org', type: 'MX', targets: ['10 mail.example.org.'] }),
    record({ name: '7.2.0.192.in-addr.arpa', type: 'PTR', targets: ['a', 'b'] }),
    a('www.example.org', '192.0.2.1'),
  ];
  const held = await bench.provider.adjust?.(wanted, never);
  expect(held?.map(({ targets }) => targets)).toEqual([
    ['1 2 443 s.example.org.', 'broken'],
    ['10 mail.example.org'],
    ['a'],
    ['192.0.2.1'],
  ]);
});
