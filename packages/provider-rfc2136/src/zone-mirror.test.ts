import { ProviderError, toDnsName } from '@org/dns-core';
import { describe, expect, test } from 'vitest';
import type { Fault } from './testing/fake-dns-server.ts';
import {
  create,
  exampleOrg,
  failure,
  group,
  linesOf,
  never,
  onRequest,
  startProviderBench,
} from './testing/provider-bench.ts';
import { rcodes } from './wire/codes.ts';

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
