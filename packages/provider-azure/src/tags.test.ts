import { createEndpoint } from '@org/dns-core';
import { expect, test } from 'vitest';
import { asHeld } from './adjust.ts';
import { metadataOf, withTagsAsMetadata } from './tags.ts';

const www = (...properties: { name: string; value: string }[]) =>
  createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.1'], properties });

test.each<[string, Record<string, string> | undefined]>([
  ['team=edge,cost=17', { team: 'edge', cost: '17' }],
  ['team = edge , cost=17 ', { team: 'edge', cost: '17' }],
  ['a=1,,b=2', { a: '1', b: '2' }],
  ['a=1=2', { a: '1=2' }],
  ['novalue,x=,=y', undefined],
])('tags %j are the metadata %j', (value, metadata) => {
  const held = withTagsAsMetadata(www({ name: 'azure/tags', value }));
  expect(metadataOf(held)).toEqual(metadata);
  expect(held.properties.some(({ name }) => name === 'azure/tags')).toBe(false);
});

test('the list of keys has one order', () => {
  expect(withTagsAsMetadata(www({ name: 'azure/tags', value: 'b=2,a=1' })).properties).toEqual([
    { name: 'azure/metadata-a', value: '1' },
    { name: 'azure/metadata-b', value: '2' },
    { name: 'azure/metadata-keys', value: 'a,b' },
  ]);
});

test('metadata that the list of keys does not name is not written', () => {
  expect(metadataOf(www({ name: 'azure/metadata-a', value: '1' }))).toBeUndefined();
});

test('alias is said only of what is an Azure resource', () => {
  const alias = { name: 'alias', value: 'true' };
  expect(asHeld(www(alias)).properties).toEqual([]);
  const resource = { ...www(alias), targets: ['/subscriptions/s/resourceGroups/g/x'] };
  expect(asHeld(resource)).toEqual(resource);
});
