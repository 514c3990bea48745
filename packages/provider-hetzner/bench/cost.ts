// Requests per changed record beside 10, 1,000 and 10,000 others, then of a pass that finds nothing new, and the time to write
// 10,000 records with their markers to the fake service on loopback, which lets more than 3600 requests an hour through. Prints
// one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import { createSystemClock } from '@org/dns-provider-kit';
import { costOfMany, countSince, measureCost, type CostSubject } from '@org/dns-test-engine';
import { never, startHetzner, zone } from '../src/testing/start.ts';

async function start(others: number, runningFor = 0): Promise<CostSubject> {
  const { fake, provider, stop } = await startHetzner({ clock: createSystemClock() });
  fake.remaining = 1_000_000;
  fake.runningFor = runningFor;
  for (let index = 0; index < others; index += 1)
    fake.put('example.org', { name: `fill-${index}`, type: 'A', values: ['192.0.2.1'] });
  await provider.listZones(never);
  return {
    provider,
    zone,
    take: countSince(() => fake.requests.length),
    stored: () => fake.lines('example.org').length,
    stop,
  };
}

await measureCost({
  name: 'hetzner',
  start,
  one: ({ changes, version }) => [...changes, version].join(' / '),
  many: async () =>
    `${await costOfMany(await start(0), 10_000)} (1,000 with actions that take a moment: ${await costOfMany(await start(0, 1), 1000)})`,
});
