import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Behavior, Endpoint } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toApiChanges } from './change-batch.ts';
import { fromRecordSet, toRecordSet } from './convert.ts';
import { parseCoordinates } from './coordinates.ts';
import { fromApiName } from './names.ts';
import { sameRecordSet } from './same-record-set.ts';
import { settleChanges } from './settle-changes.ts';
import { properties, record, update } from './testing/changes.ts';
import { storedName } from './testing/stored-set.ts';
import { toTxtValue } from './txt-value.ts';

const context = (behavior: Behavior) => ({ zoneId: 'ZOWN', behavior, evaluateTargetHealth: true });
const weighted = (values: Readonly<Record<string, string>>): Endpoint =>
  record('w.example.org', 'A', '192.0.2.1', { setIdentifier: 'x', properties: properties(values) });

describe('names', () => {
  test.each([
    ['\\052.example.org', '*.example.org', '*.example.org'],
    ['k-\\045\\041-x.example.org', 'k-%!-x.example.org', 'k-%!-x.example.org'],
    ['k-\\100\\133-x.example.org', 'k-@[-x.example.org', 'k-@[-x.example.org'],
    ['a\\056b.example.org', 'a.b.example.org', 'a\\056b.example.org'],
    ['a"\\052.example.org', 'a"*.example.org', 'a"*.example.org'],
    ['a"\\041.example.org', 'a"\\041.example.org', 'a"!.example.org'],
    ['\\303\\274.example.org', 'ü.example.org', '\\303\\274.example.org'],
    ['x\\y.example.org', 'x\\y.example.org', 'x\\y.example.org'],
    ['www.example.org', 'www.example.org', 'www.example.org'],
  ])('%s is %s in compat, %s in safe', (name, compat, safe) => {
    expect([fromApiName(name, 'compat'), fromApiName(name, 'safe')]).toEqual([compat, safe]);
  });

  test('what the service writes with codes comes back in plain', () => {
    const label = fc.stringMatching(/^[!-~]{1,20}$/).filter((text) => !/[.\\A-Z]/.test(text));
    fc.assert(
      fc.property(label, (text) => {
        const stored = storedName(`${text}.example.org`);
        expect(fromApiName(stored, 'safe')).toBe(`${text}.example.org.`);
      }),
    );
  });
});

describe('TXT values', () => {
  test.each([
    ['plain text', '"plain text"'],
    ['', '""'],
    ['say "hi" \\', '"say \\"hi\\" \\\\"'],
    ['ü', '"\\303\\274"'],
    ['"in quotes"', '"in quotes"'],
    ['"two" "strings"', '"two" "strings"'],
    ['"with ü"', '"with \\303\\274"'],
    ['"\\303\\274"', '"\\303\\274"'],
    ['"not closed', '"not closed'],
    ['x'.repeat(256), `"${'x'.repeat(255)}" "x"`],
    [`"${'x'.repeat(256)}"`, `"${'x'.repeat(255)}" "x"`],
  ])('%j becomes %s', (target, value) => {
    expect(toTxtValue(target)).toBe(value);
    expect(toTxtValue(value)).toBe(value);
  });

  test('every text becomes printable strings of at most 255 bytes, and stays as it is then', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        const value = toTxtValue(text.startsWith('"') ? `x${text}` : text);
        expect(value).toMatch(/^(?:"(?:[ !#-[\]-~]|\\["\\]|\\[0-3][0-7]{2}){0,255}" ?)+$/);
        expect(toTxtValue(value)).toBe(value);
      }),
    );
  });
});

describe('record sets as upstream reads them', () => {
  const base: ResourceRecordSet = {
    Name: 'a.example.org.',
    Type: 'A',
    SetIdentifier: 'x',
    TTL: 60,
    ResourceRecords: [{ Value: '192.0.2.1' }],
  };

  test.each<readonly [string, Partial<ResourceRecordSet>, Readonly<Record<string, string>>]>([
    ['weight', { Weight: 10 }, { 'aws/weight': '10' }],
    ['weight 0', { Weight: 0 }, { 'aws/weight': '0' }],
    ['region', { Region: 'eu-west-1' }, { 'aws/region': 'eu-west-1' }],
    [
      'failover',
      { Failover: 'PRIMARY', HealthCheckId: 'h' },
      { 'aws/failover': 'PRIMARY', 'aws/health-check-id': 'h' },
    ],
    ['multivalue', { MultiValueAnswer: true }, { 'aws/multi-value-answer': '' }],
    ['no multivalue', { MultiValueAnswer: false }, {}],
    [
      'continent',
      { GeoLocation: { ContinentCode: 'EU' } },
      { 'aws/geolocation-continent-code': 'EU' },
    ],
    [
      'country and subdivision',
      { GeoLocation: { CountryCode: 'US', SubdivisionCode: 'NY' } },
      { 'aws/geolocation-country-code': 'US', 'aws/geolocation-subdivision-code': 'NY' },
    ],
    [
      'proximity',
      { GeoProximityLocation: { AWSRegion: 'eu-west-1', Bias: 5 } },
      { 'aws/geoproximity-region': 'eu-west-1', 'aws/geoproximity-bias': '5' },
    ],
    [
      'coordinates',
      { GeoProximityLocation: { Coordinates: { Latitude: '1', Longitude: '2' }, Bias: 0 } },
      { 'aws/geoproximity-coordinates': '1,2', 'aws/geoproximity-bias': '0' },
    ],
    ['CIDR', { CidrRoutingConfig: { CollectionId: 'c', LocationName: 'l' } }, {}],
  ])('%s', (_name, fields, expected) => {
    const read = fromRecordSet({ ...base, ...fields }, context('compat'));
    expect(read?.properties).toEqual(properties(expected));
    expect([read?.setIdentifier, read?.ttlSeconds]).toEqual(['x', 60]);
  });

  test.each<readonly [string, ResourceRecordSet, Partial<Endpoint>]>([
    [
      'a CNAME',
      {
        Name: 'c.example.org.',
        Type: 'CNAME',
        TTL: 5,
        ResourceRecords: [{ Value: 'x.example.net.' }],
      },
      { targets: ['x.example.net'], properties: properties({ alias: 'false' }) },
    ],
    [
      'an alias',
      {
        Name: 'a.example.org.',
        Type: 'A',
        AliasTarget: {
          HostedZoneId: 'Z1',
          DNSName: '\\052.pool.example.org.',
          EvaluateTargetHealth: false,
        },
      },
      {
        targets: ['*.pool.example.org'],
        ttlSeconds: 300,
        properties: properties({ 'aws/evaluate-target-health': 'false', alias: 'true' }),
      },
    ],
    [
      'an SRV keeps its dot',
      { Name: 's.example.org.', Type: 'SRV', TTL: 5, ResourceRecords: [{ Value: '1 2 3 x.' }] },
      { targets: ['1 2 3 x.'] },
    ],
  ])('%s', (_name, set, expected) => {
    const read = fromRecordSet(set, context('compat'));
    expect(read).toMatchObject(expected);
  });

  test.each<readonly [string, ResourceRecordSet]>([
    ['a traffic policy', { Name: 't.example.org.', Type: 'A', TrafficPolicyInstanceId: 't' }],
    ['a PTR', { Name: 'p.example.org.', Type: 'PTR', TTL: 5, ResourceRecords: [{ Value: 'x.' }] }],
  ])('%s is not seen', (_name, set) => {
    expect(fromRecordSet(set, context('compat'))).toBeUndefined();
  });
});

describe('endpoints as upstream writes them', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, Partial<ResourceRecordSet>]>([
    ['a weight that is none', { 'aws/weight': 'heavy' }, { Weight: 0 }],
    ['a weight with a fraction', { 'aws/weight': '1.5' }, { Weight: 0 }],
    [
      'multivalue, whatever it says',
      { 'aws/multi-value-answer': 'false' },
      { MultiValueAnswer: true },
    ],
    [
      'the continent wins',
      { 'aws/geolocation-continent-code': 'EU', 'aws/geolocation-country-code': 'DE' },
      { GeoLocation: { ContinentCode: 'EU' } },
    ],
    [
      'a bias that is none',
      { 'aws/geoproximity-bias': '10.5' },
      {
        GeoProximityLocation: {
          AWSRegion: undefined,
          LocalZoneGroup: undefined,
          Coordinates: undefined,
          Bias: 0,
        },
      },
    ],
    [
      'a bias beyond 32 bits',
      { 'aws/geoproximity-bias': '2147483648' },
      {
        GeoProximityLocation: {
          AWSRegion: undefined,
          LocalZoneGroup: undefined,
          Coordinates: undefined,
          Bias: 0,
        },
      },
    ],
    [
      'an empty region',
      { 'aws/geoproximity-region': '' },
      {
        GeoProximityLocation: {
          AWSRegion: '',
          LocalZoneGroup: undefined,
          Coordinates: undefined,
          Bias: undefined,
        },
      },
    ],
    ['coordinates that are none', { 'aws/geoproximity-coordinates': '91,0' }, {}],
  ])('%s', (_name, given, expected) => {
    expect(toRecordSet(weighted(given), context('compat'))).toEqual({
      Name: 'w.example.org',
      Type: 'A',
      TTL: 300,
      ResourceRecords: [{ Value: '192.0.2.1' }],
      SetIdentifier: 'x',
      ...expected,
    });
  });

  test.each([
    ['an ELB', { alias: 'true' }, 'x.eu-west-1.elb.amazonaws.com', 'Z32O12XQLNTSW2', true],
    ['a name elsewhere', { alias: 'true' }, 'y.example.org', 'ZOWN', true],
    [
      'a zone that is given',
      { alias: 'true', 'aws/target-hosted-zone': 'ZQ' },
      'x.eu-west-1.elb.amazonaws.com',
      'ZQ',
      true,
    ],
    [
      'an empty evaluation',
      { alias: 'true', 'aws/evaluate-target-health': '' },
      'y.example.org',
      'ZOWN',
      false,
    ],
  ])('an alias to %s', (_name, given, target, HostedZoneId, EvaluateTargetHealth) => {
    const wanted = record('a.example.org', 'A', [target, 'ignored.example.org'], {
      ttlSeconds: 60,
      properties: properties(given),
    });
    expect(toRecordSet(wanted, context('compat'))).toEqual({
      Name: 'a.example.org',
      Type: 'A',
      AliasTarget: { HostedZoneId, DNSName: target, EvaluateTargetHealth },
    });
  });

  test.each([
    ['45.0,90.0', true],
    ['-90.0,-180.0', true],
    ['90.0,180.0', true],
    ['1e1,.5', true],
    ['91.0,90.0', false],
    ['45.0,-181.0', false],
    ['45.0', false],
    ['1,2,3', false],
    ['a,b', false],
    ['', false],
    ['NaN,1', false],
  ])('%s are coordinates: %s', (text, are) => {
    expect(parseCoordinates(text) !== undefined).toBe(are);
  });
});

describe('updates', () => {
  const plain = record('w.example.org', 'A', '192.0.2.1');
  const alias = record('w.example.org', 'A', 'x.eu-west-1.elb.amazonaws.com', {
    properties: properties({ alias: 'true' }),
  });
  const inPlace = ['UPSERT'];
  const replaced = ['DELETE', 'CREATE'];

  test.each<readonly [string, Endpoint, Endpoint, readonly string[], readonly string[]]>([
    ['other data', plain, { ...plain, targets: ['192.0.2.2'] }, inPlace, inPlace],
    [
      'another weight',
      weighted({ 'aws/weight': '1' }),
      weighted({ 'aws/weight': '2' }),
      inPlace,
      inPlace,
    ],
    [
      'weight to region',
      weighted({ 'aws/weight': '1' }),
      weighted({ 'aws/region': 'eu-west-1' }),
      replaced,
      replaced,
    ],
    [
      'country to continent',
      weighted({ 'aws/geolocation-country-code': 'DE' }),
      weighted({ 'aws/geolocation-continent-code': 'EU' }),
      replaced,
      inPlace,
    ],
    [
      'multivalue to proximity',
      weighted({ 'aws/multi-value-answer': '' }),
      weighted({ 'aws/geoproximity-region': 'x' }),
      inPlace,
      replaced,
    ],
    ['address to alias', plain, alias, replaced, replaced],
    [
      'IPv6 address to alias',
      { ...plain, type: 'AAAA' },
      { ...alias, type: 'AAAA' },
      inPlace,
      replaced,
    ],
  ])('%s', (_name, before, after, compat, safe) => {
    const actions = (behavior: Behavior): (string | undefined)[] =>
      toApiChanges(update(before, after), context(behavior)).map(({ Action }) => Action);
    expect([actions('compat'), actions('safe')]).toEqual([compat, safe]);
  });
});

describe('settling', () => {
  const set = (Value: string, Type: 'A' | 'CNAME' = 'A'): ResourceRecordSet => ({
    Name: 'a.example.org',
    Type,
    TTL: 60,
    ResourceRecords: [{ Value }],
  });
  const change = (Action: 'CREATE' | 'DELETE' | 'UPSERT', one: ResourceRecordSet) => ({
    Action,
    ResourceRecordSet: one,
  });
  const [one, two] = [set('192.0.2.1'), set('192.0.2.2')];

  test.each([
    ['created already', [change('CREATE', one)], [one], []],
    ['still to create', [change('CREATE', one)], [], ['CREATE']],
    ['deleted already', [change('DELETE', one)], [], []],
    ['still to delete', [change('DELETE', one)], [one], ['DELETE']],
    ['replaced already', [change('DELETE', one), change('CREATE', two)], [two], []],
    ['half gone', [change('DELETE', one), change('CREATE', two)], [], ['CREATE']],
    ['an UPSERT stays', [change('UPSERT', one)], [one], ['UPSERT']],
    ['made by others', [change('CREATE', one)], [two], undefined],
    ['changed by others', [change('DELETE', one)], [two], undefined],
  ])('%s', (_name, changes, current, open) => {
    const settled = settleChanges(changes, current);
    expect(settled.ok ? settled.changes.map(({ Action }) => Action) : undefined).toEqual(open);
  });

  test('hosts are compared by their meaning, values in any order', () => {
    expect(sameRecordSet(set('WWW.example.net.', 'CNAME'), set('www.example.net', 'CNAME'))).toBe(
      true,
    );
    const both = { ...one, ResourceRecords: [{ Value: 'x' }, { Value: 'y' }] };
    expect(
      sameRecordSet(both, { ...both, ResourceRecords: both.ResourceRecords.toReversed() }),
    ).toBe(true);
    expect(sameRecordSet(one, { ...one, TTL: 61 })).toBe(false);
  });
});
