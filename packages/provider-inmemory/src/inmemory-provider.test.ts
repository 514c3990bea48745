import {
  createEndpoint,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { expect, test } from 'vitest';
import { createInMemoryProvider } from './inmemory-provider.ts';
import { create } from './testing/provider-with.ts';

const { signal } = new AbortController();
const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };

function createProvider(): Provider {
  return createInMemoryProvider({ zones: [zone.name], behavior: 'safe' });
}

function a(name: string, ...targets: string[]): Endpoint {
  return createEndpoint({ name, type: 'A', targets });
}

function group(...changes: (readonly [Change['kind'], Endpoint, Endpoint?])[]): ChangeGroup {
  return {
    name: changes[0]?.[1].name ?? zone.name,
    changes: changes.map(([kind, first, second = first]): Change => {
      if (kind === 'create') return { kind, after: first, role: 'record' };
      if (kind === 'delete') return { kind, before: first, role: 'record' };
      return { kind, before: first, after: second, role: 'record' };
    }),
  };
}

async function outcomes(provider: Provider, ...groups: ChangeGroup[]): Promise<string[]> {
  const report = await provider.applyChanges(zone, groups, signal);
  return report.outcomes.map((one) =>
    one.outcome === 'applied' ? 'applied' : `${one.error.reason}: ${one.error.message}`,
  );
}

async function content(provider: Provider): Promise<string[]> {
  const lines: string[] = [];
  for await (const chunk of provider.readZone(zone, signal)) {
    for (const { name, type, targets } of chunk) lines.push(`${name} ${type} ${targets.join('+')}`);
  }
  return lines.sort();
}

test('creates, changes and deletes, and a second time the same is no fault', async () => {
  const provider = createProvider();
  const [one, two] = [a('www.example.org', '192.0.2.1'), a('www.example.org', '192.0.2.2')];
  for (const [step, left] of [
    [group(['create', one]), ['www.example.org A 192.0.2.1']],
    [group(['update', one, two]), ['www.example.org A 192.0.2.2']],
    [group(['delete', two]), []],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- each step stands on the one before
    expect(await outcomes(provider, step)).toEqual(['applied']);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await outcomes(provider, step)).toEqual(['applied']);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await content(provider)).toEqual(left);
  }
});

test.each<[string, ChangeGroup, string]>([
  [
    'a create of what is there with other content',
    group(['create', a('www.example.org', '192.0.2.9')]),
    'rejected: zone "example.org": A www.example.org is there already with other content; read the zone again',
  ],
  [
    'an update of what is not there',
    group(['update', a('no.example.org', '192.0.2.1'), a('no.example.org', '192.0.2.2')]),
    'rejected: zone "example.org": A no.example.org cannot be changed because it is not there; read the zone again',
  ],
  [
    'an update of what has changed in between',
    group(['update', a('www.example.org', '192.0.2.8'), a('www.example.org', '192.0.2.9')]),
    'rejected: zone "example.org": A www.example.org has changed in between; read the zone again',
  ],
  [
    'a delete of what has changed in between',
    group(['delete', a('www.example.org', '192.0.2.8')]),
    'rejected: zone "example.org": A www.example.org has changed in between; read the zone again',
  ],
  [
    'a record twice in one go',
    group(['create', a('x.example.org', '192.0.2.1')], ['delete', a('x.example.org', '192.0.2.1')]),
    'rejected: zone "example.org": A x.example.org is changed twice in one go',
  ],
])('refuses %s, and the other groups go through', async (_, bad, message) => {
  const provider = createProvider();
  await outcomes(provider, group(['create', a('www.example.org', '192.0.2.1')]));
  const good = create('other.example.org TXT "yes"');
  expect(await outcomes(provider, bad, good)).toEqual([message, 'applied']);
  expect(await content(provider)).toEqual([
    'other.example.org TXT "yes"',
    'www.example.org A 192.0.2.1',
  ]);
});

test('a group is written whole or not at all', async () => {
  const provider = createProvider();
  await outcomes(provider, group(['create', a('www.example.org', '192.0.2.1')]));
  const half = group(
    ['create', createEndpoint({ name: 'www.example.org', type: 'TXT', targets: ['"x"'] })],
    ['create', a('www.example.org', '192.0.2.2')],
  );
  await outcomes(provider, half);
  expect(await content(provider)).toEqual(['www.example.org A 192.0.2.1']);
});

test('set identifiers keep record sets apart', async () => {
  const provider = createProvider();
  const blue = create('www.example.org A 192.0.2.1', { setIdentifier: 'blue' });
  const green = create('www.example.org A 192.0.2.2', { setIdentifier: 'green' });
  expect(await outcomes(provider, blue, green)).toEqual(['applied', 'applied']);
  expect(await provider.readNames?.(zone, [toDnsName('www.example.org')], signal)).toHaveLength(2);
});

test('the version changes with the content only', async () => {
  const provider = createProvider();
  const version = () => provider.zoneVersion?.(zone, signal);
  const before = await version();
  await outcomes(provider, group(['update', a('no.example.org', '192.0.2.1')]));
  expect(await version()).toBe(before);
  await outcomes(provider, create('www.example.org A 192.0.2.1'));
  expect(await version()).not.toBe(before);
  expect(await provider.listZones(signal)).toEqual([{ ...zone, version: await version() }]);
});

test('a large zone comes in chunks and whole', async () => {
  const provider = createProvider();
  const groups = Array.from({ length: 2500 }, (_, n) => create(`n${n}.example.org A 192.0.2.1`));
  await provider.applyChanges(zone, groups, signal);
  const sizes: number[] = [];
  for await (const chunk of provider.readZone(zone, signal)) sizes.push(chunk.length);
  expect(sizes).toEqual([1000, 1000, 500]);
});

test('a zone that does not exist is said', async () => {
  const other: Zone = { id: 'example.net', name: toDnsName('example.net') };
  await expect(createProvider().applyChanges(other, [], signal)).rejects.toThrow(
    'zone "example.net" does not exist; add it with --inmemory-zone=example.net',
  );
});

test('compat finds zones by the end of the name, dot or no dot, and never the root', () => {
  const names = ['', 'example.org', 'le.org'].map(toDnsName);
  const zones = names.map((name) => ({ id: name, name }));
  const foundBy = (behavior: 'safe' | 'compat', name: string) => {
    const provider = createInMemoryProvider({ zones: names, behavior });
    return provider.zonesFor?.(a(name), zones).map((one) => one.id);
  };
  const found = (name: string) => foundBy('compat', name);
  expect(['www.myexample.org', 'apple.org', 'example.net'].map(found)).toEqual([
    ['example.org'],
    ['le.org'],
    [],
  ]);
  expect(foundBy('safe', 'www.example.org')).toBeUndefined();
});
