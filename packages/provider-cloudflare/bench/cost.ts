// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback. Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import { createSystemClock } from '@org/dns-provider-kit';
import { costOfMany, countSince, measureCost, type CostSubject } from '@org/dns-test-engine';
import { never, startBench } from '../src/testing/bench-provider.ts';

async function start(others: number, plan: 'free' | 'pro' = 'pro'): Promise<CostSubject> {
  const bench = await startBench({ clock: createSystemClock() }, plan);
  const { provider, at, fake, zone } = bench;
  for (let index = 0; index < others; index += 1)
    zone.records.set(`fill-${index}`, {
      id: `fill-${index}`,
      name: `fill-${index}.example.org`,
      type: 'A',
      content: '192.0.2.1',
      ttl: 1,
      proxied: false,
      proxiable: true,
      comment: null,
      tags: [],
      settings: {},
    });
  await provider.listZones(never);
  return {
    provider,
    zone: at,
    take: countSince(() => fake.server.requests.length),
    stored: () => zone.records.size,
    stop: () => bench.stop(),
  };
}

await measureCost({
  name: 'cloudflare',
  start,
  many: async () =>
    `${await costOfMany(await start(0), 10_000)} (paid plan), ${await costOfMany(await start(0, 'free'), 10_000)} (free plan)`,
});
