import { expect, test } from 'vitest';
import { completed, parseManifests } from './manifest-file.ts';

const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } });

test.each([
  {
    name: 'several documents, empty ones left out',
    text: '---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n# nothing\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\n',
    expected: [service('a'), service('b')],
  },
  {
    name: 'a List of any kind, nested',
    text: `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n- kind: ServiceList\n  items: [{apiVersion: v1, kind: Service, metadata: {name: b}}]\n`,
    expected: [service('a'), service('b')],
  },
  { name: 'JSON', text: JSON.stringify(service('a')), expected: [service('a')] },
  {
    name: 'an array of objects',
    text: JSON.stringify([service('a'), service('b')]),
    expected: [service('a'), service('b')],
  },
  {
    name: 'YAML in flow style',
    text: '{apiVersion: v1, kind: Service, metadata: {name: a}}',
    expected: [service('a')],
  },
  { name: 'nothing', text: '', expected: [] },
  { name: 'comments', text: '# later\n', expected: [] },
])('reads $name', async ({ text, expected }) => {
  expect(await parseManifests(text)).toEqual(expected);
});

test.each([
  {
    name: 'no kind',
    text: 'hello',
    says: 'a document has no "kind"; each must be a Kubernetes object',
  },
  {
    name: 'no version',
    text: 'kind: Service',
    says: 'an object of kind Service has no "apiVersion"',
  },
  {
    name: 'no name',
    text: 'kind: Service\napiVersion: v1\nmetadata: {labels: {}}',
    says: 'an object of kind Service has no "metadata.name"',
  },
  {
    name: 'an annotation that is a number',
    text: 'kind: Service\napiVersion: v1\nmetadata: {name: a, annotations: {ttl: 60}}',
    says: 'Service a: metadata.annotations: the value of ttl is not text; put it in quotes',
  },
  {
    name: 'labels that are a list',
    text: 'kind: Service\napiVersion: v1\nmetadata: {name: a, labels: [x]}',
    says: 'Service a: metadata.labels is not a mapping',
  },
  {
    name: 'a mistake in YAML, with its place',
    text: 'kind: Service\n  bad: indent\n',
    says: /at line 1, column 7/,
  },
])('says what is wrong: $name', async ({ text, says }) => {
  await expect(parseManifests(text)).rejects.toThrow(says);
});

test('makes up what an API server would add, the same each time', () => {
  const object = completed({ ...service('a'), spec: { x: [1] } }, 'shop');
  expect(object).toEqual({
    ...service('a'),
    spec: { x: [1] },
    metadata: {
      name: 'a',
      namespace: 'shop',
      generation: 1,
      creationTimestamp: '1970-01-01T00:00:00Z',
      uid: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as string,
    },
  });
  expect(completed(service('a'), 'shop').metadata['uid']).toBe(object.metadata['uid']);
  expect(completed(service('a'), 'other').metadata['uid']).not.toBe(object.metadata['uid']);
});

test('what a manifest says of itself wins', () => {
  const metadata = {
    name: 'a',
    uid: 'mine',
    creationTimestamp: '2026-01-01T00:00:00Z',
    generation: 7,
  };
  expect(completed({ apiVersion: 'v1', kind: 'Node', metadata }, '').metadata).toEqual(metadata);
});
