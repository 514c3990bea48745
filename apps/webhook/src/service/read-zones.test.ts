import { createEndpoint, ProviderError, toDnsName, type Endpoint, type Zone } from '@org/dns-core';
import { expect, test } from 'vitest';
import { memory } from '../testing/start-service.ts';
import { readZones } from './read-zones.ts';

const never = new AbortController().signal;
const zones: readonly Zone[] = Array.from({ length: 10 }, (_, index) => ({
  id: `${index}`,
  name: toDnsName(`z${index}.example.org`),
}));
const page = (zone: Zone, index: number): readonly Endpoint[] => [
  createEndpoint({ name: `n${index}.${zone.name}`, type: 'A', targets: ['192.0.2.1'] }),
];

/** Zones of two pages each; tells how many are being read. */
function pagedProvider(failing?: string) {
  const state = { open: 0, most: 0, begun: 0 };
  const provider = {
    ...memory(),
    async *readZone(zone: Zone) {
      state.begun += 1;
      state.open += 1;
      state.most = Math.max(state.most, state.open);
      try {
        yield page(zone, 1);
        if (zone.id === failing) throw new ProviderError('transient', 'the page is missing');
        yield page(zone, 2);
      } finally {
        state.open -= 1;
      }
    },
  };
  return { provider, state };
}

test('every zone in order, a few begun ahead', async () => {
  const { provider, state } = pagedProvider();
  const names: string[] = [];
  for await (const chunk of readZones(provider, zones, never))
    names.push(...chunk.map(({ name }) => name));
  expect(names).toEqual(zones.flatMap((zone) => [`n1.${zone.name}`, `n2.${zone.name}`]));
  expect(state).toEqual({ open: 0, most: 4, begun: 10 });
});

test('a zone that breaks off ends it with its error, and nothing stays open', async () => {
  const { provider, state } = pagedProvider('2');
  const chunks: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const chunk of readZones(provider, zones, never)) chunks.push(chunk);
  };
  await expect(read()).rejects.toThrow('the page is missing');
  expect([chunks.length, state.open]).toEqual([5, 0]);
});

test('a reader that stops leaves nothing open', async () => {
  const { provider, state } = pagedProvider();
  for await (const _chunk of readZones(provider, zones, never)) break;
  expect(state.open).toBe(0);
});
