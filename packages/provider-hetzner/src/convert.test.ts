import { createEndpoint, toDnsName } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asHeld, fromRrset, toRrName, toValues } from './convert.ts';

const home = { name: toDnsName('example.org'), ttlSeconds: 3600 };

test.each([
  ['example.org', '@'],
  ['www.example.org', 'www'],
  ['a.b.example.org', 'a.b'],
  ['*.example.org', '*'],
])('%s is %s in its zone', (name, expected) => {
  expect(toRrName(toDnsName(name), home.name)).toBe(expected);
});

describe('read', () => {
  test.each([
    ['A', '192.0.2.1', '192.0.2.1'],
    ['CNAME', '@', 'example.org'],
    ['CNAME', 'lb', 'lb.example.org'],
    ['CNAME', 'lb.example.net.', 'lb.example.net'],
    ['CNAME', 'example.org.', 'example.org'],
    ['MX', '10 mx', '10 mx.example.org'],
    ['MX', '10 @', '10 example.org'],
    ['MX', '10 mx.example.net.', '10 mx.example.net'],
    ['MX', '0 .', '0 .'],
    ['MX', 'odd', 'odd'],
    ['SRV', '1 2 443 srv', '1 2 443 srv.example.org.'],
    ['NS', 'ns.example.net.', 'ns.example.net'],
    ['HTTPS', '1 . alpn=h2', '1 . alpn=h2'],
    ['TXT', '"ends in a dot."', '"ends in a dot."'],
  ])('%s %s is %s', (type, value, target) => {
    const set = { name: 'www', type, ttlSeconds: 300, labels: {}, values: [value] };
    expect(fromRrset(set, home, false)).toEqual(
      createEndpoint({ name: 'www.example.org', type, ttlSeconds: 300, targets: [target] }),
    );
  });

  test('a set at the apex without a TTL has the name and the TTL of the zone', () => {
    const set = {
      name: '@',
      type: 'A',
      ttlSeconds: undefined,
      labels: { env: 'prod' },
      values: ['192.0.2.1'],
    };
    expect(fromRrset(set, home, false)).toEqual(
      createEndpoint({ name: 'example.org', type: 'A', ttlSeconds: 3600, targets: ['192.0.2.1'] }),
    );
  });
});

describe('written', () => {
  test.each([
    ['CNAME', ['example.org'], ['example.org.']],
    ['CNAME', ['shop.example.org'], ['shop.example.org.']],
    ['CNAME', ['Bücher.example'], ['xn--bcher-kva.example.']],
    ['MX', ['10 example.org'], ['10 example.org.']],
    ['MX', ['0 .'], ['0 .']],
    ['SRV', ['1 2 443 srv.example.org.'], ['1 2 443 srv.example.org.']],
    ['TXT', ['plain'], ['"plain"']],
    ['TXT', ['"quoted \\"x\\""'], ['"quoted \\"x\\""']],
    ['TXT', ['"ü"'], ['"\\195\\188"']],
    ['TXT', ['x'.repeat(256)], [`"${'x'.repeat(255)}" "x"`]],
    ['TXT', [`"${'x'.repeat(256)}"`], [`"${'x'.repeat(255)}" "x"`]],
    ['TXT', ['"open'], ['"open']],
    ['A', ['192.0.2.1', '192.0.2.1'], ['192.0.2.1']],
    ['CAA', ['0 issue "ca.example.org"'], ['0 issue "ca.example.org"']],
  ])('%s %j is %j', (type, targets, values) => {
    expect(toValues(type, targets)).toEqual(values);
  });
});

describe('as held', () => {
  test.each([
    [0, 0],
    [1, 60],
    [60, 60],
    [300, 300],
    [4_000_000_000, 2_147_483_647],
  ])('a TTL of %d is %d', (ttlSeconds, held) => {
    const wanted = createEndpoint({ name: 'www.example.org', type: 'A', targets: [], ttlSeconds });
    expect(asHeld(wanted, false).ttlSeconds).toBe(held);
  });

  test('other properties than labels are dropped, labels too where they are not kept', () => {
    const wanted = createEndpoint({
      name: 'www.example.org',
      type: 'A',
      targets: ['192.0.2.1'],
      properties: [
        { name: 'alias', value: 'false' },
        { name: 'hetzner/label-env', value: 'prod' },
        { name: 'hetzner/label-team--slash--id', value: '' },
        { name: 'hetzner/label-bad', value: 'two words' },
        { name: 'hetzner/label-external-dns--slash--owner', value: 'mallory' },
      ],
    });
    expect(asHeld(wanted, false).properties).toEqual([]);
    expect(asHeld(wanted, true).properties).toEqual([
      { name: 'hetzner/label-env', value: 'prod' },
      { name: 'hetzner/label-team--slash--id', value: '' },
    ]);
  });

  test('is what is read back after it was written', () => {
    const host = fc.domain();
    const targets = fc.oneof(
      fc.tuple(fc.constant('CNAME'), host),
      fc.tuple(
        fc.constant('MX'),
        host.map((one) => `10 ${one}`),
      ),
      fc.tuple(
        fc.constant('SRV'),
        host.map((one) => `1 2 443 ${one}.`),
      ),
      fc.tuple(fc.constant('TXT'), fc.string({ unit: 'grapheme', maxLength: 600 })),
      fc.tuple(fc.constant('A'), fc.ipV4()),
    );
    fc.assert(
      fc.property(targets, fc.integer({ min: 0, max: 5000 }), ([type, target], ttlSeconds) => {
        fc.pre(!target.startsWith('"'));
        const wanted = createEndpoint({
          name: 'x.example.org',
          type,
          targets: [target],
          ttlSeconds,
        });
        const held = asHeld(wanted, false);
        expect(asHeld(held, false)).toEqual(held);
        const set = {
          name: toRrName(held.name, home.name),
          type,
          ttlSeconds: held.ttlSeconds === 0 ? undefined : held.ttlSeconds,
          labels: {},
          values: toValues(type, held.targets),
        };
        expect(fromRrset(set, { ...home, ttlSeconds: 0 }, false)).toEqual(held);
      }),
    );
  });
});
