import { createEndpoint, type Endpoint } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEndpointListDecoder,
  decodeEndpoints,
  encodeEndpoints,
  type EndpointListDecoder,
} from './endpoint-list.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function pushAll(decoder: EndpointListDecoder, chunks: readonly Uint8Array[]): Endpoint[] {
  return chunks.flatMap((chunk) => {
    const result = decoder.push(chunk);
    if (!result.ok) throw new Error(result.problem);
    return result.value;
  });
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('.'));
const endpoint = fc
  .record({
    name: text.map((value) => value.trim()),
    type: fc.constantFrom('A', 'TXT', 'CNAME', ''),
    targets: fc.array(text, { maxLength: 3 }),
    setIdentifier: text,
    ttlSeconds: fc.nat(),
    labels: fc.dictionary(
      text.filter((name) => name !== '__proto__' && !/^\d/.test(name)),
      text,
    ),
    properties: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }),
  })
  .map(createEndpoint);

test('a list is the same after writing and reading it, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(endpoint, { maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      (list, size) => {
        const whole = bytes([...encodeEndpoints(list)].join(''));
        const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const decoder = createEndpointListDecoder();
        expect(pushAll(decoder, chunks)).toEqual(list);
        expect(decoder.end()).toEqual({ ok: true, value: undefined });
      },
    ),
  );
});

test('pieces of a long list are short, and together they are one document', () => {
  const list = Array.from({ length: 5_000 }, (_, index) =>
    createEndpoint({ name: `n${index}.example.org`, type: 'A', targets: ['192.0.2.1'] }),
  );
  const pieces = [...encodeEndpoints(list)];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(40_000);
  expect(JSON.parse(pieces.join(''))).toHaveLength(5_000);
});

describe('what upstream writes', () => {
  test.each([
    {
      name: 'members in order, empty ones left out, labels sorted, HTML characters escaped, newline at the end',
      list: [
        createEndpoint({
          name: 'a.example.org',
          type: 'TXT',
          targets: ['"<a>&"'],
          ttlSeconds: 60,
          setIdentifier: 'blue',
          labels: { resource: 'r', owner: 'o' },
          properties: [{ name: 'webhook/x', value: '' }],
        }),
      ],
      expected:
        '[{"dnsName":"a.example.org","targets":["\\"\\u003ca\\u003e\\u0026\\""],"recordType":"TXT","setIdentifier":"blue","recordTTL":60,"labels":{"owner":"o","resource":"r"},"providerSpecific":[{"name":"webhook/x"}]}]\n',
    },
    { name: 'an empty list', list: [], expected: '[]\n' },
  ])('$name', ({ list, expected }) => {
    expect([...encodeEndpoints(list)].join('')).toBe(expected);
  });
});

const www = createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.1'] });

describe('what is understood', () => {
  test.each([
    { name: 'null for no list', body: 'null', expected: [] },
    { name: 'white space around everything', body: ' \n[ ] ', expected: [] },
    {
      name: 'member names in any case',
      body: '[{"DNSName":"www.example.org","Targets":["192.0.2.1"],"RecordType":"A"}]',
      expected: [www],
    },
    {
      name: 'null members and unknown ones',
      body: '[{"dnsName":"www.example.org","targets":["192.0.2.1"],"recordType":"A","labels":null,"x":{"y":[1]}},null]',
      expected: [www],
    },
    {
      name: 'only the first value of the body',
      body: '[{"dnsName":"www.example.org","targets":["192.0.2.1"],"recordType":"A"}]garbage',
      expected: [www],
    },
  ])('$name', ({ body, expected }) => {
    expect(decodeEndpoints(bytes(body))).toEqual({ ok: true, value: expected });
  });
});

describe('what is a problem', () => {
  test.each([
    { name: 'an object', body: '{}', problem: 'must be a list of endpoints' },
    { name: 'nothing', body: '', problem: 'the list of endpoints ends early, after 0 of them' },
    {
      name: 'a list that breaks off between elements',
      body: '[{"dnsName":"a"},',
      problem: 'the list of endpoints ends early, after 1 of them',
    },
    {
      name: 'a list that breaks off in a string',
      body: '[{"dnsName":"a',
      problem: 'the list of endpoints ends early, after 0 of them',
    },
    {
      name: 'an element of another kind',
      body: '[{},1]',
      problem: 'endpoint 1: must be an object',
    },
    {
      name: 'a TTL that is a text',
      body: '[{"recordTTL":"60"}]',
      problem: 'endpoint 0: recordTTL must be a whole number',
    },
    {
      name: 'targets that are a text',
      body: '[{"targets":"192.0.2.1"}]',
      problem: 'endpoint 0: targets must be a list of texts',
    },
    {
      name: 'labels that hold numbers',
      body: '[{"labels":{"a":1}}]',
      problem: 'endpoint 0: labels must hold texts',
    },
    {
      name: 'properties that are texts',
      body: '[{"providerSpecific":["a"]}]',
      problem: 'endpoint 0: providerSpecific must hold objects with the texts name and value',
    },
  ])('$name', ({ body, problem }) => {
    expect(decodeEndpoints(bytes(body))).toEqual({ ok: false, problem });
  });

  test.each(['[{},]', '[,{}]', '[{},,{}]', '[{}{}]'])(
    'commas amiss, wherever the bytes are cut: %s',
    (body) => {
      for (const size of [1, 2, 3, 4, 10]) {
        const decoder = createEndpointListDecoder();
        for (let at = 0; at < body.length; at += size)
          decoder.push(bytes(body.slice(at, at + size)));
        const end = decoder.end();
        expect(end.ok ? '' : end.problem).toMatch(/^not JSON/);
      }
    },
  );

  test('broken JSON names itself and stays a problem', () => {
    const decoder = createEndpointListDecoder();
    const first = decoder.push(bytes('[{"dnsName":}]'));
    expect(first).toMatchObject({ ok: false });
    expect(decoder.push(bytes('[]'))).toBe(first);
    expect(decoder.end()).toBe(first);
  });

  test('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (body) => {
        expect(decodeEndpoints(body)).toHaveProperty('ok');
      }),
    );
  });
});
