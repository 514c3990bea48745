import { createEndpoint, type ChangeGroup } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromWebhookChanges, toWebhookChanges } from './change-groups.ts';
import { decodeChanges, encodeChanges, noChanges } from './changes-codec.ts';

const a = (name: string, target: string) => createEndpoint({ name, type: 'A', targets: [target] });
const marker = (name: string, owned: string) =>
  createEndpoint({ name, type: 'TXT', targets: ['"owned"'], labels: { ownedRecord: owned } });

describe('decodeChanges', () => {
  test.each([
    { name: 'null is no change', body: 'null', expected: { ok: true, value: noChanges } },
    { name: 'an empty object is no change', body: '{}', expected: { ok: true, value: noChanges } },
    {
      name: 'list names in any case',
      body: '{"Create":[{"dnsName":"a.example.org","targets":["192.0.2.1"],"recordType":"A"}],"Delete":null}',
      expected: { ok: true, value: { ...noChanges, create: [a('a.example.org', '192.0.2.1')] } },
    },
    { name: 'a list', body: '[]', expected: { ok: false, problem: 'changes must be an object' } },
    {
      name: 'a list that is an object',
      body: '{"create":{}}',
      expected: { ok: false, problem: 'create must be a list' },
    },
    {
      name: 'a bad endpoint, with its place',
      body: '{"updateNew":[{},{"dnsName":1}]}',
      expected: { ok: false, problem: 'updateNew[1]: dnsName must be a text' },
    },
  ])('$name', ({ body, expected }) => {
    expect(decodeChanges(body)).toEqual(expected);
  });

  test('an empty body and random text never throw', () => {
    expect(decodeChanges('')).toMatchObject({ ok: false });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(decodeChanges(body)).toHaveProperty('ok');
      }),
    );
  });
});

test('encodeChanges leaves empty lists out', () => {
  expect([...encodeChanges(noChanges)].join('')).toBe('{}\n');
  expect(
    [...encodeChanges({ ...noChanges, delete: [a('a.example.org', '192.0.2.1')] })].join(''),
  ).toBe('{"delete":[{"dnsName":"a.example.org","targets":["192.0.2.1"],"recordType":"A"}]}\n');
});

describe('groups', () => {
  const group = (name: string): ChangeGroup => ({
    name: createEndpoint({ name, type: 'A', targets: [] }).name,
    changes: [
      { kind: 'create', after: marker(`a-${name}`, name), role: 'marker' },
      { kind: 'create', after: a(name, '192.0.2.1'), role: 'record' },
    ],
  });

  test('are sent records first, then markers', () => {
    expect(toWebhookChanges([group('x.example.org'), group('y.example.org')])).toEqual({
      ...noChanges,
      create: [
        a('x.example.org', '192.0.2.1'),
        a('y.example.org', '192.0.2.1'),
        marker('a-x.example.org', 'x.example.org'),
        marker('a-y.example.org', 'y.example.org'),
      ],
    });
  });

  test('are made by name, with markers beside the record they speak of', () => {
    expect(
      fromWebhookChanges({
        ...noChanges,
        create: [marker('a-x.example.org', 'x.example.org'), a('x.example.org', '192.0.2.1')],
      }),
    ).toEqual([group('x.example.org')]);
  });

  test('pair updates by identity and take the rest as deletes and creates', () => {
    const before = a('x.example.org', '192.0.2.1');
    const after = a('x.example.org', '192.0.2.2');
    const gone = a('old.example.org', '192.0.2.3');
    const fresh = createEndpoint({
      name: 'old.example.org',
      type: 'CNAME',
      targets: ['t.example.org'],
    });
    expect(
      fromWebhookChanges({ ...noChanges, updateOld: [gone, before], updateNew: [after, fresh] }),
    ).toEqual([
      { name: 'x.example.org', changes: [{ kind: 'update', before, after, role: 'record' }] },
      {
        name: 'old.example.org',
        changes: [
          { kind: 'delete', before: gone, role: 'record' },
          { kind: 'create', after: fresh, role: 'record' },
        ],
      },
    ]);
  });
});
