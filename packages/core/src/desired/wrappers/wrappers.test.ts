import { describe, expect, test } from 'vitest';
import { createEndpoint, type EndpointInit } from '../../model/create-endpoint.ts';
import { toDnsName } from '../../model/dns-name.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { ObjectRef } from '../../model/object-ref.ts';
import type { Drop } from '../claim.ts';
import { testWrappers } from '../testing/test-wrappers.ts';
import { deduplicate } from './deduplicate.ts';
import { defaultTargets } from './default-targets.ts';
import { fillTtl } from './fill-ttl.ts';
import { addNat64, parseNat64Networks } from './nat64.ts';
import { preferAlias } from './prefer-alias.ts';
import { createPropertyFilter } from './retain-properties.ts';
import { reverseEndpoints, withoutReverseWish } from './reverse-records.ts';
import { keepTargetsInNets, parseTargetNets } from './target-nets.ts';

const object: ObjectRef = {
  source: 'service',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'shop',
  name: 'web',
};

/** `type target+target` at `www.example.org`. */
function endpoint(text: string, more: Partial<EndpointInit> = {}): Endpoint {
  const [type = '', targets] = text.split(' ');
  return createEndpoint({
    name: 'www.example.org',
    type,
    targets: targets === undefined ? [] : targets.split('+'),
    objects: [object],
    ...more,
  });
}

function lines(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints.map(({ type, targets }) => `${type} ${targets.join('+')}`.trim());
}

function collect() {
  const drops: Drop[] = [];
  return { drops, onDrop: (drop: Drop) => void drops.push(drop) };
}

const properties = (...texts: string[]) =>
  texts.map((text) => {
    const [name = '', value = ''] = text.split('=');
    return { name, value };
  });

describe('default targets', () => {
  const targets = ['203.0.113.1', 'lb.example.net.', '2001:db8::1'];

  test.each([
    [
      'stand in where there are none',
      'A',
      false,
      ['A 203.0.113.1', 'AAAA 2001:db8::1', 'CNAME lb.example.net'],
    ],
    ['leave what has targets', 'A 192.0.2.1', false, ['A 192.0.2.1']],
    [
      'replace all by force',
      'TXT x',
      true,
      ['A 203.0.113.1', 'AAAA 2001:db8::1', 'CNAME lb.example.net'],
    ],
  ])('%s', (_, given, forceDefaultTargets, expected) => {
    const options = testWrappers({ defaultTargets: targets, forceDefaultTargets });
    expect(lines(defaultTargets([endpoint(given)], options))).toEqual(expected);
  });

  test('keep everything but type and targets; compat forgets the objects', () => {
    const given = endpoint('A', {
      ttlSeconds: 60,
      setIdentifier: 'blue',
      labels: { resource: 'crd/shop/web', extra: 'x' },
      properties: properties('aws/weight=1'),
    });
    for (const behavior of ['safe', 'compat'] as const) {
      const options = testWrappers({ behavior, defaultTargets: ['203.0.113.1'] });
      expect(defaultTargets([given], options)).toEqual([
        { ...given, targets: ['203.0.113.1'], objects: behavior === 'safe' ? [object] : [] },
      ]);
    }
  });

  test('force without targets does nothing', () => {
    const options = testWrappers({ forceDefaultTargets: true });
    expect(lines(defaultTargets([endpoint('A 192.0.2.1')], options))).toEqual(['A 192.0.2.1']);
  });
});

describe('deduplication', () => {
  test('the first of equals stays, with its TTL, and targets are sorted and unique', () => {
    const { drops, onDrop } = collect();
    const other = { ...object, name: 'web-2' };
    const kept = deduplicate(
      [
        endpoint('A 192.0.2.2+192.0.2.1+192.0.2.2', { ttlSeconds: 60 }),
        endpoint('A 192.0.2.1+192.0.2.2', { ttlSeconds: 300, objects: [other] }),
        endpoint('A 192.0.2.1', { setIdentifier: 'blue' }),
        endpoint('A 192.0.2.1'),
      ],
      'compat',
      onDrop,
    );
    expect(kept.map(({ ttlSeconds, objects }) => [ttlSeconds, objects.length])).toEqual([
      [60, 2],
      [0, 1],
      [0, 1],
    ]);
    expect(lines(kept)).toEqual(['A 192.0.2.1+192.0.2.2', 'A 192.0.2.1', 'A 192.0.2.1']);
    expect(drops.map(({ code }) => code)).toEqual(['duplicate']);
  });

  test.each([
    ['A', [], ['invalid-endpoint']],
    ['CNAME a.example.net+b.example.net', [], ['invalid-endpoint']],
    ['MX 10', ['invalid-endpoint'], ['invalid-endpoint']],
  ])('%s: compat drops %j, safe drops %j', (text, compat, safe) => {
    for (const [behavior, expected] of [
      ['compat', compat],
      ['safe', safe],
    ] as const) {
      const { drops, onDrop } = collect();
      deduplicate([endpoint(text)], behavior, onDrop);
      expect(drops.map(({ code }) => code)).toEqual(expected);
    }
  });
});

describe('NAT64', () => {
  const networks = parseNat64Networks(['64:ff9b::/96', ' 2001:db8:64::/96 ']);

  test('adds the embedded addresses of what lies inside, and keeps the rest', () => {
    const given = endpoint('AAAA 64:ff9b::c000:207+2001:db8::1+64:ff9b::c000:208%eth0', {
      ttlSeconds: 60,
    });
    expect(addNat64([given, endpoint('A 192.0.2.1')], networks, collect().onDrop)).toEqual([
      given,
      endpoint('A 192.0.2.1'),
      { ...given, type: 'A', targets: ['192.0.2.7'] },
    ]);
  });

  test('a target that is no address is told', () => {
    const { drops, onDrop } = collect();
    expect(lines(addNat64([endpoint('AAAA lb.example.net')], networks, onDrop))).toEqual([
      'AAAA lb.example.net',
    ]);
    expect(drops.map(({ code }) => code)).toEqual(['untranslatable']);
  });

  test.each(['64:ff9b::/95', '192.0.2.0/24', '64:ff9b::', 'x'])('%s is refused', (value) => {
    expect(() => parseNat64Networks([value])).toThrow(RangeError);
  });
});

describe('target nets', () => {
  test.each([
    ['A 192.0.2.1+198.51.100.1', ['192.0.2.0/24'], [], ['A 192.0.2.1']],
    ['CNAME lb.example.net', ['192.0.2.0/24'], [], []],
    ['CNAME lb.example.net', [], ['192.0.2.0/24'], ['CNAME lb.example.net']],
    ['A 192.0.2.1+192.0.2.2', ['192.0.2.0/24'], ['192.0.2.2/32'], ['A 192.0.2.1']],
    ['A', [], ['192.0.2.0/24'], []],
    ['A', [], [], ['A']],
    ['A 192.0.2.1', ['192.0.2.1', 'x/8'], [], ['A 192.0.2.1']],
  ])('%s inside %j and outside %j leaves %j', (text, include, exclude, expected) => {
    const { nets } = parseTargetNets(include, exclude);
    expect(lines(keepTargetsInNets([endpoint(text)], nets, collect().onDrop))).toEqual(expected);
  });

  test('what is no network is told', () => {
    expect(parseTargetNets(['192.0.2.1'], ['x']).problems).toEqual([
      {
        code: 'invalid-network',
        message:
          '--target-net-filter: "192.0.2.1" is ignored because it is not a network such as 192.0.2.0/24',
      },
      {
        code: 'invalid-network',
        message:
          '--exclude-target-net: "x" is ignored because it is not a network such as 192.0.2.0/24',
      },
    ]);
  });
});

describe('PTR', () => {
  const reverse = toDnsName('1.2.0.192.in-addr.arpa');

  test.each<[string, Endpoint[], boolean, string[]]>([
    ['only where asked for', [endpoint('A 192.0.2.1')], false, []],
    [
      'by the property, in any case',
      [endpoint('A 192.0.2.1', { properties: properties('record-type=PTR') })],
      false,
      ['PTR www.example.org'],
    ],
    [
      'not where the property says otherwise, be it empty',
      [endpoint('A 192.0.2.1', { properties: properties('record-type=') })],
      true,
      [],
    ],
    ['not for wildcards', [endpoint('A 192.0.2.1', { name: '*.example.org' })], true, []],
    ['not for other types', [endpoint('CNAME 192.0.2.1')], true, []],
    [
      'IPv4 inside IPv6 has the IPv4 name',
      [endpoint('AAAA ::ffff:192.0.2.1')],
      true,
      ['PTR www.example.org'],
    ],
    [
      'one with all names',
      [endpoint('A 192.0.2.1', { name: 'a.example.org' }), endpoint('A 192.0.2.2+192.0.2.1')],
      true,
      ['PTR a.example.org+www.example.org'],
    ],
  ])('%s', (_, forward, createPtr, expected) => {
    const options = testWrappers({ ptr: true, createPtr });
    expect(lines(reverseEndpoints(reverse, forward, options))).toEqual(expected);
  });

  test('the smallest TTL counts, and none is the smallest', () => {
    const ttl = (...seconds: number[]) =>
      reverseEndpoints(
        reverse,
        seconds.map((ttlSeconds) => endpoint('A 192.0.2.1', { ttlSeconds })),
        testWrappers({ ptr: true, createPtr: true }),
      )[0]?.ttlSeconds;
    expect([ttl(300, 60), ttl(300, 0)]).toEqual([60, 0]);
  });

  test('compat keeps spellings of an address and repeated names apart', () => {
    const name = toDnsName(
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    );
    const forward = [
      endpoint('AAAA 2001:db8::1'),
      endpoint('AAAA 2001:db8::1', { setIdentifier: 'blue' }),
      endpoint('AAAA 2001:0db8::1', { name: 'a.example.org' }),
    ];
    const of = (behavior: 'safe' | 'compat') =>
      lines(
        reverseEndpoints(name, forward, testWrappers({ behavior, ptr: true, createPtr: true })),
      );
    expect(of('compat')).toEqual(['PTR www.example.org+www.example.org', 'PTR a.example.org']);
    expect(of('safe')).toEqual(['PTR www.example.org+a.example.org']);
  });

  test('the wish is spent', () => {
    const given = endpoint('TXT x', { properties: properties('record-type=ptr', 'x=1') });
    expect(withoutReverseWish(given).properties).toEqual(properties('x=1'));
  });
});

describe('properties', () => {
  test.each<['safe' | 'compat', string, string[], string[]]>([
    [
      'compat',
      'aws',
      ['b=1', 'aws/x=1', 'google/x=1', 'aws-sd/x=1', 'alias=true'],
      ['alias=true', 'aws/x=1', 'b=1'],
    ],
    ['compat', 'cloudflare', ['z/x=1', 'a=1'], ['a=1', 'z/x=1']],
    ['compat', 'azure-dns', ['azure/tags=1'], []],
    ['compat', 'aws', ['webhook/aws-weight=1'], []],
    ['safe', 'azure-dns', ['azure/tags=1'], ['azure/tags=1']],
    ['safe', 'skydns', ['coredns/group=g'], ['coredns/group=g']],
    ['safe', 'aws', ['webhook/aws-weight=1', 'webhook/x=1'], ['aws/weight=1']],
    ['safe', 'aws', ['external-dns.kubernetes.io/aws-weight=1'], ['aws/weight=1']],
    ['safe', 'aws', ['external-dns.alpha.kubernetes.io/aws-weight=1'], ['aws/weight=1']],
    ['safe', 'aws', ['webhook/aws-weight=1', 'aws/weight=2'], ['aws/weight=2']],
    ['safe', 'webhook', ['webhook/aws-weight=1', 'aws/weight=2'], ['webhook/aws-weight=1']],
    [
      'safe',
      'cloudflare',
      ['external-dns.alpha.kubernetes.io/cloudflare-proxied=true', 'webhook/cloudflare-tags=a'],
      [
        'external-dns.kubernetes.io/cloudflare-proxied=true',
        'external-dns.kubernetes.io/cloudflare-tags=a',
      ],
    ],
    [
      'safe',
      'cloudflare',
      [
        'external-dns.alpha.kubernetes.io/cloudflare-proxied=true',
        'external-dns.kubernetes.io/cloudflare-proxied=false',
      ],
      ['external-dns.kubernetes.io/cloudflare-proxied=false'],
    ],
  ])('%s, provider %s: %j become %j', (behavior, provider, given, expected) => {
    const filter = createPropertyFilter({ behavior, provider });
    expect(
      filter(endpoint('A 192.0.2.1', { properties: properties(...given) })).properties,
    ).toEqual(properties(...expected));
  });
});

test('a TTL is filled in, never raised', () => {
  const ttl = (given: number, least: number) =>
    fillTtl(endpoint('A 192.0.2.1', { ttlSeconds: given }), least).ttlSeconds;
  expect([ttl(0, 300), ttl(60, 300), ttl(0, 0)]).toEqual([300, 60, 0]);
});

test('a CNAME is to be an alias unless it says something about it', () => {
  const alias = (text: string, ...given: string[]) =>
    preferAlias(endpoint(text, { properties: properties(...given) })).properties;
  expect(alias('CNAME lb.example.net')).toEqual(properties('alias=true'));
  expect(alias('CNAME lb.example.net', 'alias=false')).toEqual(properties('alias=false'));
  expect(alias('A 192.0.2.1')).toEqual([]);
});
