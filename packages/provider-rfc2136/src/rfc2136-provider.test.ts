import { ProviderError, Secret, toDnsName, type ChangeGroup } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { describe, expect, test } from 'vitest';
import {
  asMarker,
  create,
  exampleOrg,
  group,
  linesOf,
  never,
  readAll,
  record,
  remove,
  startProviderBench,
  update,
} from './testing/provider-bench.ts';
import type { Fault } from './testing/fake-dns-server.ts';
import { rcodes } from './wire/codes.ts';

/** The fault for the first request that begins so, or for every one. */
function onRequest(kind: string, fault: Fault, times = Infinity) {
  let left = times;
  return (request: string): Fault | undefined => {
    if (!request.startsWith(kind) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

describe('reading', () => {
  test('gives every record set of the zone but what the server keeps itself', async () => {
    await using bench = await startProviderBench([
      'www.example.org. 60 A 192.0.2.1',
      'www.example.org. 60 A 192.0.2.2',
      'WWW6.example.org. 60 AAAA 2001:db8::1',
      'alias.example.org. 60 CNAME lb.example.net.',
      'text.example.org. 0 TXT "a b" "c"',
      `long.example.org. 0 TXT "${'x'.repeat(300)}"`,
      'mail.example.org. 60 MX 10 mx.example.net.',
      '_sip._tcp.example.org. 60 SRV 1 2 443 s.example.net.',
      'svc.example.org. 60 HTTPS 1 . alpn="h2"',
      'odd.example.org. 60 TYPE65280 \\# 1 ff',
      'example.org. 60 DNSKEY 257 3 13 AQID',
      'www.example.org. 60 NSEC3PARAM \\# 1 00',
    ]);
    expect(await bench.read()).toEqual([
      'WWW6.example.org 60 AAAA 2001:db8::1',
      '_sip._tcp.example.org 60 SRV 1 2 443 s.example.net.',
      'alias.example.org 60 CNAME lb.example.net',
      `long.example.org 0 TXT "${'x'.repeat(300)}"`,
      'mail.example.org 60 MX 10 mx.example.net',
      'odd.example.org 60 TYPE65280 \\# 1 ff',
      'svc.example.org 60 HTTPS 1 . alpn="h2"',
      'text.example.org 0 TXT "a b" "c"',
      'www.example.org 60 A 192.0.2.1, 192.0.2.2',
    ]);
  });

  test('a second time asks for the differences only', async () => {
    await using bench = await startProviderBench([
      'a.example.org. 60 A 192.0.2.1',
      'b.example.org. 60 A 192.0.2.1',
    ]);
    await bench.read();
    bench.server.zones
      .get('example.org.')
      ?.edit(
        'add a.example.org. 90 A 192.0.2.2',
        'delete b.example.org. A',
        'add c.example.org. 60 A 192.0.2.3',
      );
    const names = ['a', 'b', 'c', 'd'].map((label) => toDnsName(`${label}.example.org`));
    expect(linesOf((await bench.provider.readNames?.(exampleOrg, names, never)) ?? [])).toEqual([
      'a.example.org 90 A 192.0.2.1, 192.0.2.2',
      'c.example.org 60 A 192.0.2.3',
    ]);
    expect(await bench.read()).toEqual(await bench.read(bench.create()));
    expect(bench.server.take()).toEqual([
      'AXFR example.org.',
      'IXFR example.org.',
      'IXFR example.org.',
      'AXFR example.org.',
    ]);
  });

  test('takes the whole zone from a server that keeps no differences, and after most of an hour', async () => {
    await using bench = await startProviderBench(['a.example.org. 60 A 192.0.2.1']);
    bench.server.hasJournal = false;
    await bench.read();
    bench.server.zones.get('example.org.')?.edit('add b.example.org. 60 A 192.0.2.2');
    expect(await bench.read()).toEqual([
      'a.example.org 60 A 192.0.2.1',
      'b.example.org 60 A 192.0.2.2',
    ]);
    bench.clock.advance(50 * 60_000);
    await bench.read();
    expect(bench.server.take()).toEqual([
      'AXFR example.org.',
      'IXFR example.org.',
      'AXFR example.org.',
    ]);
  });

  test('tells by the serial number whether there is anything new', async () => {
    await using bench = await startProviderBench();
    const version = () => bench.provider.zoneVersion?.(exampleOrg, never);
    const before = await version();
    expect(await version()).toBe(before);
    await bench.apply(group(create('a 60 A 192.0.2.1')));
    expect(await version()).not.toBe(before);
  });

  test.each<{ name: string; fault: Fault; expected: string }>([
    {
      name: 'a refusal',
      fault: { kind: 'rcode', rcode: rcodes.REFUSED },
      expected:
        'unauthorized: example.org: SERVER answered REFUSED; allow this key (or this address) to query and to transfer the zone',
    },
    {
      name: 'a zone that is not there',
      fault: { kind: 'rcode', rcode: rcodes.NOTAUTH },
      expected:
        'not-found: example.org: SERVER answered NOTAUTH; it does not serve this zone; check --rfc2136-host and --rfc2136-zone',
    },
    {
      name: 'a server that is unwell',
      fault: { kind: 'rcode', rcode: rcodes.SERVFAIL },
      expected: 'transient: example.org: SERVER answered SERVFAIL',
    },
    {
      name: 'a connection that breaks',
      fault: { kind: 'reset', when: 'before' },
      expected: 'transient: example.org: SERVER: read ECONNRESET',
    },
    {
      name: 'a transfer that is cut off',
      fault: { kind: 'cut' },
      expected: 'transient: example.org: SERVER: the server closed the connection',
    },
    {
      name: 'a message that is missing',
      fault: { kind: 'gap' },
      expected: 'unauthorized: example.org: the signature of the answer is wrong',
    },
    {
      name: 'a message that comes twice',
      fault: { kind: 'repeat' },
      expected: 'unauthorized: example.org: the signature of the answer is wrong',
    },
    {
      name: 'an answer without signature',
      fault: { kind: 'unsigned' },
      expected: 'unauthorized: example.org: the answer is not signed',
    },
    {
      name: 'a server with another time',
      fault: { kind: 'clock', aheadMs: 600_000 },
      expected:
        "unauthorized: example.org: the server's clock is 600 s ahead of ours, 300 s are allowed (BADTIME); set both clocks",
    },
  ])('ends with an error, never with less, on $name', async ({ fault, expected }) => {
    const lines = Array.from({ length: 20 }, (_, at) => `n${at}.example.org. 60 A 192.0.2.1`);
    await using bench = await startProviderBench(lines);
    bench.server.fault = onRequest('AXFR', fault);
    expect(await failure(bench.read(), bench.server.port)).toBe(expected);
    bench.server.fault = () => undefined;
    expect((await bench.read()).length).toBe(20);
  });

  test('of differences that break off begins anew the next time', async () => {
    await using bench = await startProviderBench(['a.example.org. 60 A 192.0.2.1']);
    await bench.read();
    bench.server.zones
      .get('example.org.')
      ?.edit(
        'delete a.example.org. A',
        'add b.example.org. 60 A 192.0.2.2',
        'add c.example.org. 60 A 192.0.2.3',
      );
    bench.server.fault = onRequest('IXFR', { kind: 'cut' }, 1);
    await expect(bench.read()).rejects.toThrow(ProviderError);
    expect(await bench.read()).toEqual([
      'b.example.org 60 A 192.0.2.2',
      'c.example.org 60 A 192.0.2.3',
    ]);
  });

  test('gives up on a server that does not answer', async () => {
    await using bench = await startProviderBench();
    bench.server.fault = onRequest('AXFR', { kind: 'silence', when: 'before' });
    const reading = failure(bench.read(), bench.server.port);
    await bench.clock.waitForTimer(10_000);
    bench.clock.advance(10_000);
    expect(await reading).toBe('transient: example.org: SERVER did not answer within 10 s');
  });

  test('ends at once when it is aborted', async () => {
    await using bench = await startProviderBench();
    bench.server.fault = onRequest('AXFR', { kind: 'silence', when: 'before' });
    const abort = new AbortController();
    const next = bench.provider.readZone(exampleOrg, abort.signal)[Symbol.asyncIterator]().next();
    await bench.clock.waitForTimer(10_000);
    abort.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });
});

async function failure(work: Promise<unknown>, port: number): Promise<string> {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    return `${error.reason}: ${error.message}`.replaceAll(`127.0.0.1:${port}`, 'SERVER');
  }
}

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

describe('without transfers', () => {
  test('nothing is read, and there are no versions', async () => {
    await using bench = await startProviderBench(['www.example.org. 60 A 192.0.2.1'], {
      transfer: false,
    });
    expect(await bench.read()).toEqual([]);
    expect(Object.keys(bench.provider)).not.toContain('readNames');
    expect(Object.keys(bench.provider)).not.toContain('zoneVersion');
    expect(bench.server.take()).toEqual([]);
  });

  test('what is there already costs one request and changes nothing', async () => {
    await using bench = await startProviderBench([], { transfer: false });
    const groups = [1, 2, 3].map((at) => group(create(`n${at} 60 A 192.0.2.1`)));
    expect(await bench.apply(...groups)).toEqual(['applied', 'applied', 'applied']);
    expect(bench.server.take()).toEqual(['UPDATE example.org. NXRRSET', 'UPDATE example.org.']);
    expect(await bench.apply(...groups)).toEqual(['applied', 'applied', 'applied']);
    expect(bench.server.take()).toEqual(['UPDATE example.org.']);
  });

  test('what others hold is not added to', async () => {
    await using bench = await startProviderBench(['n2.example.org. 60 A 192.0.2.9'], {
      transfer: false,
    });
    const groups = [1, 2, 3].map((at) => group(create(`n${at} 60 A 192.0.2.1`)));
    expect(await bench.apply(...groups)).toEqual([
      'applied',
      'failed rejected: example.org: n2.example.org holds other records already; allow zone transfers and set --rfc2136-axfr, so that they can be read and changed',
      'applied',
    ]);
    expect(bench.held()).toEqual([
      'n1.example.org. 60 A 192.0.2.1',
      'n2.example.org. 60 A 192.0.2.9',
      'n3.example.org. 60 A 192.0.2.1',
    ]);
  });
});

describe('signatures', () => {
  test.each([
    [
      'another secret',
      { keyName: 'k8s-key', algorithm: 'hmac-sha256', secret: 'b3RoZXI=' },
      'unauthorized: example.org: the server finds the signature wrong (BADSIG): its secret for the key k8s-key. is another one',
    ],
    [
      'another key',
      { keyName: 'nobody', algorithm: 'hmac-sha256', secret: 'b3RoZXI=' },
      'unauthorized: example.org: the server does not know the key nobody. with this algorithm (BADKEY)',
    ],
    [
      'a secret that is not base64',
      { keyName: 'k8s-key', algorithm: 'hmac-sha256', secret: 'hunter2!' },
      'unauthorized: the secret of the TSIG key k8s-key is not base64; take it as tsig-keygen prints it',
    ],
  ] as const)(
    'with %s nothing is read or written, and no secret is told',
    async (_, tsig, expected) => {
      await using bench = await startProviderBench(['a.example.org. 60 A 192.0.2.1']);
      const secret = fixedSecret(new Secret(tsig.secret));
      const provider = bench.create({ tsig: { ...tsig, secret } });
      const message = await failure(bench.read(provider), bench.server.port);
      expect(message).toBe(expected);
      const { outcomes } = await provider.applyChanges(
        exampleOrg,
        [group(create('www 60 A 192.0.2.1'))],
        never,
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed']);
      expect(bench.held()).toEqual(['a.example.org. 60 A 192.0.2.1']);
      expect(JSON.stringify(outcomes) + message).not.toContain(tsig.secret);
    },
  );

  test('a secret is asked for each time, so that a file can be replaced', async () => {
    await using bench = await startProviderBench();
    let secret = 'b3RoZXI=';
    const provider = bench.create({
      tsig: {
        keyName: 'k8s-key',
        algorithm: 'hmac-sha256',
        secret: async () => new Secret(secret),
      },
    });
    await expect(readAll(provider)).rejects.toThrow('BADSIG');
    secret = 'dGhlIHNlY3JldCBvZiBib3RoIHNpZGVz';
    expect((await readAll(provider)).length).toBe(1);
  });
});
