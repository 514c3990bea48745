import { createEndpoint, toDnsName, type Endpoint, type Provider } from '@org/dns-core';
import { expect, test } from 'vitest';
import { memory } from '../testing/start-service.ts';
import { withWireProperties } from './wire-properties.ts';

const never = new AbortController().signal;
const zone = { id: 'example.org', name: toDnsName('example.org') };
const weighted = (property: string): Endpoint =>
  createEndpoint({
    name: 'a.example.org',
    type: 'A',
    targets: ['192.0.2.1'],
    setIdentifier: 'blue',
    properties: [
      { name: property, value: '10' },
      { name: 'alias', value: 'false' },
    ],
  });

function weighing(): Provider {
  const inner = memory();
  return {
    ...inner,
    capabilities: { ...inner.capabilities, properties: ['alias', 'aws/weight'] },
    adjust: async (desired) => desired,
    zonesFor: (endpoint) => (endpoint.properties[0]?.name === 'aws/weight' ? [zone] : []),
  };
}

test('properties have the name of the wire on the wire, and their own behind it', async () => {
  const inner = weighing();
  const provider = withWireProperties(inner);
  const wire = weighted('webhook/weight');
  const own = weighted('aws/weight');
  expect(provider.capabilities.properties).toEqual(['alias', 'webhook/weight']);
  expect(provider.zonesFor?.(wire, [zone])).toEqual([zone]);
  expect(await provider.adjust?.([wire], never)).toEqual([wire]);
  await provider.applyChanges(
    zone,
    [{ name: own.name, changes: [{ kind: 'create', role: 'record', after: wire }] }],
    never,
  );
  expect(await inner.readNames?.(zone, [own.name], never)).toEqual([own]);
  expect(await provider.readNames?.(zone, [own.name], never)).toEqual([wire]);
  for await (const chunk of provider.readZone(zone, never)) expect(chunk).toEqual([wire]);
  const heavier = { ...wire, properties: [{ name: 'webhook/weight', value: '20' }] };
  await provider.applyChanges(
    zone,
    [
      {
        name: own.name,
        changes: [{ kind: 'update', role: 'record', before: wire, after: heavier }],
      },
    ],
    never,
  );
  expect(await provider.readNames?.(zone, [own.name], never)).toEqual([heavier]);
  await provider.applyChanges(
    zone,
    [{ name: own.name, changes: [{ kind: 'delete', role: 'record', before: heavier }] }],
    never,
  );
  expect(await provider.readNames?.(zone, [own.name], never)).toEqual([]);
});

test.each([
  ['lists none', undefined],
  ['has none with a slash', ['alias']],
])('a provider that %s is left as it is', (_name, properties) => {
  const inner = memory();
  const capabilities = {
    ...inner.capabilities,
    ...(properties === undefined ? {} : { properties }),
  };
  const provider = { ...inner, capabilities };
  expect(withWireProperties(provider)).toBe(provider);
});
