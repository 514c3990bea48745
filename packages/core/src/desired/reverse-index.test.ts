import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import { createReverseIndex, type Said } from './reverse-index.ts';
import { testWrappers } from './testing/test-wrappers.ts';
import type { WrapperOptions } from './wrapper-options.ts';

const name = toDnsName('www.example.org');

function said(...targets: string[]): Said {
  const type = targets[0]?.includes(':') ? 'AAAA' : 'A';
  const endpoints =
    targets.length === 0 ? [] : [createEndpoint({ name: 'www.example.org', type, targets })];
  return { endpoints, waiting: false };
}

function keysAfter(options: Partial<WrapperOptions>, ...history: Said[]): readonly string[] {
  const index = createReverseIndex(testWrappers({ ptr: true, createPtr: true, ...options }));
  let before = said();
  for (const after of history) {
    index.replace(name, before, after);
    before = after;
  }
  return [...index.keys()].sort();
}

test.each<[string, Partial<WrapperOptions>, Said[], string[]]>([
  ['the addresses of a name', {}, [said('192.0.2.1', '192.0.2.2')], ['1.2.0.192', '2.2.0.192']],
  ['those that it has now', {}, [said('192.0.2.1'), said('192.0.2.2')], ['2.2.0.192']],
  ['none when it is gone', {}, [said('192.0.2.1'), said()], []],
  [
    'those that it had while it waits',
    {},
    [said('192.0.2.1'), { endpoints: [], waiting: true }],
    ['1.2.0.192'],
  ],
  [
    'none of before once it waits no more',
    {},
    [said('192.0.2.1'), { endpoints: [], waiting: true }, said('192.0.2.2')],
    ['2.2.0.192'],
  ],
  ['those of default targets', { defaultTargets: ['192.0.2.9'] }, [said('x')], ['9.2.0.192']],
  ['none while PTR is not managed', { ptr: false }, [said('192.0.2.1')], []],
  ['none unless asked for', { createPtr: false }, [said('192.0.2.1')], []],
])('knows %s', (_, options, history, expected) => {
  expect(keysAfter(options, ...history)).toEqual(expected.map((part) => `${part}.in-addr.arpa`));
});

test('knows what NAT64 makes of an address', () => {
  const nat64Networks = ['2001:db8:64::/96'];
  expect(keysAfter({ nat64Networks }, said('2001:db8:64::c000:201'))).toEqual([
    '1.0.2.0.0.0.0.c.0.0.0.0.0.0.0.0.0.0.0.0.4.6.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    '1.2.0.192.in-addr.arpa',
  ]);
});
