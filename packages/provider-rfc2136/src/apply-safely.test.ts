import type { ChangeGroup } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import type { Fault } from './testing/fake-dns-server.ts';
import {
  asMarker,
  create,
  group,
  never,
  onRequest,
  record,
  remove,
  startProviderBench,
  update,
} from './testing/provider-bench.ts';
import { rcodes } from './wire/codes.ts';

describe('writing', () => {
  test.each<{ name: string; before: string[]; changes: ChangeGroup; after: string[] }>([
    {
      name: 'creates a record set with its marker',
      before: [],
      changes: group(
        asMarker(create('a-www 0 TXT "heritage=external-dns,external-dns/owner=me"')),
        create('www 60 A 192.0.2.1, 192.0.2.2'),
      ),
      after: [
        'a-www.example.org. 0 TXT "heritage=external-dns,external-dns/owner=me"',
        'www.example.org. 60 A 192.0.2.1',
        'www.example.org. 60 A 192.0.2.2',
      ],
    },
    {
      name: 'updates in place, beside records of other types',
      before: ['www.example.org. 60 A 192.0.2.1', 'www.example.org. 60 TXT "by hand"'],
      changes: group(update('www 60 A 192.0.2.1', 'www 90 A 192.0.2.2')),
      after: ['www.example.org. 60 TXT "by hand"', 'www.example.org. 90 A 192.0.2.2'],
    },
    {
      name: 'changes a TTL alone',
      before: ['www.example.org. 60 A 192.0.2.1'],
      changes: group(update('www 60 A 192.0.2.1', 'www 90 A 192.0.2.1')),
      after: ['www.example.org. 90 A 192.0.2.1'],
    },
    {
      name: 'deletes a record set',
      before: ['www.example.org. 60 A 192.0.2.1', 'www.example.org. 60 AAAA 2001:db8::1'],
      changes: group(remove('www 0 A 192.0.2.1')),
      after: ['www.example.org. 60 AAAA 2001:db8::1'],
    },
    {
      name: 'turns addresses into a CNAME in one update',
      before: ['www.example.org. 60 A 192.0.2.1', 'www.example.org. 60 AAAA 2001:db8::1'],
      changes: group(
        create('www 60 CNAME lb.example.net'),
        remove('www 60 A 192.0.2.1'),
        remove('www 60 AAAA 2001:db8::1'),
      ),
      after: ['www.example.org. 60 CNAME lb.example.net.'],
    },
    {
      name: 'turns a CNAME into addresses in one update',
      before: ['www.example.org. 60 CNAME lb.example.net.'],
      changes: group(create('www 60 A 192.0.2.1'), remove('www 60 CNAME lb.example.net')),
      after: ['www.example.org. 60 A 192.0.2.1'],
    },
    {
      name: 'takes host names and texts in any spelling that means the same',
      before: ['www.example.org. 60 CNAME LB.Example.NET.', 'text.example.org. 60 TXT "a"'],
      changes: group(
        update('www 60 CNAME LB.Example.NET', 'www 60 CNAME other.example.net.'),
        update('text 60 TXT a', 'text 60 TXT b c'),
      ),
      after: ['text.example.org. 60 TXT "b" "c"', 'www.example.org. 60 CNAME other.example.net.'],
    },
    {
      name: 'writes wildcards',
      before: [],
      changes: group(create('* 60 A 192.0.2.1')),
      after: ['*.example.org. 60 A 192.0.2.1'],
    },
  ])('$name', async ({ before, changes, after }) => {
    await using bench = await startProviderBench(before);
    expect(await bench.apply(changes)).toEqual(['applied']);
    expect(bench.held()).toEqual(after);
    expect(bench.server.take()).toEqual(['UPDATE example.org.']);
    // What is done is done: the same again is a success and changes nothing.
    const { serial } = bench.server.zones.get('example.org.') ?? {};
    expect(await bench.apply(changes)).toEqual(['applied']);
    expect(bench.server.zones.get('example.org.')?.serial).toBe(serial);
    expect(bench.held()).toEqual(after);
  });

  test('keeps to the least TTL, for markers too', async () => {
    await using bench = await startProviderBench([], { minTtlSeconds: 300 });
    const [wanted] = (await bench.provider.adjust?.([record('www 60 A 192.0.2.1')], never)) ?? [];
    expect(wanted?.ttlSeconds).toBe(300);
    await bench.apply(group(asMarker(create('m 0 TXT "x"')), create('www 400 A 192.0.2.1')));
    expect(bench.held()).toEqual([
      'm.example.org. 300 TXT "x"',
      'www.example.org. 400 A 192.0.2.1',
    ]);
  });

  test.each<{ name: string; before: string[]; changes: ChangeGroup; expected: string }>([
    {
      name: 'a record set that somebody made in between',
      before: ['www.example.org. 60 A 192.0.2.9'],
      changes: group(create('www 60 A 192.0.2.1')),
      expected: 'A since it was read (it is 192.0.2.9 now)',
    },
    {
      name: 'a record set to which somebody added',
      before: ['www.example.org. 60 A 192.0.2.1', 'www.example.org. 60 A 192.0.2.9'],
      changes: group(update('www 60 A 192.0.2.1', 'www 60 A 192.0.2.2')),
      expected: 'A since it was read (it is 192.0.2.1, 192.0.2.9 now)',
    },
    {
      name: 'a record set that somebody deleted',
      before: [],
      changes: group(update('www 60 A 192.0.2.1', 'www 60 A 192.0.2.2')),
      expected: 'A since it was read (it is gone)',
    },
    {
      name: 'the deletion of what somebody changed',
      before: ['www.example.org. 60 A 192.0.2.9'],
      changes: group(remove('www 60 A 192.0.2.1')),
      expected: 'A since it was read (it is 192.0.2.9 now)',
    },
    {
      name: 'a CNAME beside what somebody made, which the server would leave out without a word',
      before: ['www.example.org. 60 TXT "by hand"'],
      changes: group(create('www 60 CNAME lb.example.net')),
      expected: 'TXT since it was read (it is "by hand" now)',
    },
    {
      name: 'an address beside a CNAME that somebody made',
      before: ['www.example.org. 60 CNAME lb.example.net.'],
      changes: group(create('www 60 A 192.0.2.1')),
      expected: 'CNAME since it was read (it is lb.example.net now)',
    },
  ])('does not overwrite $name, and writes the rest', async ({ before, changes, expected }) => {
    await using bench = await startProviderBench(before);
    expect(await bench.apply(changes, group(create('rest 60 A 192.0.2.1')))).toEqual([
      `failed transient: www.example.org: somebody else has changed ${expected}; it is planned anew with the next pass`,
      'applied',
    ]);
    expect(bench.held()).toEqual(['rest.example.org. 60 A 192.0.2.1', ...before].toSorted());
  });

  test('leaves half a group to be done when the other half is there', async () => {
    await using bench = await startProviderBench(['m.example.org. 0 TXT "x"']);
    expect(
      await bench.apply(group(asMarker(create('m 0 TXT "x"')), create('www 60 A 192.0.2.1'))),
    ).toEqual(['applied']);
    expect(bench.held()).toEqual(['m.example.org. 0 TXT "x"', 'www.example.org. 60 A 192.0.2.1']);
  });

  test('finds what the server refuses among many, and writes the rest', async () => {
    await using bench = await startProviderBench();
    bench.server.refuses = (name) => name === 'n37.example.org.';
    const groups = Array.from({ length: 60 }, (_, at) => group(create(`n${at} 60 A 192.0.2.1`)));
    const outcomes = await bench.apply(...groups);
    expect(
      outcomes.flatMap((outcome, at) => (outcome === 'applied' ? [] : [`${at} ${outcome}`])),
    ).toEqual([
      '37 failed rejected: example.org: 127.0.0.1:PORT answered REFUSED; allow this key (or this address) to update these names',
    ]);
    expect(bench.held().length).toBe(59);
    expect(bench.server.take().length).toBeLessThan(20);
  });

  test('does not search where the whole zone may not be updated', async () => {
    await using bench = await startProviderBench();
    bench.server.fault = onRequest('UPDATE', { kind: 'rcode', rcode: rcodes.REFUSED });
    const groups = Array.from({ length: 60 }, (_, at) => group(create(`n${at} 60 A 192.0.2.1`)));
    const outcomes = await bench.apply(...groups);
    expect(new Set(outcomes)).toEqual(
      new Set([
        'failed unauthorized: example.org: 127.0.0.1:PORT answered REFUSED; allow this key (or this address) to update these names',
      ]),
    );
    expect(bench.server.take().length).toBe(2);
  });

  test.each<{ name: string; change: string; expected: string }>([
    {
      name: 'an address that is none',
      change: 'bad 60 A 192.0.2.256',
      expected:
        'rejected: bad.example.org: A target "192.0.2.256": "192.0.2.256" is not an IPv4 address',
    },
    {
      name: 'a type that is none',
      change: 'bad 60 NOSUCH x',
      expected: 'unsupported: bad.example.org: DNS knows no type NOSUCH',
    },
    {
      name: 'a CNAME at the apex',
      change: '@ 60 CNAME lb.example.net',
      expected: 'rejected: example.org: the apex of a zone cannot be a CNAME; give it addresses',
    },
    {
      name: 'a TTL beyond what DNS allows',
      change: 'bad 2147483648 A 192.0.2.1',
      expected: 'rejected: bad.example.org: the TTL 2147483648 is over 2147483647',
    },
    {
      name: 'more than fits into a message',
      change: `bad 60 TXT ${Array.from({ length: 300 }, (_, at) => `"${at}${'x'.repeat(240)}"`).join(', ')}`,
      expected:
        'rejected: bad.example.org: the change needs 81244 bytes, 64000 fit into one update; give the name fewer records',
    },
  ])('refuses $name before it is sent', async ({ change, expected }) => {
    await using bench = await startProviderBench();
    expect(await bench.apply(group(create(change)), group(create('rest 60 A 192.0.2.1')))).toEqual([
      `failed ${expected}`,
      'applied',
    ]);
  });

  test.each<{ name: string; fault: Fault; expected: string; written: boolean }>([
    {
      name: 'a reset before it was written',
      fault: { kind: 'reset', when: 'before' },
      expected: 'unknown transient: example.org: 127.0.0.1:PORT: read ECONNRESET',
      written: false,
    },
    {
      name: 'a reset after it was written',
      fault: { kind: 'reset', when: 'after' },
      expected: 'unknown transient: example.org: 127.0.0.1:PORT: read ECONNRESET',
      written: true,
    },
    {
      name: 'an answer without signature',
      fault: { kind: 'unsigned' },
      expected: 'unknown unauthorized: example.org: the answer is not signed',
      written: true,
    },
    {
      name: 'a server that is unwell',
      fault: { kind: 'rcode', rcode: rcodes.SERVFAIL },
      expected: 'failed transient: example.org: 127.0.0.1:PORT answered SERVFAIL',
      written: false,
    },
    {
      name: 'a zone that is gone',
      fault: { kind: 'rcode', rcode: rcodes.NOTAUTH },
      expected:
        'failed not-found: example.org: 127.0.0.1:PORT answered NOTAUTH; it is not the primary server of this zone; check --rfc2136-host',
      written: false,
    },
    {
      name: 'a server without updates',
      fault: { kind: 'rcode', rcode: rcodes.NOTIMP },
      expected:
        'failed unsupported: example.org: 127.0.0.1:PORT answered NOTIMP; it takes no dynamic updates',
      written: false,
    },
  ])('says what is known after $name, and can be called again', async (given) => {
    await using bench = await startProviderBench();
    bench.server.fault = onRequest('UPDATE', given.fault, 1);
    const change = group(create('www 60 A 192.0.2.1'));
    expect(await bench.apply(change)).toEqual([given.expected]);
    expect(bench.held().length).toBe(given.written ? 1 : 0);
    expect(await bench.apply(change)).toEqual(['applied']);
    expect(bench.held()).toEqual(['www.example.org. 60 A 192.0.2.1']);
  });

  test('says that it is not known after a time-out, and finishes the next time', async () => {
    await using bench = await startProviderBench();
    bench.server.fault = onRequest('UPDATE', { kind: 'silence', when: 'after' }, 1);
    const change = group(create('www 60 A 192.0.2.1'));
    const applying = bench.apply(change);
    await bench.clock.waitForTimer(10_000);
    bench.clock.advance(10_000);
    expect(await applying).toEqual([
      'unknown transient: example.org: 127.0.0.1:PORT did not answer within 10 s',
    ]);
    expect(await bench.apply(change)).toEqual(['applied']);
  });

  test('stops where a batch is lost, and says which groups were not begun', async () => {
    await using bench = await startProviderBench([], { batchChangeSize: 2 });
    bench.server.fault = onRequest('UPDATE', { kind: 'reset', when: 'after' }, 1);
    const groups = [1, 2, 3].map((at) => group(create(`n${at} 60 A 192.0.2.1`)));
    expect(await bench.apply(...groups)).toEqual([
      'unknown transient: example.org: 127.0.0.1:PORT: read ECONNRESET',
      'unknown transient: example.org: 127.0.0.1:PORT: read ECONNRESET',
      'failed transient: example.org: 127.0.0.1:PORT: read ECONNRESET',
    ]);
    expect(bench.server.take()).toEqual(['UPDATE example.org.']);
  });

  test('never splits a group, and keeps to the size of a batch', async () => {
    await using bench = await startProviderBench([], { batchChangeSize: 3 });
    const pair = (at: number) =>
      group(asMarker(create(`m${at} 0 TXT "x"`)), create(`n${at} 60 A 192.0.2.1`));
    await bench.apply(...[1, 2, 3].map(pair));
    expect(bench.server.take()).toEqual(Array(3).fill('UPDATE example.org.'));
    await bench.apply(...[4, 5, 6].map((at) => group(create(`n${at} 60 A 192.0.2.1`))));
    expect(bench.server.take()).toEqual(['UPDATE example.org.']);
  });

  test('uses one connection for what follows in short order', async () => {
    await using bench = await startProviderBench();
    for (const at of [1, 2, 3]) await bench.apply(group(create(`n${at} 60 A 192.0.2.1`)));
    expect(bench.server.connections).toBe(1);
    bench.clock.advance(5000);
    await bench.apply(group(create('n4 60 A 192.0.2.1')));
    expect(bench.server.connections).toBe(2);
  });
});
