// Requests per changed record (create / update / delete) beside 10, 1,000 and 10,000 others while the engine's copy of the zone is
// good, in brackets those to read the zone anew; and the time to write 10,000 records with their markers to the fake service on
// loopback, without the rate that the real service asks for. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { countSince, measureCost } from '@org/dns-test-engine';
import { startAzure } from '../src/testing/start-azure.ts';

const limits = { readsPerSecond: 1e6, readBurst: 1e6, writesPerSecond: 1e6, writeBurst: 1e6 };

await measureCost({
  name: 'azure',
  async start(others) {
    const { fake, provider, zone, stop } = await startAzure({ limits });
    for (let index = 0; index < others; index += 1)
      fake.put('example.org', 'A', `fill-${index}`, {
        TTL: 300,
        ARecords: [{ ipv4Address: '192.0.2.1' }],
      });
    return {
      provider,
      zone,
      take: countSince(() => fake.calls().length),
      stored: () => fake.content().length,
      stop,
    };
  },
  one: ({ read, changes }) => `${changes.join(' / ')} (+ ${read})`,
});
