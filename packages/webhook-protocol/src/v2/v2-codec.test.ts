import { createEndpoint, ProviderError, toDnsName, type ChangeGroup } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFailure, encodeFailure } from './failure-body.ts';
import { decodeGroups, encodeGroups } from './groups-codec.ts';
import { parseOffer } from './offer.ts';
import { decodeResults, encodeResults } from './results-codec.ts';
import { decodeDescription, encodeDescription } from './service-description.ts';
import {
  decodeNames,
  decodeVersion,
  decodeZones,
  encodeNames,
  encodeVersion,
  encodeZones,
} from './zones-codec.ts';

const before = createEndpoint({ name: 'Www.example.org', type: 'A', targets: ['192.0.2.1'] });
const after = { ...before, targets: ['192.0.2.2'], ttlSeconds: 60 };
const marker = createEndpoint({
  name: 'a-www.example.org',
  type: 'TXT',
  targets: ['"owned"'],
  labels: { ownedRecord: 'www.example.org' },
});
const group: ChangeGroup = {
  name: toDnsName('www.example.org'),
  changes: [
    { kind: 'create', after: marker, role: 'marker' },
    { kind: 'update', before, after, role: 'record' },
    { kind: 'delete', before: marker, role: 'marker' },
  ],
};

test.each([
  ['/v2', '/v2'],
  ['/dns/v2/', '/dns/v2'],
  ['v2', undefined],
  ['//elsewhere.example.org', undefined],
  ['https://elsewhere.example.org/v2', undefined],
  ['/v2?x=1', undefined],
  [undefined, undefined],
])('the offer %s names the path %s', (value, path) => {
  expect(parseOffer(value)).toBe(path);
});

describe('what is written is read again', () => {
  test('groups', () => {
    const text = [...encodeGroups([group, group])].join('');
    expect(decodeGroups(text)).toEqual({ ok: true, value: [group, group] });
    expect(decodeGroups([...encodeGroups([])].join(''))).toEqual({ ok: true, value: [] });
  });

  test('results', () => {
    const error = new ProviderError('rejected', 'example.org: CNAME beside A', {
      retryAfterMs: 500,
    });
    const lost = new ProviderError('transient', 'no reply', { mayHaveWritten: true });
    const outcomes = [
      { outcome: 'applied' },
      { outcome: 'failed', error },
      { outcome: 'unknown', error: lost },
    ] as const;
    expect(decodeResults(encodeResults(outcomes), 3)).toEqual({ ok: true, value: outcomes });
    expect(decodeFailure(encodeFailure(lost))).toEqual(lost);
  });

  test('zones, names and versions', () => {
    const zones = [
      { id: 'a/1', name: toDnsName('example.org'), version: '7' },
      { id: '*', name: toDnsName('') },
    ];
    expect(decodeZones(encodeZones(zones))).toEqual({ ok: true, value: zones });
    const names = [toDnsName('www.example.org')];
    expect(decodeNames(encodeNames(names))).toEqual({ ok: true, value: names });
    expect(decodeVersion(encodeVersion('7'))).toEqual({ ok: true, value: '7' });
    expect(decodeVersion(encodeVersion(undefined))).toEqual({ ok: true, value: undefined });
  });

  test('the description', () => {
    const description = {
      provider: 'pdns',
      names: true,
      versions: false,
      capabilities: {
        granularity: 'record-set',
        recordTypes: { A: true, CAA: { no: 'the API drops the flags' } },
        ttlSeconds: { min: 60, default: 300 },
        properties: ['alias'],
        setIdentifiers: { no: 'one record set per name and type' },
        atomicGroups: true,
        typeChangeInPlace: true,
        wildcards: true,
      },
    } as const;
    expect(decodeDescription(encodeDescription(description))).toEqual({
      ok: true,
      value: description,
    });
  });
});

test.each([
  ['[]', 'groups must be a list'],
  ['{"groups":[{}]}', 'groups[0]: name must be a text'],
  ['{"groups":[{"name":"a","changes":[]}]}', 'groups[0]: changes must be a list that is not empty'],
  [
    '{"groups":[{"name":"a","changes":[{"role":"record","kind":"replace"}]}]}',
    'groups[0]: changes[0]: kind must be create, update or delete',
  ],
  [
    '{"groups":[{"name":"a","changes":[{"role":"record","kind":"update","before":{}}]}]}',
    'groups[0]: changes[0]: after: must be an object',
  ],
])('%s: %s', (body, problem) => {
  expect(decodeGroups(body)).toEqual({ ok: false, problem });
});

test('a result too few, and one that says nothing', () => {
  expect(decodeResults('{"results":[]}', 1)).toEqual({
    ok: false,
    problem: '1 groups were sent, but 0 results came',
  });
  expect(decodeResults('{"results":[{}]}', 1)).toMatchObject({
    value: [{ outcome: 'unknown', error: { mayHaveWritten: true } }],
  });
});

test('no text makes a decoder throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const decode of [
        decodeGroups,
        decodeZones,
        decodeNames,
        decodeVersion,
        decodeDescription,
      ])
        expect(decode(text)).toHaveProperty('ok');
      expect(decodeResults(text, 1)).toHaveProperty('ok');
      decodeFailure(text);
    }),
  );
});
